import { fileURLToPath } from 'node:url'
import { connectAdmin } from '@creditmesh/agency-node/admin/connectAdmin.ts'
import { adminSocketPath } from '@creditmesh/agency-node/admin/socketPath.ts'
import type { NetworkFile } from '@creditmesh/agency-node/files/networkFile.ts'
import type { StateFolder } from '@creditmesh/agency-node/files/stateFolder.ts'
import { createRpc } from '@creditmesh/sdk/chain/rpc.ts'
import type { ProcessPlan } from './childProcess.ts'

const chainScript = fileURLToPath(new URL('../chain.ts', import.meta.url))
const commandLine = fileURLToPath(import.meta.resolve('@creditmesh/agency-node/cli/main.ts'))

export function chainProcess(state: StateFolder, { host, chain }: NetworkFile): ProcessPlan {
  const { port, url } = chain
  return {
    name: 'chain',
    args: [chainScript, '--dir', state.chain, '--host', host, '--port', String(port)],
    logFile: state.logFile('chain'),
    listen: { host, port },
    isServing: () => isAnswering(createRpc(url, { timeoutMs: 1000 }).request('eth_chainId')),
  }
}

export function agencyProcess(
  state: StateFolder,
  { name, port, url }: NetworkFile['agencies'][number],
  { host }: NetworkFile,
): ProcessPlan {
  return {
    name: `agency-${name}`,
    args: [commandLine, 'agency', 'start', name, '--dir', state.root],
    logFile: state.logFile(`agency-${name}`),
    listen: { host, port },
    isServing: () => isReady(url),
    // Its admin socket lies in its folder: nobody else answers there.
    isRunElsewhere: async () => {
      const node = await connectAdmin(adminSocketPath(state.agency(name)))
      node?.destroy()
      return node !== null
    },
  }
}

export function relayerProcess(
  state: StateFolder,
  { host, relayer: { port, url } }: NetworkFile,
): ProcessPlan {
  return {
    name: 'relayer',
    args: [commandLine, 'relayer', 'start', '--dir', state.root],
    logFile: state.logFile('relayer'),
    listen: { host, port },
    isServing: () => isReady(url),
  }
}

async function isReady(url: string): Promise<boolean> {
  const response = fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) })
  return response.then(({ ok }) => ok).catch(() => false)
}

function isAnswering(request: Promise<unknown>): Promise<boolean> {
  return request.then(() => true).catch(() => false)
}
