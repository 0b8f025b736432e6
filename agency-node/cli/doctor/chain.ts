import { verifyChainIdentity } from '@creditmesh/sdk/chain/deployment.ts'
import { createRpc, readBlockHead } from '@creditmesh/sdk/chain/rpc.ts'
import { toMeshError } from '@creditmesh/sdk/errors.ts'
import type { NetworkFile } from '../../files/networkFile.ts'
import { readDeployment } from '../chainAccess.ts'
import { type Finding, fine, wrong } from './finding.ts'

/** Signatures of requests live for five minutes; the local chain makes a block a second, an idle one every thirty. */
const greatestSkewSec = 60

/** Whether the chain answers, is the pinned one, and has the same time as this machine. */
export async function checkChain(
  dir: string,
  { chain }: NetworkFile,
  nowSec: number,
): Promise<Finding[]> {
  const rpc = createRpc(chain.url, { timeoutMs: 5000 })
  try {
    const deployment = await readDeployment(dir)
    await verifyChainIdentity(rpc, deployment)
    const head = await readBlockHead(rpc)
    const pinned = fine('chain', `${chain.url}, chain ${deployment.chainId}, pinned genesis`)
    return [pinned, checkClock(head?.sec ?? 0, nowSec)]
  } catch (thrown) {
    const { code, detail, suggestedAction } = toMeshError(thrown)
    return [wrong('chain', `${code}: ${detail}`, suggestedAction)]
  }
}

function checkClock(headSec: number, nowSec: number): Finding {
  const skewSec = nowSec - headSec
  const detail = `the newest block is ${skewSec} s old`
  return Math.abs(skewSec) <= greatestSkewSec
    ? fine('clock', detail)
    : wrong('clock', detail, 'set this machine’s clock, or look why the chain makes no blocks')
}
