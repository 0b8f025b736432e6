import { type AddressInfo, createServer } from 'node:net'

/**
 * Gives ports that nobody listens on now, all different. The network keeps them for its life, so that its URLs hold
 * across restarts.
 */
export async function findFreePorts(count: number, host: string): Promise<number[]> {
  // All are held at once: otherwise the system could give the same one twice.
  const servers = await Promise.all(Array.from({ length: count }, () => listen(host)))
  const ports = servers.map((server) => (server.address() as AddressInfo).port) // it listens on TCP
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

function listen(host: string) {
  return new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, host, () => resolve(server))
  })
}
