import {
  type Contract,
  id,
  keccak256,
  Signature,
  TypedDataEncoder,
  toBeHex,
  ZeroHash,
} from 'ethers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openNetwork } from './support/network.ts'
import {
  consentGrantTypes,
  deliveryTypes,
  queryTermsTypes,
  receiptTypes,
} from './support/typedData.ts'

type Network = Awaited<ReturnType<typeof openNetwork>>

/** Gas of one direct query, both transactions whole (21,000 base and calldata included). Issue 2, goal 5. */
const goal = 140_000n
const hit = 1

let network: Network

beforeAll(async () => {
  network = await openNetwork()
})

afterAll(() => network.connection.close())

test('a direct query costs at most 140,000 gas, request and settlement together', async () => {
  const rows: Array<{ use: number; request: bigint; settle: bigint }> = []
  for (const use of [1, 2, 3]) rows.push(await askAndSettle(use))
  console.table(rows.map((row) => ({ ...row, together: row.request + row.settle })))
  for (const row of rows.slice(1)) expect(row.request + row.settle).toBeLessThanOrEqual(goal)
})

async function askAndSettle(use: number) {
  const { lender, asked, relayer } = network.people
  const { consents, queries } = network.contracts
  const now = (await network.ethers.provider.getBlock('latest'))?.timestamp ?? 0
  const grant = await recordGrant(use, now)
  const terms = {
    consentId: TypedDataEncoder.hashStruct('ConsentGrant', consentGrantTypes, grant.signed),
    buyer: lender.address,
    seller: asked.address,
    purpose: 1,
    categories: 3,
    fee: 2_000_000n,
    relayFee: 1_000_000n,
    missFee: 200_000n,
    receiptBy: now + 600,
    settleBy: now + 1_200,
    bodyHash: id(`body ${use}`),
    mayRelay: true,
    nonce: id(`key ${use}`),
  }
  const requested = await (
    await (queries.connect(lender) as Contract).getFunction('request')(terms, grant.onChain, [])
  ).wait()
  const settlement = await settlementOf(terms)
  const settled = await (
    await (queries.connect(relayer) as Contract).getFunction('settleQuery')(terms, settlement)
  ).wait()
  expect((await consents.getFunction('slotOf')(terms.consentId)).uses).toBe(1n)
  return { use, request: requested.gasUsed, settle: settled.gasUsed }
}

async function recordGrant(use: number, now: number) {
  const { lender } = network.people
  const { consents } = network.contracts
  const subject = network.ethers.Wallet.createRandom()
  const common = {
    commitment: id(`commitment ${use}`),
    subject: subject.address,
    grantee: lender.address,
    agencyScopeKind: 0,
    agencyScope: ZeroHash,
    relayAllowed: true,
    providersRoot: ZeroHash,
    maxHops: 1,
    relayStore: true,
    purpose: 1,
    categories: 3,
    detail: 7,
    mode: 0,
    notBefore: now,
    expiresAt: now + 86_400,
    maxUses: 1,
    perPeriod: 0,
    periodSec: 0,
    lookbackMonths: 60,
    dataLifeDays: 30,
    attempts: 5,
  }
  const last = { recordBy: now + 3_600, supersedes: ZeroHash, nonce: id(`grant ${use}`) }
  const summary = 'A sentence that a person can read'
  const signed = { ...common, summary, ...last }
  const onChain = { ...common, summaryHash: id(summary), ...last }
  const signature = await subject.signTypedData(await domainOf(consents), consentGrantTypes, signed)
  await (await consents.getFunction('record')(onChain, signature)).wait()
  return { signed, onChain }
}

async function settlementOf(terms: Record<string, unknown>) {
  const { lender, asked } = network.people
  const { queries } = network.contracts
  const [, legId] = await queries.getFunction('idsOfQuery')(terms)
  expect(TypedDataEncoder.hashStruct('QueryTerms', queryTermsTypes, terms)).toHaveLength(66)
  const abi = network.ethers.AbiCoder.defaultAbiCoder()
  const key = id(`k ${legId}`)
  const outcomeSalt = id(`salt ${legId}`)
  const hashOf = (name: string) => id(`${name} ${legId}`)
  const parts = {
    cipherHash: hashOf('c'),
    wHash: hashOf('w'),
    responseHash: hashOf('response'),
  }
  const amounts = { fee: terms.fee, missFee: terms.missFee }
  const deadlines = { receiptBy: terms.receiptBy, settleBy: terms.settleBy }
  const delivery = {
    legId,
    buyer: terms.buyer,
    seller: terms.seller,
    ...amounts,
    ...deadlines,
    bodyHash: terms.bodyHash,
    ...parts,
    keyHash: keccak256(abi.encode(['bytes32', 'bytes32'], [legId, key])),
    outcomeCommitment: keccak256(
      abi.encode(['bytes32', 'uint8', 'bytes32'], [legId, hit, outcomeSalt]),
    ),
  }
  const deliveryHash = TypedDataEncoder.hashStruct('Delivery', deliveryTypes, delivery)
  const receipt = { legId, deliveryHash, ...amounts, ...deadlines }
  const domain = await domainOf(queries)
  return {
    ...parts,
    key,
    outcome: hit,
    outcomeSalt,
    sellerSignature: compact(await asked.signTypedData(domain, deliveryTypes, delivery)),
    buyerSignature: compact(await lender.signTypedData(domain, receiptTypes, receipt)),
  }
}

function compact(signature: string) {
  const { r, yParityAndS } = Signature.from(signature)
  return { r, vs: yParityAndS }
}

async function domainOf(contract: Contract) {
  const { chainId } = await network.ethers.provider.getNetwork()
  return {
    name: 'creditmesh',
    version: '1',
    chainId: toBeHex(chainId),
    verifyingContract: String(contract.target),
  }
}
