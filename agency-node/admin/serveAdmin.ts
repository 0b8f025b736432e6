import { once } from 'node:events'
import { chmod, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { dirname } from 'node:path'
import { type ErrorCode, MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import { toProblem } from '@creditmesh/sdk/wire/problem.ts'
import type { CommandTable } from './command.ts'
import { connectAdmin } from './connectAdmin.ts'
import { execute } from './execute.ts'
import { readFrames, requestFrame, writeFrame } from './frames.ts'
import { makePrivateFolder } from './socketPath.ts'

export interface AdminServer {
  /** Takes no more commands, tells those under way to stop, waits for them, and removes the socket. */
  close(): Promise<void>
}

/** What may be logged of a command that has ended. */
export interface CommandEnd {
  readonly name: string
  readonly requestId: string
  readonly code?: ErrorCode
}

export interface AdminServerOptions<Context> {
  readonly path: string
  readonly commands: CommandTable<Context>
  readonly context: Context
  readonly newRequestId: () => string
  readonly onEnd?: (end: CommandEnd) => void
}

/** Serves commands at a socket that its owner alone can reach. Throws `store.locked` when another node does. */
export async function serveAdmin<Context>(
  options: AdminServerOptions<Context>,
): Promise<AdminServer> {
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  const server = createServer((socket) => {
    const call = answer(socket, options, stopping.signal)
    running.add(call)
    void call.finally(() => running.delete(call))
  })
  await listen(server, options.path)
  return {
    async close() {
      const closed = once(server, 'close')
      server.close() // also removes the socket from its folder
      stopping.abort(new MeshError('admin.unavailable', { detail: 'the node is shutting down' }))
      await Promise.all(running)
      await closed
    },
  }
}

async function listen(server: Server, path: string): Promise<void> {
  const isPipe = process.platform === 'win32'
  if (!isPipe) {
    await makePrivateFolder(dirname(path))
    // A killed node leaves its socket behind; a living one answers.
    const living = await connectAdmin(path)
    living?.destroy()
    if (living !== null) throw new MeshError('store.locked', { details: { path } })
    await rm(path, { force: true })
  }
  server.listen(path)
  await once(server, 'listening')
  if (!isPipe) await chmod(path, 0o600)
}

async function answer<Context>(
  socket: Socket,
  { commands, context, newRequestId, onEnd }: AdminServerOptions<Context>,
  stopping: AbortSignal,
): Promise<void> {
  const gone = new AbortController()
  socket.on('error', () => socket.destroy()) // 'close' follows
  socket.once('close', () => gone.abort(new MeshError('admin.unavailable')))
  const requestId = newRequestId()
  let name = ''
  try {
    const request = await readRequest(socket, stopping)
    name = request.name
    const result = await execute(commands, context, {
      ...request,
      onProgress: (progress) => writeFrame(socket, { progress }),
      signal: AbortSignal.any([gone.signal, stopping]),
    })
    writeFrame(socket, { result })
    onEnd?.({ name, requestId })
  } catch (thrown) {
    const error = toMeshError(thrown)
    writeFrame(socket, { error: toProblem(error, { requestId }) })
    onEnd?.({ name, requestId, code: error.code })
  }
  socket.end(() => socket.destroy())
}

/** Reads the one request; from then on only the end of the connection matters, and needs to be read for. */
async function readRequest(socket: Socket, stopping: AbortSignal) {
  const leave = () => socket.destroy()
  stopping.addEventListener('abort', leave, { once: true })
  try {
    for await (const request of readFrames(socket, requestFrame)) return request
  } finally {
    stopping.removeEventListener('abort', leave)
    socket.resume()
  }
  throw new MeshError('input.invalid', { detail: 'the connection ended without a command' })
}
