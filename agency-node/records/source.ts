import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { MeshError } from '@creditmesh/sdk/errors.ts'

/** Bytes that can be read again from any place: what makes an import resumable. */
export interface ImportSource {
  readonly size: number
  /** Changes when the content does. */
  readonly fingerprint: string
  read(from: number): AsyncIterable<Uint8Array>
}

const chunkBytes = 256 * 1024
const sampledBytes = 64 * 1024

/** A file as a source, and the means to close it. Throws `file.not_found`, `file.wrong_kind`. */
export async function openFileSource(path: string): Promise<ImportSource & AsyncDisposable> {
  const file = await openFile(path)
  const about = await file.stat()
  if (!about.isFile()) {
    await file.close()
    throw new MeshError('file.wrong_kind', {
      detail: 'records are read from a file, and this is none',
    })
  }
  const { size, mtimeMs } = about
  const sample = Buffer.alloc(Math.min(sampledBytes, size))
  await file.read(sample, 0, sample.length, 0)
  return {
    size,
    fingerprint: fingerprintOf(`${size}|${mtimeMs}`, sample),
    read: (from) => readFrom(file, from),
    [Symbol.asyncDispose]: () => file.close(),
  }
}

/** Bytes in memory as a source, handed out in chunks of `chunk` bytes. */
export function bytesSource(bytes: Uint8Array, chunk = chunkBytes): ImportSource {
  return {
    size: bytes.length,
    fingerprint: fingerprintOf(String(bytes.length), bytes),
    async *read(from) {
      for (let at = from; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk)
    },
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (cause) {
    // Every reason not to open it is the caller's to mend; the path may be a person's name, so it is not repeated.
    throw new MeshError('file.not_found', { detail: 'the file cannot be opened', cause })
  }
}

async function* readFrom(file: FileHandle, from: number): AsyncGenerator<Uint8Array> {
  let position = from
  for (;;) {
    const chunk = Buffer.allocUnsafe(chunkBytes)
    const { bytesRead } = await file.read(chunk, 0, chunk.length, position)
    if (bytesRead === 0) return
    position += bytesRead
    yield chunk.subarray(0, bytesRead)
  }
}

function fingerprintOf(about: string, bytes: Uint8Array): string {
  return createHash('sha256').update(`${about}|`).update(bytes).digest('hex')
}
