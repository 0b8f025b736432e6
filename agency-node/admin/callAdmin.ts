import type { Socket } from 'node:net'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { fromProblem } from '@creditmesh/sdk/wire/problem.ts'
import type { CommandTools } from './command.ts'
import { connectAdmin } from './connectAdmin.ts'
import { answerFrame, readFrames, writeFrame } from './frames.ts'

export interface AdminCall extends CommandTools {
  readonly name: string
  readonly args: unknown
}

/**
 * Lets the running node execute a command. What the command throws is thrown here with the same code;
 * `admin.unavailable` when no node answers or it ends before the command does.
 */
export async function callAdmin(path: string, call: AdminCall): Promise<unknown> {
  const socket = await connectAdmin(path)
  if (socket === null) throw new MeshError('admin.unavailable')
  return callOver(socket, call)
}

export async function callOver(
  socket: Socket,
  { name, args, onProgress, signal }: AdminCall,
): Promise<unknown> {
  const leave = () => socket.destroy()
  signal.addEventListener('abort', leave, { once: true })
  try {
    signal.throwIfAborted()
    writeFrame(socket, { name, args })
    for await (const frame of readFrames(socket, answerFrame)) {
      if ('error' in frame) throw fromProblem(frame.error)
      if ('result' in frame) return frame.result
      onProgress(frame.progress)
    }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof MeshError) throw error
    throw new MeshError('admin.unavailable', { cause: error })
  } finally {
    signal.removeEventListener('abort', leave)
    socket.destroy()
  }
  throw new MeshError('admin.unavailable', { detail: 'the node ended before the command did' })
}
