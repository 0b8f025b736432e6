import { type ErrorCode, MeshError } from '@creditmesh/sdk/errors.ts'
import { fileError } from './atomicFile.ts'

/** What the operating system says about a path, in our words. Other faults (a disk that is full, a bug) are not about it. */
const codes: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'file.not_found',
  EEXIST: 'file.exists',
  EACCES: 'file.forbidden',
  EPERM: 'file.forbidden',
  EROFS: 'file.forbidden',
  EISDIR: 'file.wrong_kind',
  ENOTDIR: 'file.wrong_kind',
}

/**
 * The error for a path that a person named, where `fileError` is for one of ours: she can mend it, and trying again
 * does not help. Gives undefined for what is not about a path.
 */
export function pathErrorOf(thrown: unknown): MeshError | undefined {
  const { reason, path, isFolder } = factsOf(thrown)
  const code = codes[reason ?? '']
  if (code === undefined) return undefined
  const details = { ...(path !== undefined && { path }), reason: String(reason) }
  if (!isFolder) return new MeshError(code, { details, cause: thrown })
  // `makeFolder` is content with a folder that is there: what exists is something else.
  return new MeshError(reason === 'EEXIST' ? 'file.wrong_kind' : code, {
    detail: 'no folder can be made there',
    details,
    cause: thrown,
  })
}

/** As `fileError`, for a path that a person named. */
export function pathError(path: string, cause: unknown): MeshError {
  if (cause instanceof MeshError) return cause
  const { reason } = factsOf(cause)
  const code = codes[reason ?? '']
  if (code === undefined) return fileError(path, cause)
  return new MeshError(code, { details: { path, reason: String(reason) }, cause })
}

interface Facts {
  readonly reason?: string
  readonly path?: string
  /** Whether a folder was to be made. */
  readonly isFolder?: boolean
}

function factsOf(thrown: unknown): Facts {
  if (thrown instanceof MeshError) {
    const { reason, path } = thrown.details
    if (thrown.code !== 'store.unavailable' || typeof reason !== 'string') return {}
    return { reason, ...(typeof path === 'string' && { path }) }
  }
  if (!(thrown instanceof Error) || !('code' in thrown) || !('syscall' in thrown)) return {}
  const path = 'path' in thrown && typeof thrown.path === 'string' ? thrown.path : undefined
  const isFolder = thrown.syscall === 'mkdir'
  return { reason: String(thrown.code), isFolder, ...(path !== undefined && { path }) }
}
