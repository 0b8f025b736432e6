import type { Wallet } from 'ethers'
import {
  AbiCoder,
  type Contract,
  id,
  keccak256,
  Signature,
  TypedDataEncoder,
  ZeroHash,
} from 'ethers'
import type { Network } from './network.ts'
import { consentGrantTypes, deliveryTypes, receiptTypes } from './typedData.ts'

const abi = AbiCoder.defaultAbiCoder()

/** What the leg of a query or a trade says in a Delivery. */
export interface LegTerms {
  legId: string
  buyer: string
  seller: string
  fee: bigint
  missFee: bigint
  receiptBy: number
  settleBy: number
  bodyHash: string
}

interface TypedSigner {
  signTypedData: Wallet['signTypedData']
}

export async function domainOf(network: Network, contract: Contract) {
  const { chainId } = await network.ethers.provider.getNetwork()
  return { name: 'creditmesh', version: '1', chainId, verifyingContract: String(contract.target) }
}

export async function nowSec(network: Network): Promise<number> {
  const block = await network.ethers.provider.getBlock('latest')
  if (!block) throw new Error('a chain without a block')
  return block.timestamp
}

/** A grant as the subject signs it (with the sentence) and as the chain sees it (with its hash). */
export function grantOf(
  grantee: string,
  subject: string,
  now: number,
  { maxUses, providersRoot = ZeroHash }: { maxUses: number; providersRoot?: string },
) {
  const first = {
    commitment: id(`commitment of ${subject}`),
    subject,
    grantee,
    agencyScopeKind: 0,
    agencyScope: ZeroHash,
    relayAllowed: true,
    providersRoot,
    maxHops: 1,
    relayStore: true,
    purpose: 1,
    categories: 3,
    detail: 7,
    mode: 0,
    notBefore: now,
    expiresAt: now + 86_400,
    maxUses,
    perPeriod: 0,
    periodSec: 0,
    lookbackMonths: 60,
    dataLifeDays: 30,
    attempts: 5,
  }
  const last = { recordBy: now + 3_600, supersedes: ZeroHash, nonce: id(`grant of ${subject}`) }
  const summary = 'Bank A may read your loans, once, for a loan application'
  const signed = { ...first, summary, ...last }
  const onChain = { ...first, summaryHash: id(summary), ...last }
  const consentId = TypedDataEncoder.hashStruct('ConsentGrant', consentGrantTypes, signed)
  return { signed, onChain, consentId }
}

export function termsOf(consentId: string, buyer: string, seller: string, now: number) {
  return {
    consentId,
    buyer,
    seller,
    purpose: 1,
    categories: 3,
    fee: 2_000_000n,
    relayFee: 1_000_000n,
    missFee: 200_000n,
    receiptBy: now + 600,
    settleBy: now + 1_200,
    bodyHash: id(`body for ${consentId}`),
    mayRelay: true,
    nonce: id(`idempotency key for ${consentId}`),
  }
}

export async function settlementOf(
  leg: LegTerms,
  outcome: number,
  signers: { seller: TypedSigner; buyer: TypedSigner },
  domain: Awaited<ReturnType<typeof domainOf>>,
) {
  const key = id(`k of ${leg.legId}`)
  const outcomeSalt = id(`salt of ${leg.legId}`)
  const hashes = {
    cipherHash: id(`c of ${leg.legId}`),
    wHash: id(`w of ${leg.legId}`),
    responseHash: id(`response of ${leg.legId}`),
  }
  const commitment = abi.encode(['bytes32', 'uint8', 'bytes32'], [leg.legId, outcome, outcomeSalt])
  const delivery = {
    ...leg,
    ...hashes,
    keyHash: keccak256(abi.encode(['bytes32', 'bytes32'], [leg.legId, key])),
    outcomeCommitment: keccak256(commitment),
  }
  const deliveryHash = TypedDataEncoder.hashStruct('Delivery', deliveryTypes, delivery)
  const { legId, fee, missFee, receiptBy, settleBy } = leg
  const receipt = { legId, deliveryHash, fee, missFee, receiptBy, settleBy }
  return {
    ...hashes,
    key,
    outcome,
    outcomeSalt,
    sellerSignature: compact(await signers.seller.signTypedData(domain, deliveryTypes, delivery)),
    buyerSignature: compact(await signers.buyer.signTypedData(domain, receiptTypes, receipt)),
  }
}

/** The 64 bytes of ERC-2098. */
export function compact(signature: string) {
  const { r, yParityAndS } = Signature.from(signature)
  return { r, vs: yParityAndS }
}
