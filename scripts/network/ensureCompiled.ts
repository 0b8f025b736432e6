import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MeshError } from '@creditmesh/sdk/errors.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Compiles the contracts that have changed since the last time; on a fresh clone all of them. */
export function ensureCompiled(): void {
  const manifest = createRequire(import.meta.url).resolve('hardhat/package.json')
  const { bin } = createRequire(import.meta.url)(manifest) as { bin: Record<string, string> }
  const hardhat = join(dirname(manifest), bin.hardhat ?? '')
  const { status } = spawnSync(process.execPath, [hardhat, 'compile', '--quiet', '--no-tests'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) {
    throw new MeshError('network.start_failed', { detail: 'the contracts do not compile' })
  }
}
