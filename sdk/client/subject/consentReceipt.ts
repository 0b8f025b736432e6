import { z } from 'zod'
import { agencyScopeKinds, consentModes, detailBits } from '../../chain/consentStructs.ts'
import { consentIdOf, sameHex, zeroDigest } from '../../chain/ids.ts'
import { createTypedData } from '../../chain/typedData.ts'
import { canonicalJson, type JsonValue } from '../../crypto/canonicalJson.ts'
import { MeshError } from '../../errors.ts'
import { address, hex32, seconds, signatureHex } from '../../wire/fields.ts'
import { consentGrantSchema } from '../../wire/grants.ts'
import { parseWith, toJson } from '../../wire/json.ts'
import { purposeName } from '../../wire/purposes.ts'
import { categoriesIn } from '../../wire/records/categories.ts'
import type { HeldConsent } from './walletState.ts'

/** What a receipt is made from; every other field of it follows from these. */
const receiptCoreSchema = z.strictObject({
  chainId: z.int().positive(),
  consents: address,
  grant: consentGrantSchema,
  signature: signatureHex,
  granteeName: z.string().max(64),
  agencyNames: z.array(z.string().max(64)),
  givenAt: seconds,
  /** Where the chain took it in; absent while it is only signed. */
  recorded: z.strictObject({ transactionHash: hex32, blockNumber: z.int().min(0) }).optional(),
})
type ReceiptCore = z.output<typeof receiptCoreSchema>

const receiptSchema = z.looseObject({
  type: z.literal('creditmesh/consent-receipt/1'),
  core: receiptCoreSchema,
})

/**
 * A consent receipt in the fields of ISO/IEC TS 27560: a JSON document that the person keeps outside of any
 * console and that anyone can verify offline. It holds nothing that opens her commitment.
 */
export function consentReceiptOf(held: HeldConsent, recorded?: ReceiptCore['recorded']): JsonValue {
  const { chainId, consents, grant, signature, granteeName, agencyNames, createdAt } = held
  return receiptOf({
    chainId,
    consents,
    grant,
    signature,
    granteeName,
    agencyNames,
    givenAt: createdAt,
    ...(recorded && { recorded }),
  })
}

/**
 * Checks that the subject's key signed the grant for this chain and contract and that every field says what the
 * grant says. Names, `givenAt` and `recorded` are the wallet's own word. Throws `consent.evidence_invalid`.
 */
export function verifyConsentReceipt(receipt: JsonValue): ReceiptCore {
  const { core } = parseWith(receiptSchema, receipt)
  const { chainId, consents, grant, signature } = core
  if (canonicalJson(receiptOf(core)) !== canonicalJson(receipt)) throw invalid('fields')
  // A receipt is about the Consents contract alone; the other domain is not used.
  const typedData = createTypedData({ chainId, addresses: { consents, queries: consents } })
  const signer = typedData.consentGrant.recover(grant, signature)
  if (!sameHex(signer, grant.subject)) throw invalid('signature')
  return core
}

function invalid(check: string): MeshError {
  return new MeshError('consent.evidence_invalid', {
    detail: `the consent receipt does not verify: ${check}`,
    details: { check },
  })
}

function receiptOf(core: ReceiptCore): JsonValue {
  const { grant } = core
  const consentId = consentIdOf(grant)
  return toJson({
    type: 'creditmesh/consent-receipt/1',
    schemaVersion: 'ISO/IEC TS 27560:2023',
    recordId: consentId,
    receiptId: consentId,
    piiPrincipalId: grant.subject,
    privacyNotice: grant.summary,
    language: 'en',
    purpose: { code: grant.purpose, name: purposeName(grant.purpose) },
    piiCategories: categoriesIn(grant.categories),
    detail: detailNames(grant.detail),
    lookbackMonths: grant.lookbackMonths,
    controllers: [{ role: 'grantee', id: grant.grantee, name: core.granteeName }],
    processors: processorsOf(core),
    recipientThirdParties: thirdPartiesOf(core),
    storage: storageOf(core),
    validity: { notBefore: grant.notBefore, expiresAt: grant.expiresAt, maxUses: grant.maxUses },
    withdrawalMethod: 'a ConsentWithdraw signed by the same key, brought to the contract by anyone',
    events: eventsOf(core),
    core,
  })
}

function detailNames(mask: number): string[] {
  return Object.entries(detailBits).flatMap(([name, bit]) => ((mask & bit) !== 0 ? [name] : []))
}

function processorsOf({ grant, agencyNames }: ReceiptCore) {
  const isOpen = grant.agencyScopeKind === agencyScopeKinds.ANY
  return { scope: isOpen ? 'any admitted agency' : 'named', names: agencyNames }
}

function thirdPartiesOf({ grant }: ReceiptCore): string {
  if (!grant.relayAllowed) return 'none'
  return grant.providersRoot === zeroDigest ? 'any admitted agency' : 'agencies of the signed list'
}

function storageOf({ grant }: ReceiptCore) {
  return {
    granteeMayKeep: grant.mode === consentModes.STORE,
    agencyMayKeepRelayed: grant.relayStore,
    retentionDays: grant.dataLifeDays,
  }
}

function eventsOf({ grant, givenAt, recorded }: ReceiptCore) {
  const given = { type: 'Given', state: 'SIGNED', time: givenAt, entity: grant.subject }
  return recorded === undefined
    ? [given]
    : [given, { type: 'Recorded', state: 'ACTIVE', ...recorded }]
}
