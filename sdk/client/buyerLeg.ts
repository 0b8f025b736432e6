import type { z } from 'zod'
import { type Hex, keyHash } from '../chain/ids.ts'
import type { TypedData } from '../chain/typedData.ts'
import type { NaclSuite } from '../crypto/nacl.ts'
import type { EcdsaSuite } from '../crypto/secp256k1.ts'
import { MeshError } from '../errors.ts'
import type { AskAnswer, KeyAnswer, ReceiptBody } from '../wire/messages.ts'
import type { Clock } from './clock.ts'
import { checkDelivery, type DeliveredAnswer } from './leg/checkDelivery.ts'
import { keepFinding } from './leg/findings.ts'
import {
  type DeliveredLeg,
  type LegJournal,
  type LegRecord,
  newLegRecord,
} from './leg/legRecord.ts'
import type { LegTerms } from './leg/legTerms.ts'
import {
  type LegResponse,
  type LegVerification,
  openDelivered,
  type ResponseReader,
} from './leg/openDelivered.ts'
import { verificationFailed } from './leg/verificationFailure.ts'
import { poll } from './poll.ts'

/** How the buyer reaches the seller of this leg, and the chain about it. */
export interface SellerChannel {
  ask(): Promise<AskAnswer>
  sendReceipt(receipt: ReceiptBody): Promise<KeyAnswer>
  /** `k` from the leg's settlement, if it has settled: a seller that is late settles first. */
  settledKey(): Promise<Hex | null>
}

/** One leg as its buyer sees it. Its one-time secret was journalled before anything of the leg was sent. */
export interface BuyerLeg {
  readonly terms: LegTerms
  readonly oneTimeSecret: Uint8Array
  /** Of the account pinned as buyer: it signs the Receipt. */
  readonly accountSecret: Uint8Array
}

export interface BuyerLegModules {
  readonly journal: LegJournal
  readonly channel: SellerChannel
  readonly typedData: TypedData
  readonly nacl: NaclSuite
  readonly ecdsa: EcdsaSuite
  readonly clock: Clock
  readonly signal?: AbortSignal
}

export interface VerifiedResponse<Response> {
  readonly response: Response
  readonly verification: LegVerification
}

/** The whole leg, from the ask to a verified response; continues wherever the journal stands. */
export async function buyLeg<Schema extends z.ZodType<LegResponse>>(
  leg: BuyerLeg,
  reader: ResponseReader<Schema>,
  modules: BuyerLegModules,
): Promise<VerifiedResponse<z.output<Schema>>> {
  await askForDelivery(leg, modules)
  await exchangeReceipt(leg, modules)
  return readLeg(leg.terms, reader, modules)
}

/**
 * Steps 2 and 3 of PROTOCOL 4: asks until the answer is there, checks all that can be checked without the key and
 * stores it. Stops at `receiptBy` with `query.timeout`. A delivery already stored is not asked for again.
 */
export async function askForDelivery(leg: BuyerLeg, modules: BuyerLegModules): Promise<LegRecord> {
  const { terms, oneTimeSecret } = leg
  const known = (await modules.journal.get(terms.legId)) ?? newLegRecord(terms.legId)
  if (known.delivered !== undefined) return known
  const { delivery, signature, box } = await pollAnswer(terms, modules)
  const atSec = modules.clock.nowSec()
  const finding = { atSec, evidence: { delivery, signature, box } }
  const delivered = await keepFinding(known, finding, modules.journal, () =>
    checkDelivery({ delivery, signature, box }, { terms, oneTimeSecret, atSec }, modules),
  )
  const record: LegRecord = { ...known, delivered }
  await modules.journal.put(record)
  return record
}

/**
 * Steps 4 and 5: signs the Receipt and gets `k`, from the seller or from the leg's settlement. From here on the
 * seller can take its fee. Throws `query.in_progress` when nothing has been delivered.
 */
export async function exchangeReceipt(leg: BuyerLeg, modules: BuyerLegModules): Promise<LegRecord> {
  const known = await modules.journal.get(leg.terms.legId)
  if (known?.delivered === undefined) throw new MeshError('query.in_progress')
  if (known.key !== undefined) return known
  const key = await pollKey(leg, { ...known, delivered: known.delivered }, modules)
  // What `keepFinding` may have added meanwhile stays.
  const latest = (await modules.journal.get(leg.terms.legId)) ?? known
  const record: LegRecord = { ...latest, key }
  await modules.journal.put(record)
  return record
}

/** Decrypts and checks a leg whose key is in the journal. Throws `query.verification_failed`, evidence kept. */
export async function readLeg<Schema extends z.ZodType<LegResponse>>(
  terms: LegTerms,
  reader: ResponseReader<Schema>,
  modules: Pick<BuyerLegModules, 'journal' | 'nacl' | 'ecdsa' | 'clock'>,
): Promise<VerifiedResponse<z.output<Schema>>> {
  const known = await modules.journal.get(terms.legId)
  if (known?.delivered === undefined || known.key === undefined) {
    throw new MeshError('query.in_progress')
  }
  const { delivered, key } = known
  const finding = { atSec: modules.clock.nowSec(), evidence: {} } // Delivery and key are in the record
  return keepFinding(known, finding, modules.journal, () =>
    openDelivered({ terms, delivered, key }, reader, modules),
  )
}

function pollAnswer({ receiptBy }: LegTerms, modules: BuyerLegModules): Promise<DeliveredAnswer> {
  const until = { untilSec: receiptBy, what: 'delivery' }
  const attempt = async () => {
    const answer = await modules.channel.ask()
    return answer.status === 'delivered' ? { value: answer } : answer
  }
  return poll(attempt, until, modules)
}

type DeliveredRecord = LegRecord & { readonly delivered: DeliveredLeg }

// The contract settles with the right key only, so a key from there needs no second look.
function pollKey(leg: BuyerLeg, known: DeliveredRecord, modules: BuyerLegModules): Promise<Hex> {
  const { channel, typedData } = modules
  const receipt = signReceipt(leg, known.delivered, typedData)
  const request = async () => {
    const { key } = await channel.sendReceipt(receipt)
    await requireKey(known, key, modules)
    return key
  }
  const orSettled = async (failure: unknown) => {
    const settled = await channel.settledKey()
    if (settled === null) throw failure
    return settled
  }
  const until = { untilSec: leg.terms.settleBy, what: 'key' }
  const attempt = async () => ({ value: await request().catch(orSettled) })
  return poll(attempt, until, modules).catch(orSettled) // it may have settled just before the deadline
}

function signReceipt(
  { accountSecret }: BuyerLeg,
  { delivery, deliveryHash }: DeliveredLeg,
  typedData: TypedData,
): ReceiptBody {
  const { legId, fee, missFee, receiptBy, settleBy } = delivery
  const receipt = { legId, deliveryHash, fee, missFee, receiptBy, settleBy }
  return { deliveryHash, signature: typedData.receipt.sign(receipt, accountSecret) }
}

async function requireKey(
  known: DeliveredRecord,
  key: Hex,
  { journal, clock, ecdsa }: BuyerLegModules,
): Promise<void> {
  const { legId, delivered } = known
  const finding = { atSec: clock.nowSec(), evidence: { key } }
  await keepFinding(known, finding, journal, () => {
    if (keyHash(legId, key, ecdsa.keccak256) === delivered.delivery.keyHash) return
    throw verificationFailed(legId, 'key_hash', { detail: 'k is not the one delivered' })
  })
}
