import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NetworkStatus } from '../../scripts/network/status.ts'
import { type Mesh, startMesh } from './support/mesh.ts'
import { spawnCommand } from './support/spawnCommand.ts'

let mesh: Mesh
beforeAll(async () => {
  mesh = await startMesh('--agencies', 'x,y', '--lenders', 'bank', '--subjects', 'ann')
})
afterAll(() => mesh?.close())

const status = () => mesh.creditmesh<NetworkStatus>('network', 'status')
const pidsOf = ({ chain, relayer, agencies }: NetworkStatus) =>
  [chain, relayer, ...agencies].map(({ pid }) => pid)

describe('network up', () => {
  test('brings up what was named, each a process of its own', async () => {
    const now = await status()
    expect(now.up).toBe(true)
    expect(now.agencies.map(({ name }) => name)).toEqual(['x', 'y'])
    expect(now).toMatchObject({ lenders: [{ name: 'bank' }], subjects: ['ann'] })
    expect(new Set(pidsOf(now)).size).toBe(4)
  })

  test('run again, changes nothing', async () => {
    const before = await status()
    const again = await mesh.up()
    expect(pidsOf(again)).toEqual(pidsOf(before))
    expect(again.agencies).toEqual(before.agencies)
    expect(again.contracts).toEqual(before.contracts)
  })

  test('starts what was killed, at the same place, and leaves the others alone', async () => {
    const before = await status()
    await mesh.kill('agency-y', 'relayer')
    const hurt = await status()
    expect(hurt.up).toBe(false)
    expect(hurt.agencies[1]).toMatchObject({ name: 'y', state: 'stopped' })
    const after = await mesh.up()
    expect(after.up).toBe(true)
    expect(after.chain.pid).toBe(before.chain.pid)
    expect(after.agencies[0]?.pid).toBe(before.agencies[0]?.pid)
    expect(after.agencies.map(({ url }) => url)).toEqual(before.agencies.map(({ url }) => url))
  })

  test('finds its members again after down', async () => {
    const before = await status()
    const { stopped } = await mesh.creditmesh<{ stopped: string[] }>('network', 'down')
    expect(stopped.sort()).toEqual(['agency-x', 'agency-y', 'chain', 'relayer'])
    expect((await status()).chain.state).toBe('stopped')
    const after = await mesh.up()
    expect(after.agencies.map(({ address }) => address)).toEqual(
      before.agencies.map(({ address }) => address),
    )
    expect(after.contracts).toEqual(before.contracts)
  })

  test('error: other agencies than at the first start', async () => {
    await expect(mesh.creditmesh('network', 'up', '--agencies', 'x,y,z')).rejects.toMatchObject({
      code: 'usage.invalid',
    })
  })

  test('error: a port that another process took meanwhile is named', async () => {
    const { agencies } = await status()
    const port = Number(new URL(agencies[0]?.url ?? '').port)
    await mesh.kill('agency-x')
    const squatter = await squatOn(port)
    await expect(mesh.up()).rejects.toMatchObject({
      code: 'http.port_taken',
      details: { port, process: 'agency-x' },
    })
    squatter.close()
    expect((await mesh.up()).up).toBe(true)
  })

  test('error: a chain that began anew is refused, by the network and by an agency', async () => {
    await mesh.creditmesh('network', 'down')
    await rename(mesh.state.chain, `${mesh.state.chain}.away`)
    await expect(mesh.up()).rejects.toMatchObject({ code: 'chain.wrong_network' })
    const agency = spawnCommand(mesh.dir, ['agency', 'start', 'x'])
    const { exitCode, err } = await agency.ended
    expect(exitCode).toBe(6)
    expect(err).toContain('chain.wrong_network')
    await mesh.creditmesh('network', 'down')
    await rm(mesh.state.chain, { recursive: true })
    await rename(`${mesh.state.chain}.away`, mesh.state.chain)
    expect((await mesh.up()).up).toBe(true)
  })

  test('error: a wrong key file opens no store, and says so with exit code 3', async () => {
    await mesh.kill('agency-y')
    const file = mesh.state.secretFile('agency-y')
    const right = await readFile(file, 'utf8')
    await writeFile(file, '44'.repeat(32))
    const { exitCode, err } = await spawnCommand(mesh.dir, ['agency', 'start', 'y']).ended
    expect({ exitCode, isNamed: err.includes('store.wrong_key') }).toEqual({
      exitCode: 3,
      isNamed: true,
    })
    await writeFile(file, right)
    expect((await mesh.up()).up).toBe(true)
  })

  test('error: a second owner of a running store is turned away', async () => {
    const { exitCode, err } = await spawnCommand(mesh.dir, ['agency', 'start', 'x']).ended
    expect(exitCode).toBe(1)
    expect(err).toContain('store.locked')
    expect((await status()).up).toBe(true)
  })
})

describe('network up, itself killed', () => {
  // Milliseconds after its start: chain, contracts, members, servers, prices.
  test.each([
    300, 900, 1500, 2100, 2700, 3300,
  ])('after %i ms, goes on the next time', async (ms) => {
    const dir = await mkdtemp(join(tmpdir(), 'broken-'))
    try {
      // The command starts the script; both die, as in a terminal that is closed.
      const broken = spawnCommand(dir, ['network', 'up', '--agencies', 'x'])
      await wait(ms)
      broken.kill()
      await broken.ended
      const { exitCode, out, err } = await spawnCommand(dir, ['network', 'up', '--agencies', 'x'])
        .ended
      expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
      expect(JSON.parse(out)).toMatchObject({ up: true })
    } finally {
      await spawnCommand(dir, ['network', 'down']).ended
      await rm(dir, { recursive: true, force: true })
    }
  })
})

describe('network reset', () => {
  test('error: needs a confirmation, and deletes nothing without', async () => {
    await expect(mesh.creditmesh('network', 'reset')).rejects.toMatchObject({
      code: 'usage.invalid',
    })
    expect((await status()).up).toBe(true)
  })

  test('deletes what the network made, and nothing else', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'reset-'))
    await mkdir(join(dir, 'mine'))
    await spawnCommand(dir, ['network', 'up', '--agencies', 'x']).ended
    const { exitCode } = await spawnCommand(dir, ['network', 'reset', '--yes']).ended
    expect(exitCode).toBe(0)
    expect(existsSync(join(dir, 'mine'))).toBe(true)
    for (const gone of ['network.json', 'secrets', 'agencies', 'chain', 'lenders', 'logs']) {
      expect(existsSync(join(dir, gone))).toBe(false)
    }
    await rm(dir, { recursive: true })
  })

  test('error: a folder without a network is not touched', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'foreign-'))
    await mkdir(join(dir, 'secrets'))
    const { exitCode, err } = await spawnCommand(dir, ['network', 'reset', '--yes']).ended
    expect({ exitCode, isNamed: err.includes('network.not_running') }).toEqual({
      exitCode: 1,
      isNamed: true,
    })
    expect(existsSync(join(dir, 'secrets'))).toBe(true)
    await rm(dir, { recursive: true })
  })
})

/** A process that was killed lets go of its port a moment after it counts as ended. */
async function squatOn(port: number): Promise<Server> {
  for (;;) {
    const server = createServer().listen(port, '127.0.0.1')
    try {
      await once(server, 'listening')
      return server
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw thrown
    }
  }
}
