import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { errnoOf } from '../../files/errno.ts'
import { type Finding, fine, wrong } from './finding.ts'

/** Files that hold, or lead to, secrets. */
const secretName = /(?:\.key|^keystore\.json|^wallet-\d+\.json|\.pem)$/
/** LevelDB's files are sealed; there may be thousands. */
const skipped = new Set(['store', 'chain', 'logs', 'admin'])

/** Whether others than the owner can enter the state folder or read a secret in it. */
export async function checkPermissions(root: string): Promise<Finding[]> {
  if (process.platform === 'win32') return []
  try {
    return [await checkFolder(root), await checkSecrets(root)]
  } catch (cause) {
    const detail = `cannot be looked through: ${errnoOf(cause) ?? 'unknown reason'}`
    return [
      wrong(
        'state folder',
        detail,
        `look who owns ${root} and what is in it, or name another: --dir`,
      ),
    ]
  }
}

async function checkFolder(root: string): Promise<Finding> {
  const { mode } = await stat(root)
  const detail = `mode ${octal(mode)}`
  return (mode & 0o077) === 0
    ? fine('state folder', detail)
    : wrong('state folder', `${detail}: open to others`, `chmod 700 ${root}`)
}

async function checkSecrets(root: string): Promise<Finding> {
  const files = await secretFiles(root)
  const open: string[] = []
  for (const file of files) {
    const { mode } = await stat(file)
    if ((mode & 0o077) !== 0) open.push(file)
  }
  return open.length === 0
    ? fine('key files', `${files.length} readable by their owner alone`)
    : wrong('key files', `open to others: ${open.join(', ')}`, 'chmod 600 each of them')
}

async function secretFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return skipped.has(entry.name) ? [] : secretFiles(path)
      return secretName.test(entry.name) ? [path] : []
    }),
  )
  return found.flat()
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8)
}
