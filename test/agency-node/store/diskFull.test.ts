import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from './fixtures.ts'

const child = fileURLToPath(new URL('./diskFull.child.ts', import.meta.url))

// A small disk of its own needs a mount namespace; where the machine does not allow one there is nothing to fill.
const smallDisk = ['-rm', 'sh', '-c', 'mount -t tmpfs -o size=16m none "$1" && shift && exec "$@"']
const canMount = spawnSync('unshare', [...smallDisk, 'sh', '/mnt', 'true']).status === 0

describe('a store on a full disk', () => {
  it.runIf(canMount)(
    'error: says so, goes on reading, and writes again once there is space',
    async () => {
      const folder = await temporaryFolder()
      const command = [...smallDisk, 'sh', folder, process.execPath, child, folder]
      const { stdout } = await promisify(execFile)('unshare', command)
      const { acknowledged, ...found } = JSON.parse(stdout) as Record<string, unknown>
      expect(found).toEqual({
        ...{ whenFull: 'store.disk_full', whenStillFull: 'store.disk_full', whenFreed: 'none' },
        ...{ readWhileFull: true, lost: 0 },
      })
      expect(acknowledged).toBeGreaterThan(100)
    },
  )
})
