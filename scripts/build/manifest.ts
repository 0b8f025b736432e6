import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/** What a workspace's package.json says, as far as a published one repeats it. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly description: string
  readonly license: string
  readonly dependencies: Readonly<Record<string, string>>
}

export function readManifest(workspace: 'sdk' | 'agency-node'): Manifest {
  return JSON.parse(readFileSync(`${root}${workspace}/package.json`, 'utf8')) as Manifest // ours
}

/** The package.json of a built package: entry points of the sources are replaced by those of what was built. */
export function publishedManifest(
  { name, version, description, license, dependencies }: Manifest,
  entries: object,
): string {
  const published = {
    ...{ name, version, description, license, type: 'module' },
    ...entries,
    dependencies,
  }
  return `${JSON.stringify(published, null, 2)}\n`
}
