import type { ContractCall } from '../../chain/contracts.ts'
import { explainRevert, readReceipt, type TransactionReceipt } from '../../chain/sender.ts'
import { poll } from '../poll.ts'
import type { LenderModules } from './modules.ts'

const gasLimit = 300_000n // above what any of these calls takes
const pollMs = 50
const minedWithinSec = 120

/** Sends a call that may be repeated without harm, and waits for its block. Throws what the contract refused. */
export async function execute(
  call: ContractCall,
  lender: Pick<LenderModules, 'lane' | 'rpc' | 'clock' | 'account' | 'signal'>,
): Promise<TransactionReceipt> {
  const { lane, rpc, clock, account: from } = lender
  const { hash } = await lane.submit(call, { gasLimit })
  const attempt = async () => {
    const receipt = await readReceipt(rpc, hash)
    return receipt === null ? { retryAfterMs: pollMs } : { value: receipt }
  }
  const until = { untilSec: clock.nowSec() + minedWithinSec, what: 'block with the transaction' }
  const receipt = await poll(attempt, until, lender)
  if (receipt.isSuccess) return receipt
  throw await explainRevert(rpc, call, { from, blockNumber: receipt.blockNumber })
}
