import { z } from 'zod'
import { address, amount, hex32, seconds, uint8, uint16, uint32 } from './fields.ts'

/** The consent of PROTOCOL 3 as it travels; the chain sees the hash of `summary` in its place. */
export const consentGrantSchema = z.strictObject({
  commitment: hex32,
  subject: address,
  grantee: address,
  agencyScopeKind: z.literal([0, 1, 2]),
  agencyScope: hex32,
  relayAllowed: z.boolean(),
  providersRoot: hex32,
  maxHops: uint8,
  relayStore: z.boolean(),
  purpose: uint8,
  categories: uint32,
  detail: uint8,
  mode: z.literal([0, 1]),
  notBefore: seconds,
  expiresAt: seconds,
  maxUses: uint16,
  perPeriod: uint16,
  periodSec: uint32,
  lookbackMonths: uint16,
  dataLifeDays: uint16,
  attempts: uint16,
  summary: z.string().min(1).max(600),
  recordBy: seconds,
  supersedes: hex32,
  nonce: hex32,
})

/** The terms of a lender's leg, as recorded on chain. */
export const queryTermsSchema = z.strictObject({
  consentId: hex32,
  buyer: address,
  seller: address,
  purpose: uint8,
  categories: uint32,
  fee: amount,
  relayFee: amount,
  missFee: amount,
  receiptBy: seconds,
  settleBy: seconds,
  bodyHash: hex32,
  mayRelay: z.boolean(),
  nonce: hex32,
})

/** What a holder offers to the asking agency (PROTOCOL 5, step 3). */
export const offerSchema = z.strictObject({
  queryId: hex32,
  parentLegId: hex32,
  buyer: address,
  seller: address,
  contentCommitment: hex32,
  claimsHash: hex32,
  categories: uint32,
  price: amount,
  royaltyBps: uint16.max(10_000),
  validUntil: seconds,
  receiptBy: seconds,
  settleBy: seconds,
  bodyHash: hex32,
  nonce: hex32,
})

/** What a seller commits to when it delivers (PROTOCOL 4, step 3). */
export const deliverySchema = z.strictObject({
  legId: hex32,
  buyer: address,
  seller: address,
  fee: amount,
  missFee: amount,
  receiptBy: seconds,
  settleBy: seconds,
  bodyHash: hex32,
  cipherHash: hex32,
  keyHash: hex32,
  wHash: hex32,
  responseHash: hex32,
  outcomeCommitment: hex32,
})
