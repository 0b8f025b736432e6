import { withLender } from '@creditmesh/agency-node/cli/query/openLender.ts'
import type { Hex } from '@creditmesh/sdk/chain/ids.ts'
import type { QueryEntry } from '@creditmesh/sdk/client/lender/queryEntry.ts'
import { fromHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { openResponse } from '@creditmesh/sdk/crypto/fairExchange.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { questionOf } from '../ask.ts'
import { findEvent } from '../chainEvidence.ts'
import { codeOf } from '../codeOf.ts'
import { enrol, grant, type World } from '../world.ts'

/**
 * A lender that takes the delivery and never signs for it: it holds ciphertext alone, and nobody is paid. Gives the
 * query, whose escrow comes back when it has lapsed.
 */
export async function tellUnacknowledged(world: World): Promise<QueryEntry> {
  const { story, cast, dir } = world
  const { emil } = cast
  story.chapter('8. A lender that does not acknowledge cannot read')
  await enrol(world, emil, ['a'])
  const { consentId } = await grant(world, emil.name)
  const question = await questionOf(world, { person: emil, consentId }, { answerWithinSec: 15 })
  const entry = await withLender({ dir, name: 'lender' }, async (lender) => {
    const { id } = await lender.request(question)
    return lender.ask(id) // and no lender.receive(id): the receipt is never sent
  })
  const { queryId, legId, leg } = entry
  const settled = await findEvent(world.chain, { name: 'LegSettled', id: legId })
  const opened = await codeOf(tryToOpen(legId, leg.delivered))
  story.claim(
    'what it holds is ciphertext, and no key is anywhere to be had',
    leg.delivered !== undefined && leg.key === undefined && settled === null && opened !== null,
    `query ${queryId}: ${leg.delivered?.cipher.length} bytes; opening them by another key: ${opened}`,
  )
  return entry
}

interface Delivered {
  readonly whitener: Hex
  readonly cipher: Uint8Array
}

/** With everything that the lender has, and a key of its own making. */
async function tryToOpen(legId: Hex, delivered: Delivered | undefined): Promise<void> {
  if (delivered === undefined) return
  const key = tweetnaclSuite.randomBytes(32)
  const whitener = fromHex(delivered.whitener)
  openResponse(tweetnaclSuite, { legId, key, whitener, cipher: delivered.cipher })
}
