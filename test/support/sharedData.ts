import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const folder = resolve(import.meta.dirname, '../../../shared')

/**
 * The path of a file of public data beside the repository (`../shared`), or null where there is none: such a suite
 * skips itself (`describe.skipIf(file === null)`). Under CI=true a missing file fails, so that no suite is skipped unseen.
 */
export function sharedFile(relative: string): string | null {
  const path = resolve(folder, relative)
  if (existsSync(path)) return path
  if (process.env.CI === 'true') throw new Error(`shared data is missing: ${path}`)
  console.warn(`skipped: needs ${path}, the public data beside the repository`)
  return null
}
