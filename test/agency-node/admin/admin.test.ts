import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { callAdmin } from '@creditmesh/agency-node/admin/callAdmin.ts'
import { type CommandTable, command, type Progress } from '@creditmesh/agency-node/admin/command.ts'
import { type CommandSite, runCommand } from '@creditmesh/agency-node/admin/runCommand.ts'
import {
  type AdminServer,
  type CommandEnd,
  serveAdmin,
} from '@creditmesh/agency-node/admin/serveAdmin.ts'
import { adminSocketPath } from '@creditmesh/agency-node/admin/socketPath.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { uint32 } from '@creditmesh/sdk/wire/fields.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

interface Till {
  readonly where: string
  balance: bigint
}

const stopped = Promise.withResolvers<string>()
const commands: CommandTable<Till> = {
  deposit: command(uint32, async (till, amount) => {
    till.balance += BigInt(amount)
    return { where: till.where, balance: till.balance }
  }),
  count: command(uint32, async (_, to, { onProgress }) => {
    for (let counted = 1; counted <= to; counted += 1) onProgress({ counted, step: 'counting' })
  }),
  refuse: command(uint32, async () => {
    throw new MeshError('store.disk_full', { details: { freeBytes: 0 } })
  }),
  crash: command(uint32, async () => {
    throw new TypeError('no such row: Jane Doe')
  }),
  wait: command(uint32, async (_, __, { signal, onProgress }) => {
    onProgress({ step: 'waiting' })
    if (!signal.aborted) await once(signal, 'abort')
    stopped.resolve('the command was told')
    signal.throwIfAborted()
  }),
}

let dir = ''
let server: AdminServer | null = null
let ends: CommandEnd[] = []
const never = new AbortController().signal

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'creditmesh-admin-'))
  ends = []
})

afterEach(async () => {
  await server?.close()
  server = null
  await rm(dir, { recursive: true })
})

async function start(): Promise<string> {
  const path = adminSocketPath(dir)
  server = await serveAdmin({
    path,
    commands,
    context: { where: 'node', balance: 0n },
    newRequestId: () => 'r-1',
    onEnd: (end) => void ends.push(end),
  })
  return path
}

function site(changes: Partial<CommandSite<Till>> = {}): CommandSite<Till> {
  const context = { where: 'offline', balance: 0n }
  return {
    dir,
    commands,
    openOffline: async () => ({ context, close: async () => {} }),
    ...changes,
  }
}

function call(name: string, args: unknown = 0, changes = {}) {
  return { name, args, onProgress: () => {}, signal: never, ...changes }
}

describe.each(['at the socket', 'offline'])('a command %s', (place) => {
  async function run(...parameters: Parameters<typeof call>): Promise<unknown> {
    if (place === 'at the socket') await start()
    return runCommand(site(), call(...parameters))
  }

  it('gives its result as plain JSON', async () => {
    const where = place === 'offline' ? 'offline' : 'node'
    expect(await run('deposit', 5)).toEqual({ where, balance: '5' })
  })

  it('streams its progress in order, and gives null for no result', async () => {
    const seen: Progress[] = []
    const onProgress = (progress: Progress) => void seen.push(progress)
    expect(await run('count', 500, { onProgress })).toBeNull()
    expect(seen).toHaveLength(500)
    expect(seen.at(-1)).toEqual({ counted: 500, step: 'counting' })
  })

  it.each([
    ['an unknown name', 'steal', 0, 'usage.invalid'],
    ['a name of every object', 'toString', 0, 'usage.invalid'],
    ['arguments that do not fit', 'deposit', -1, 'input.invalid'],
    ['a refusal of the command', 'refuse', 0, 'store.disk_full'],
  ])('error: passes on %s with its code', async (_, name, args, code) => {
    await expect(run(name, args)).rejects.toMatchObject({ code })
  })
})

