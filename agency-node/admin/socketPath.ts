import { createHash } from 'node:crypto'
import { lstat, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { MeshError } from '@creditmesh/sdk/errors.ts'

/** Bytes that fit into sun_path with its final zero: 104 on macOS, 108 on Linux. */
const longestSocketPath = 103

/**
 * Where the node of a state directory listens: a socket inside a folder that its owner alone may enter, so that
 * nobody reaches it even before its own permissions are set. Too long a path moves to the folder for temporary
 * files; Windows has pipes with names in place of sockets with paths.
 */
export function adminSocketPath(dir: string): string {
  const absolute = resolve(dir)
  const digest = createHash('sha256').update(absolute).digest('hex').slice(0, 32)
  if (process.platform === 'win32') return `\\\\.\\pipe\\creditmesh-${digest}`
  const inside = join(absolute, 'admin', 'node.sock')
  if (Buffer.byteLength(inside) <= longestSocketPath) return inside
  return join(tmpdir(), `creditmesh-${process.getuid?.() ?? 0}`, `${digest}.sock`)
}

/** Makes the folder of a socket. Throws `config.invalid` when it is another user's, or open to others. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { mode, uid } = await lstat(folder)
  const isOwn = uid === process.getuid?.()
  const isPrivate = (mode & 0o077) === 0
  const isFolder = (mode & 0o170000) === 0o040000
  if (!isOwn || !isPrivate || !isFolder) {
    throw new MeshError('config.invalid', {
      detail: 'the folder of the admin socket must belong to its user alone (mode 700)',
      details: { folder },
    })
  }
}
