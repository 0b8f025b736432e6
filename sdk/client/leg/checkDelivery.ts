import { type LegId, sameHex, wHash } from '../../chain/ids.ts'
import type { Delivery } from '../../chain/queryStructs.ts'
import type { TypedData } from '../../chain/typedData.ts'
import { type Bytes, toHex } from '../../crypto/bytes.ts'
import { openBox } from '../../crypto/fairExchange.ts'
import type { NaclSuite } from '../../crypto/nacl.ts'
import type { EcdsaSuite } from '../../crypto/secp256k1.ts'
import type { AskAnswer } from '../../wire/messages.ts'
import type { DeliveredLeg } from './legRecord.ts'
import type { LegTerms } from './legTerms.ts'
import { verificationFailed } from './verificationFailure.ts'

export type DeliveredAnswer = Omit<Extract<AskAnswer, { status: 'delivered' }>, 'status'>

/**
 * Everything that can be known before the receipt (PROTOCOL 4, step 4): the Delivery repeats the terms, its seller
 * signed it, the box opens, `c` and `w` are the ones it names. Throws `query.verification_failed`.
 */
export function checkDelivery(
  answer: DeliveredAnswer,
  { terms, oneTimeSecret, atSec }: { terms: LegTerms; oneTimeSecret: Uint8Array; atSec: number },
  modules: { readonly typedData: TypedData; readonly nacl: NaclSuite; readonly ecdsa: EcdsaSuite },
): DeliveredLeg {
  const { delivery, signature, box } = answer
  const { legId } = terms
  requireTerms(delivery, terms)
  requireSeller(answer, terms, modules.typedData)
  const { whitener, cipher } = open(box, { legId, oneTimeSecret }, modules.nacl)
  const keccak = modules.ecdsa.keccak256
  if (wHash(legId, whitener, keccak) !== delivery.wHash) {
    throw verificationFailed(legId, 'whitener_hash', { detail: 'w is not the one delivered' })
  }
  if (toHex(keccak(cipher)) !== delivery.cipherHash) {
    throw verificationFailed(legId, 'cipher_hash', { detail: 'c is not the one delivered' })
  }
  const deliveryHash = modules.typedData.delivery.hash(delivery)
  return { delivery, deliveryHash, signature, whitener: toHex(whitener), cipher, at: atSec }
}

function requireTerms(delivery: Delivery, terms: LegTerms): void {
  const { legId } = terms
  const differing = [
    !sameHex(delivery.legId, legId) && 'legId',
    !sameHex(delivery.buyer, terms.buyer) && 'buyer',
    !sameHex(delivery.seller, terms.seller) && 'seller',
    !terms.fees.includes(delivery.fee) && 'fee',
    delivery.missFee !== terms.missFee && 'missFee',
    delivery.receiptBy !== terms.receiptBy && 'receiptBy',
    delivery.settleBy !== terms.settleBy && 'settleBy',
    !sameHex(delivery.bodyHash, terms.bodyHash) && 'bodyHash',
  ].filter((field) => field !== false)
  if (differing.length > 0) {
    const detail = `the Delivery differs from the terms in: ${differing.join(', ')}`
    throw verificationFailed(legId, 'delivery_fields', { detail })
  }
}

function requireSeller(
  { delivery, signature }: DeliveredAnswer,
  { legId, seller }: LegTerms,
  typedData: TypedData,
): void {
  const failed = (cause?: unknown) =>
    verificationFailed(legId, 'delivery_signature', {
      detail: 'the seller did not sign this Delivery',
      cause,
    })
  let signer: string
  try {
    signer = typedData.delivery.recover(delivery, signature)
  } catch (cause) {
    throw failed(cause)
  }
  if (!sameHex(signer, seller)) throw failed()
}

function open(
  box: Uint8Array,
  { legId, oneTimeSecret }: { legId: LegId; oneTimeSecret: Uint8Array },
  nacl: NaclSuite,
): { whitener: Bytes; cipher: Bytes } {
  try {
    return openBox(nacl, { legId, oneTimeSecret, box })
  } catch (cause) {
    throw verificationFailed(legId, 'box', { detail: 'the box does not open for this leg', cause })
  }
}
