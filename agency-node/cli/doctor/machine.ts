import { statfs } from 'node:fs/promises'
import { type Finding, fine, wrong } from './finding.ts'

const leastNodeMajor = 24
const leastFreeBytes = 512 * 1024 * 1024

export function checkNode(nodeVersion: string): Finding {
  const [major = 0] = nodeVersion.split('.').map(Number)
  return major >= leastNodeMajor
    ? fine('node', `Node ${nodeVersion}`)
    : wrong('node', `Node ${nodeVersion}`, `use Node ${leastNodeMajor} or newer`)
}

/** Looks at the disk that holds the state folder, or the folder where it would be. */
export async function checkDisk(existingFolder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(existingFolder)
  const freeBytes = bavail * bsize
  const detail = `${Math.floor(freeBytes / 1024 / 1024)} MiB free`
  return freeBytes >= leastFreeBytes
    ? fine('disk', detail)
    : wrong('disk', detail, 'free space: writes fail once the disk is full')
}
