import { signTransaction } from '@creditmesh/sdk/chain/sender.ts'
import { type SignedIntent, type StoredIntent, withStep } from './intent.ts'
import { type Lane, type LiveIntent, minedNonces, signedIntents } from './lane.ts'

// One flush of the disk and one batch to the chain for so many.
const batchSize = 64

/** Numbers and signs what was accepted, in its order, and stores it: nothing is sent before. */
export async function signIntents(lane: Lane): Promise<boolean> {
  const accepted = [...lane.live.values()]
    .filter(({ intent }) => intent.state === 'accepted')
    .sort((a, b) => a.intent.order - b.intent.order)
    .slice(0, batchSize)
  if (accepted.length === 0) return false
  const firstNonce = lane.nextNonce ?? (await firstFreeNonce(lane))
  const signed = accepted.map(({ intent }, i) => sign(lane, intent, firstNonce + i))
  lane.nextNonce = null // until it is known what the store has kept
  await store(lane, signed)
  lane.nextNonce = firstNonce + signed.length
  accepted.forEach((entry, i) => {
    become(entry, signed[i])
  })
  return true
}

function become(entry: LiveIntent, signed: SignedIntent | undefined): void {
  if (signed === undefined) return
  entry.intent = signed
  entry.sentAtMs = 0
}

/** After all that the chain has mined, and after all that is stored here. */
async function firstFreeNonce(lane: Lane): Promise<number> {
  const stored = signedIntents(lane).at(-1)?.intent.nonce ?? -1
  return Math.max(await minedNonces(lane), stored + 1)
}

function sign({ options }: Lane, intent: StoredIntent, nonce: number): SignedIntent {
  const { chainId, gasLimit, fees, account, ecdsa, clockMs } = options
  const { id, call, order, history } = intent
  const fields = { chainId, nonce, gasLimit, fees }
  const signed = signTransaction(call, fields, { secretKey: account.secretKey, ecdsa })
  const numbered = { ...{ id, call, order, history }, account: account.address, nonce, signed }
  return withStep({ ...numbered, state: 'signed' }, { status: 'signed', atMs: clockMs() })
}

function store({ options, intents }: Lane, signed: readonly SignedIntent[]): Promise<void> {
  return options.store.transact(async (tx) => {
    for (const intent of signed) await intents.put(intent, tx)
  })
}
