import { type AddressInfo, createServer, type Server } from 'node:net'
import { MeshError } from '@creditmesh/sdk/errors.ts'

/**
 * Gives ports that nobody listens on now, all different. The network keeps them for its life, so that its URLs hold
 * across restarts.
 */
export async function findFreePorts(count: number, host: string): Promise<number[]> {
  // All are held at once: otherwise the system could give the same one twice.
  const servers = await Promise.all(Array.from({ length: count }, () => listen(host, 0)))
  const ports = servers.map((server) => (server.address() as AddressInfo).port) // it listens on TCP
  await Promise.all(servers.map(close))
  return ports
}

/** Throws `http.port_taken` while another process listens on the port. */
export async function requireFreePort(host: string, port: number, process: string): Promise<void> {
  try {
    await close(await listen(host, port))
  } catch (cause) {
    const isTaken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
    throw new MeshError(isTaken ? 'http.port_taken' : 'network.start_failed', {
      detail: `${process}: ${host}:${port} cannot be listened on`,
      details: { process, host, port },
      cause,
    })
  }
}

function listen(host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, host, () => resolve(server))
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}
