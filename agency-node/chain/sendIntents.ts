import { sendTransaction } from '@creditmesh/sdk/chain/sender.ts'
import { toMeshError } from '@creditmesh/sdk/errors.ts'
import { withStep } from './intent.ts'
import { type Lane, type LiveSigned, signedIntents } from './lane.ts'

/** Sends what this process has not sent yet, and again what has waited for long: the same bytes. */
export async function sendIntents(lane: Lane): Promise<boolean> {
  const { clockMs, resendMs } = lane.options
  const nowMs = clockMs()
  const due = signedIntents(lane).filter(({ sentAtMs }) => nowMs - sentAtMs > resendMs)
  // All in one turn of the event loop, so that they travel as one batch in the order of their nonces.
  await Promise.all(due.map((entry) => send(lane, entry, nowMs)))
  return due.length > 0
}

/**
 * A chain that is away is tried again later. What it refuses stays in the lane: it says why in the history, and is sent
 * again until it is mined, or until its nonce turns out to be used up.
 */
async function send({ options }: Lane, entry: LiveSigned, nowMs: number): Promise<void> {
  const isFirst = entry.sentAtMs === 0
  try {
    entry.sentAtMs = nowMs
    await sendTransaction(options.rpc, entry.intent.signed)
    if (isFirst) entry.intent = withStep(entry.intent, { status: 'sent', atMs: nowMs })
  } catch (cause) {
    const { code, retryable } = toMeshError(cause)
    if (!retryable) entry.intent = withStep(entry.intent, { status: 'refused', atMs: nowMs, code })
  }
}
