import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** Before any suite: artifacts that fit the contracts as they are. Takes a second when nothing has changed. */
export default function compileContracts(): void {
  const root = join(import.meta.dirname, '../..')
  const hardhat = join(root, 'node_modules/hardhat/dist/src/cli.js')
  const { status } = spawnSync(process.execPath, [hardhat, 'compile', '--quiet', '--no-tests'], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('the contracts do not compile')
}
