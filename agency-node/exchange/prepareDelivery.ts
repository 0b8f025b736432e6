import { keyHash, outcomeCommitment, wHash } from '@creditmesh/sdk/chain/ids.ts'
import type { Delivery } from '@creditmesh/sdk/chain/queryStructs.ts'
import { type Hex, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { sealResponse } from '@creditmesh/sdk/crypto/fairExchange.ts'
import { pad } from '@creditmesh/sdk/crypto/padding.ts'
import {
  encodeSignedResponse,
  type QueryResponse,
  type TradeResponse,
} from '@creditmesh/sdk/wire/response.ts'
import type { Collaborators } from './collaborators.ts'
import type { Delivered } from './legDocument.ts'

/** What both parties already agree on of a leg. */
export type LegTerms = Pick<
  Delivery,
  'legId' | 'buyer' | 'seller' | 'fee' | 'missFee' | 'receiptBy' | 'settleBy' | 'bodyHash'
>

/**
 * Makes the one Delivery of a leg (PROTOCOL 4, step 3): signs the response, pads it, encrypts it under fresh
 * `k` and `w`, seals `(c, w)` to the buyer's one-time key and signs the hashes. The caller stores the result
 * before anything of it leaves the node.
 */
export function prepareDelivery(
  { terms, oneTimeKey, response, nowSec, room = 0 }: DeliveryInput,
  { identity, keccak, nacl, typed }: Pick<Collaborators, 'identity' | 'keccak' | 'nacl' | 'typed'>,
): Delivered {
  const { legId } = terms
  const signer = { keyEpoch: identity.keyEpoch, secretKey: identity.ed25519Secret }
  const padded = pad(encodeSignedResponse(nacl, response, signer), room)
  const sealed = sealResponse(nacl, { legId, oneTimeKey, padded })
  const { outcome, outcomeSalt } = response
  const delivery: Delivery = {
    ...terms,
    cipherHash: toHex(keccak(sealed.cipher)),
    keyHash: keyHash(legId, sealed.key, keccak),
    wHash: wHash(legId, sealed.whitener, keccak),
    responseHash: toHex(keccak(padded)),
    outcomeCommitment: outcomeCommitment(legId, outcome, outcomeSalt, keccak),
  }
  return {
    delivery,
    deliveryHash: typed.delivery.hash(delivery),
    signature: typed.delivery.sign(delivery, identity.operatorSecret),
    box: sealed.box,
    key: toHex(sealed.key),
    outcome,
    outcomeSalt,
    deliveredAt: nowSec,
  }
}

interface DeliveryInput {
  readonly terms: LegTerms
  readonly oneTimeKey: Uint8Array
  readonly response: QueryResponse | TradeResponse
  readonly nowSec: number
  /** Bytes that the response is to look as long as, at least. */
  readonly room?: number
}

export function freshSalt(nacl: Collaborators['nacl']): Hex {
  return toHex(nacl.randomBytes(32))
}
