import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import { decodeMessage } from '@creditmesh/sdk/wire/json.ts'
import type { IdentificationBody } from '@creditmesh/sdk/wire/messages.ts'
import { identifyContext } from '@creditmesh/sdk/wire/sealContexts.ts'
import {
  identificationBodyHash,
  isSignedIdentification,
  type SignedIdentification,
  signedIdentificationSchema,
} from '@creditmesh/sdk/wire/signedIdentification.ts'
import { openWithAnyEpoch } from './acceptQuery.ts'
import type { Collaborators } from './collaborators.ts'
import type { EvidenceBasis } from './consentEvidence.ts'
import type { LegQueue } from './legQueue.ts'
import { offerTrade, sealDecline } from './offerTrade.ts'
import { failedIdentification, verifyIdentification } from './verifyIdentification.ts'

interface Received {
  readonly caller: Hex
  readonly queryId: Hex
  readonly sealed: Uint8Array
}

/** Mode 2 from the holder's side: verifies who is identified and why, then looks up and offers, or declines. */
export async function identify(
  { caller, queryId, sealed }: Received,
  { world, queue }: { world: Collaborators; queue: LegQueue },
): Promise<Uint8Array> {
  const context = identifyContext(queryId, world.identity.address)
  const opened = openWithAnyEpoch(sealed, context, world)
  const signed = decodeMessage(signedIdentificationSchema, opened)
  const bodyHash = identificationBodyHash(signed.body, world.keccak)
  await requireSignature(signed, { caller, bodyHash }, world)
  try {
    const basis = await verifyIdentification({ caller, queryId, body: signed.body }, world)
    const { parentLegId } = signed.body.core
    return await queue.run(parentLegId, () => answer(signed.body, { bodyHash, basis }, world))
  } catch (cause) {
    await keepFailure({ signed, caller, queryId, bodyHash }, toMeshError(cause), world)
    throw cause
  }
}

/** What nobody signed would be evidence against nobody. */
async function requireSignature(
  { keyEpoch, signature }: SignedIdentification,
  { caller, bodyHash }: { caller: Hex; bodyHash: Hex },
  { evidence, nacl }: Collaborators,
): Promise<void> {
  const key = await evidence.signingKeyOf(caller, keyEpoch)
  const isSigned = key && isSignedIdentification(nacl, { bodyHash, signature }, key.ed25519)
  if (!isSigned) {
    throw new MeshError('auth.signature_invalid', { detail: 'the identification is not signed' })
  }
}

/** One identification, one answer: a repetition gets the same offer, and another body for the leg gets none. */
async function answer(
  body: IdentificationBody,
  { bodyHash, basis }: { bodyHash: Hex; basis: EvidenceBasis },
  world: Collaborators,
): Promise<Uint8Array> {
  const given = await world.legs.offerFor(body.core.parentLegId)
  if (given !== null) {
    if (given.bodyHash !== bodyHash) throw failedIdentification('repetition')
    const leg = await world.legs.get(given.tradeLegId)
    return leg?.kind === 'trade' ? leg.answer : sealDecline(body, world)
  }
  const { sealed, leg } = await offerTrade(body, basis, world)
  if (leg !== null) await world.legs.putOffer(leg, bodyHash)
  return sealed
}

interface Failing {
  readonly signed: SignedIdentification
  readonly caller: Hex
  readonly queryId: Hex
  readonly bodyHash: Hex
}

async function keepFailure(
  { signed: { keyEpoch, signature }, caller: peer, queryId, bodyHash }: Failing,
  { code, details }: MeshError,
  { chain, recordPeerFailure }: Collaborators,
): Promise<void> {
  if (code !== 'relay.evidence_invalid') return
  const check = String(details.check ?? '')
  const atSec = await chain.nowSec()
  await recordPeerFailure({ peer, queryId, check, atSec, bodyHash, keyEpoch, signature })
}
