import { randomInt } from 'node:crypto'
import { type AddressInfo, createServer, type Server } from 'node:net'

/**
 * Gives ports that nobody listens on now, all different. Whoever gets one keeps it for life, so that its URL
 * holds across restarts.
 */
export async function findFreePorts(count: number, host: string): Promise<number[]> {
  // All are held at once: otherwise the same one could be given twice.
  const servers: Server[] = []
  while (servers.length < count) servers.push(await listenOnFreePort(host))
  const ports = servers.map((server) => (server.address() as AddressInfo).port) // it listens on TCP
  await Promise.all(servers.map(close))
  return ports
}

// Below the range from which systems take ports for outgoing connections (RFC 6335: 49152 on, Linux: 32768 on): a
// port from that range may be in use when its process starts again.
const lowestPort = 20_000
const highestPort = 32_000
const attempts = 200

async function listenOnFreePort(host: string): Promise<Server> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const server = await listen(host, randomInt(lowestPort, highestPort)).catch(() => null)
    if (server !== null) return server
  }
  return listen(host, 0)
}

/** Rejects with what the system says, such as `EADDRINUSE`. */
export function listen(host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, host, () => resolve(server))
  })
}

export function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}
