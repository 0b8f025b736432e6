import {
  explainRevert,
  readReceipt,
  type TransactionReceipt,
} from '@creditmesh/sdk/chain/sender.ts'
import type { MeshError } from '@creditmesh/sdk/errors.ts'
import { type StoredIntent, withStep } from './intent.ts'
import { type Lane, type LiveSigned, minedNonces, signedIntents } from './lane.ts'

interface Ended {
  readonly entry: LiveSigned
  readonly intent: StoredIntent
  readonly failure: MeshError | null
}

// A node that answers for another may be a block behind it: its word counts when it is repeated.
const missesBeforeDisplaced = 2

/** Ends the intents whose transactions are in a block. */
export async function collectIntents(lane: Lane): Promise<boolean> {
  const sent = signedIntents(lane)
  if (sent.length === 0) return false
  const mined = await minedNonces(lane)
  const over = sent.filter(({ intent }) => intent.nonce < mined)
  const receipts = await Promise.all(
    over.map(({ intent }) => readReceipt(lane.options.rpc, intent.signed.hash)),
  )
  const ended = await Promise.all(
    over.flatMap((entry, i) => (receipts[i] ? [endOf(lane, entry, receipts[i])] : [])),
  )
  await finish(lane, ended)
  await displace(
    lane,
    over.filter((_, i) => receipts[i] === null),
  )
  return ended.length > 0
}

async function endOf(
  { options }: Lane,
  entry: LiveSigned,
  receipt: TransactionReceipt,
): Promise<Ended> {
  const { rpc, account, clockMs } = options
  const { isSuccess, blockNumber } = receipt
  const { id, call, order, history, nonce, signed } = entry.intent
  const at = { from: account.address, blockNumber }
  const failure = isSuccess ? null : await explainRevert(rpc, call, at)
  const state = isSuccess ? 'mined' : 'failed'
  const last = { ...{ id, call, order, history, nonce, signed, receipt }, account: account.address }
  const code = failure === null ? {} : { code: failure.code }
  const intent = withStep({ ...last, state }, { status: state, atMs: clockMs(), ...code })
  return { entry, intent, failure }
}

async function finish({ options, intents, live }: Lane, ended: readonly Ended[]): Promise<void> {
  if (ended.length === 0) return
  // Not flushed: after a power cut the chain is asked again.
  await options.store.transact(
    async (tx) => {
      for (const { intent } of ended) await intents.put(intent, tx)
    },
    { isDurable: false },
  )
  for (const { entry, intent, failure } of ended) {
    live.delete(intent.id)
    if (failure === null) entry.mined.resolve()
    else entry.mined.reject(failure)
  }
}

/**
 * The chain has mined another transaction with our nonce, signed with our key elsewhere: ours can never be mined.
 * It is accepted anew, for another nonce; that is stored before it is signed.
 */
async function displace(lane: Lane, missed: readonly LiveSigned[]): Promise<void> {
  for (const entry of missed) {
    entry.timesMissed += 1
    if (entry.timesMissed < missesBeforeDisplaced || (await isKnown(lane, entry))) continue
    const { id, account, call, order, history } = entry.intent
    const atMs = lane.options.clockMs()
    const again = { ...{ id, account, call, order, history }, state: 'accepted' as const }
    const intent = withStep<StoredIntent>(again, { status: 'displaced', atMs })
    await lane.intents.put(intent)
    Object.assign(entry, { intent, sentAtMs: 0, timesMissed: 0 })
    lane.nextNonce = null
  }
}

async function isKnown({ options: { rpc } }: Lane, { intent }: LiveSigned): Promise<boolean> {
  return (await rpc.request('eth_getTransactionByHash', [intent.signed.hash])) !== null
}