describe('the admin socket', () => {
  it('belongs to its owner alone', async () => {
    const path = await start()
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(join(dir, 'admin'))).mode & 0o777).toBe(0o700)
  })

  it('serves several callers at once', async () => {
    const path = await start()
    const amounts = [1, 2, 3, 4]
    await Promise.all(amounts.map((amount) => callAdmin(path, call('deposit', amount))))
    expect(await callAdmin(path, call('deposit', 1))).toMatchObject({ balance: '11' })
  })

  it('tells its log how each command ended, and nothing of its arguments', async () => {
    const path = await start()
    await callAdmin(path, call('deposit', 5))
    await expect(callAdmin(path, call('refuse'))).rejects.toThrowError()
    expect(ends).toEqual([
      { name: 'deposit', requestId: 'r-1' },
      { name: 'refuse', requestId: 'r-1', code: 'store.disk_full' },
    ])
  })

  it('takes the place of a socket that a killed node left', async () => {
    const path = adminSocketPath(dir)
    await mkdir(join(dir, 'admin'), { mode: 0o700 })
    const listen = "require('net').createServer().listen(process.argv[1], () => console.log('up'))"
    const killed = spawn(process.execPath, ['-e', listen, path])
    await once(killed.stdout, 'data')
    killed.kill('SIGKILL')
    await once(killed, 'exit')
    expect((await stat(path)).isSocket()).toBe(true)
    await start()
    expect(await callAdmin(path, call('deposit', 5))).toMatchObject({ where: 'node' })
  })

  it('moves to a private folder for temporary files when its path is too long', async () => {
    dir = await mkdtemp(join(dir, 'x'.repeat(120)))
    const path = await start()
    expect(Buffer.byteLength(path)).toBeLessThan(104)
    expect((await stat(join(path, '..'))).mode & 0o777).toBe(0o700)
    expect(await runCommand(site(), call('deposit', 5))).toMatchObject({
      where: 'node',
    })
    await server?.close()
    server = null
    dir = join(dir, '..')
  })

  it('is gone after it is closed, and then the command runs offline', async () => {
    const path = await start()
    await server?.close()
    server = null
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(callAdmin(path, call('deposit'))).rejects.toMatchObject({
      code: 'admin.unavailable',
    })
    const result = await runCommand(site(), call('deposit', 5))
    expect(result).toMatchObject({ where: 'offline' })
  })

  it('tells a command whose caller has gone', async () => {
    const path = await start()
    const leaving = new AbortController()
    const onProgress = () => leaving.abort(new Error('Ctrl-C'))
    const options = { onProgress, signal: leaving.signal }
    await expect(callAdmin(path, call('wait', 0, options))).rejects.toThrowError('Ctrl-C')
    expect(await stopped.promise).toBe('the command was told')
  })

  it('error: tells its callers when the node shuts down', async () => {
    const path = await start()
    const started = Promise.withResolvers<void>()
    const waiting = callAdmin(path, call('wait', 0, { onProgress: () => started.resolve() }))
    const ended = expect(waiting).rejects.toMatchObject({ code: 'admin.unavailable' })
    await started.promise
    await server?.close()
    server = null
    await ended
  })

  it('error: a second node on the same folder is refused', async () => {
    await start()
    await expect(
      serveAdmin({
        path: adminSocketPath(dir),
        commands,
        context: { where: 'second', balance: 0n },
        newRequestId: () => '',
      }),
    ).rejects.toMatchObject({ code: 'store.locked' })
  })

  it('error: a folder that others may enter is refused', async () => {
    await mkdir(join(dir, 'admin'))
    await chmod(join(dir, 'admin'), 0o755)
    await expect(start()).rejects.toMatchObject({ code: 'config.invalid' })
  })

  it('error: a crash tells nothing of itself', async () => {
    const path = await start()
    const error = await callAdmin(path, call('crash')).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'internal.unexpected' })
    expect(String(error)).not.toContain('Jane')
  })

  it.each([
    ['no JSON', 'hello\n'],
    ['no command', '[1]\n'],
    ['a command too much', '{"name":"deposit","args":0,"more":1}\n'],
    ['nothing', ''],
  ])('error: a line with %s is refused, and the node serves on', async (_, line) => {
    const path = await start()
    const socket = connect({ path, allowHalfOpen: true })
    await once(socket, 'connect')
    socket.end(line)
    let received = ''
    for await (const chunk of socket) received += String(chunk)
    if (received !== '')
      expect(JSON.parse(received)).toMatchObject({ error: { code: 'input.invalid' } })
    expect(await callAdmin(path, call('deposit', 5))).toMatchObject({ balance: '5' })
  })

  it('error: a node that dies under a command is reported', async () => {
    const path = adminSocketPath(dir)
    await mkdir(join(dir, 'admin'), { mode: 0o700 })
    const dying = createServer((socket) => void socket.once('data', () => socket.destroy()))
    await once(dying.listen(path), 'listening')
    await expect(callAdmin(path, call('deposit'))).rejects.toMatchObject({
      code: 'admin.unavailable',
    })
    dying.close()
  })
})

describe('a command on a store that a node opens at that moment', () => {
  const locked = () => Promise.reject(new MeshError('store.locked'))

  it('goes to the node once it answers', async () => {
    const openOffline = async () => {
      await start()
      return locked()
    }
    const result = await runCommand(site({ openOffline }), call('deposit', 5))
    expect(result).toMatchObject({ where: 'node' })
  })

  it('waits for a node that owns the store and does not answer yet', async () => {
    let tries = 0
    const openOffline = async () => {
      tries++
      if (tries === 3) await start()
      return locked()
    }
    const result = await runCommand(site({ openOffline }), call('deposit', 5))
    expect({ result, tries }).toMatchObject({ result: { where: 'node' }, tries: 3 })
  })

  it('error: says that the store is locked while nobody answers', async () => {
    await expect(
      runCommand({ ...site({ openOffline: locked }), patienceMs: 100 }, call('deposit', 5)),
    ).rejects.toMatchObject({ code: 'store.locked' })
  })

  it('error: closes the store that it opened, also when the command fails', async () => {
    let closed = 0
    const close = async () => {
      await nextTurn()
      closed += 1
    }
    const openOffline = async () => ({ context: { where: 'offline', balance: 0n }, close })
    await expect(runCommand(site({ openOffline }), call('refuse'))).rejects.toMatchObject({
      code: 'store.disk_full',
    })
    expect(closed).toBe(1)
  })
})
