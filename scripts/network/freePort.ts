import { close, listen } from '@creditmesh/agency-node/files/freePort.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'

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
