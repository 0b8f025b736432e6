import { MeshError } from '../errors.ts'

/**
 * As much of `node:fs/promises` as keeping files takes: the caller hands that module in, so that the SDK itself stays
 * free of Node and runs in a page.
 */
export interface FileSystem {
  mkdir(path: string, options: { recursive: true; mode: number }): Promise<unknown>
  open(path: string, flags: string, mode?: number): Promise<OpenFile>
  link(existing: string, name: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  rm(path: string, options: { force: true }): Promise<void>
  readFile(path: string, encoding: 'utf8'): Promise<string>
  readdir(path: string): Promise<string[]>
}

interface OpenFile {
  writeFile(text: string): Promise<unknown>
  sync(): Promise<void>
  close(): Promise<void>
}

/** A folder of small text files, readable by its owner alone; each is there whole and flushed, or not at all. */
export interface DurableFolder {
  /** Throws `store.conflict` if the name is taken: of several processes one wins. */
  create(name: string, text: string): Promise<void>
  replace(name: string, text: string): Promise<void>
  /** Null where there is no such file. */
  read(name: string): Promise<string | null>
  names(): Promise<string[]>
  remove(name: string): Promise<void>
}

/** Throws `store.disk_full` or `store.unavailable` for what the file system refuses. */
export function openDurableFolder(folder: string, fs: FileSystem): DurableFolder {
  const pathOf = (name: string) => `${folder}/${name}`
  const place = async (text: string, put: (temporary: string) => Promise<void>) => {
    const temporary = pathOf(`.${globalThis.crypto.randomUUID()}.new`)
    try {
      await fs.mkdir(folder, { recursive: true, mode: 0o700 })
      await flush(await fs.open(temporary, 'w', 0o600), text)
      await put(temporary)
      await flushFolder(folder, fs)
    } catch (cause) {
      throw fileError(cause)
    } finally {
      await fs.rm(temporary, { force: true }).catch(() => undefined) // the first failure is the one to tell
    }
  }
  return {
    // A link fails if the name exists, as a rename would not.
    create: (name, text) => place(text, (temporary) => fs.link(temporary, pathOf(name))),
    replace: (name, text) => place(text, (temporary) => fs.rename(temporary, pathOf(name))),
    read: (name) => fs.readFile(pathOf(name), 'utf8').catch(orIfMissing(null)),
    names: () => fs.readdir(folder).catch(orIfMissing<string[]>([])),
    remove: (name) => fs.rm(pathOf(name), { force: true }),
  }
}

async function flush(file: OpenFile, text: string): Promise<void> {
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A new name is durable once its folder is flushed; where folders cannot be opened (Windows) it need not be. */
async function flushFolder(folder: string, fs: FileSystem): Promise<void> {
  const opened = await fs.open(folder, 'r').catch((cause: unknown) => {
    if (['EISDIR', 'EPERM', 'EACCES'].includes(codeOf(cause) ?? '')) return null
    throw cause
  })
  if (opened === null) return
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}

function orIfMissing<T>(instead: T) {
  return (cause: unknown): T => {
    if (codeOf(cause) === 'ENOENT') return instead
    throw fileError(cause)
  }
}

function fileError(cause: unknown): MeshError {
  if (cause instanceof MeshError) return cause
  const code = codeOf(cause)
  if (code === 'EEXIST') return new MeshError('store.conflict', { cause })
  const isFull = code === 'ENOSPC' || code === 'EDQUOT'
  const details = code === undefined ? {} : { reason: code }
  return new MeshError(isFull ? 'store.disk_full' : 'store.unavailable', { details, cause })
}

function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
}
