import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** Connects to the admin socket; null when no node listens there, be it that none runs or that one was killed. */
export async function connectAdmin(path: string): Promise<Socket | null> {
  const socket = connect(path)
  try {
    await once(socket, 'connect')
    return socket
  } catch (error) {
    socket.destroy()
    // node:net fails with these two for a path without a socket, and for a socket without a listener.
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return null
    throw error
  }
}
