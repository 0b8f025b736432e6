import { type FileHandle, open } from 'node:fs/promises'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { fileError } from '../../files/atomicFile.ts'

/** Files of records, each some words of 32 bits, little-endian as all processors that run Node are. */

const wordBytes = Uint32Array.BYTES_PER_ELEMENT
const blockWords = 1 << 17

/** Writes records in blocks; nobody but the owner can read them. */
export interface RecordWriter {
  readonly write: (words: Uint32Array) => Promise<void>
  /** Closes; what shall outlive the process is flushed to the disk first. */
  readonly close: () => Promise<void>
}

export async function createRecordFile(
  path: string,
  { isTemporary = false }: { readonly isTemporary?: boolean } = {},
): Promise<RecordWriter> {
  const file = await open(path, 'wx', 0o600).catch((cause: unknown) => {
    throw fileError(path, cause)
  })
  return {
    write: (words) => writeAll(file, words, path),
    async close() {
      try {
        if (!isTemporary) await file.sync()
      } catch (cause) {
        throw fileError(path, cause)
      } finally {
        await file.close()
      }
    },
  }
}

async function writeAll(file: FileHandle, words: Uint32Array, path: string): Promise<void> {
  const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength)
  try {
    for (let at = 0; at < bytes.length; ) {
      at += (await file.write(bytes, at, bytes.length - at, null)).bytesWritten
    }
  } catch (cause) {
    throw fileError(path, cause)
  }
}

export interface RecordFile {
  readonly path: string
  /** Words of a record. */
  readonly words: number
  readonly records: number
}

/** The records in order, in blocks that are only good until the next. Throws `store.corrupt` where the file has another length. */
export async function* readRecords({
  path,
  words,
  records,
}: RecordFile): AsyncGenerator<Uint32Array> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new MeshError('store.corrupt', { details: { path }, cause })
  })
  try {
    const total = records * words * wordBytes
    if ((await file.stat()).size < total)
      throw new MeshError('store.corrupt', { details: { path } })
    const block = new Uint32Array(Math.min(records, Math.floor(blockWords / words)) * words)
    const bytes = new Uint8Array(block.buffer)
    for (let at = 0; at < total; ) {
      const length = await fill(file, bytes.subarray(0, Math.min(bytes.length, total - at)), at)
      at += length
      yield block.subarray(0, length / wordBytes)
    }
  } finally {
    await file.close()
  }
}

async function fill(file: FileHandle, bytes: Uint8Array, position: number): Promise<number> {
  let done = 0
  while (done < bytes.length) {
    const { bytesRead } = await file.read(bytes, done, bytes.length - done, position + done)
    if (bytesRead === 0) throw new MeshError('store.corrupt')
    done += bytesRead
  }
  return done
}
