import type { Hex } from '@creditmesh/sdk/chain/ids.ts'
import { outcomes } from '@creditmesh/sdk/chain/ids.ts'
import { SigningKey, TypedDataEncoder } from 'ethers'
import type { Account } from '../../chain/account.ts'
import { recordGrant } from './grants.ts'
import { queryLeg, settlementOf } from './legs.ts'
import type { Stage } from './stage.ts'

const amount = 1_000_000n

/** Tokens and balances, without a query. */
export async function moneyStory(stage: Stage): Promise<void> {
  const { token, ledger } = stage.contracts
  const { council, lender, asked } = stage
  await stage.send(council, token.encode('mint', lender.address, 10n * amount))
  await stage.send(lender, token.encode('transfer', asked.address, amount))
  await stage.send(lender, token.encode('approve', asked.address, amount))
  await stage.send(asked, token.encode('transferFrom', lender.address, asked.address, amount))
  await stage.send(lender, token.encode('approve', ledger.address, 2n * amount))
  await stage.send(lender, ledger.encode('deposit', amount))
  await stage.send(lender, ledger.encode('depositFor', asked.address, amount))
  await stage.send(lender, ledger.encode('withdraw', amount))
  const deadline = BigInt((await stage.nowSec()) + 600)
  const permitted = await permit(stage, { owner: lender, spender: ledger.address, deadline })
  await stage.send(lender, ledger.encode('depositWithPermit', amount, deadline, ...permitted))
  const second = await permit(stage, { owner: lender, spender: council.address, deadline })
  const parties = [lender.address, council.address] as const
  await stage.send(council, token.encode('permit', ...parties, amount, deadline, ...second))
  await stage.send(council, token.encode('burn', lender.address, amount))
}

/** Where payments vest: what a settlement takes then, and the vesting. */
export async function vestingStory(stage: Stage, round: number): Promise<void> {
  const { lender: buyer, asked: seller, contracts } = stage
  const name = `vesting ${round}`
  const consent = await recordGrant(stage, name)
  const nowSec = await stage.nowSec()
  const deadlines = { receiptBy: nowSec + 600, settleBy: nowSec + 1_200 }
  const { terms, legId } = queryLeg(stage, consent, { name, ...deadlines })
  await stage.send(buyer, contracts.queries.encode('request', terms, consent.onChain, []))
  const settlement = settlementOf(stage, { ...terms, legId, outcome: outcomes.HIT, buyer, seller })
  const anyone = stage.account('anyone')
  const call = contracts.queries.encode('settleQuery', terms, settlement)
  await stage.send(anyone, call, 'payment vests')
  await stage.passBeyond((await stage.nowSec()) + stage.deployment.windows.vestingSec)
  await stage.send(anyone, contracts.ledger.encode('vest', legId))
}

interface PermitTerms {
  readonly owner: Account
  readonly spender: Hex
  readonly deadline: bigint
}

/** ERC-2612, as every wallet signs it. */
async function permit(
  { contracts: { token }, deployment: { chainId } }: Stage,
  { owner, spender, deadline }: PermitTerms,
): Promise<[number, Hex, Hex]> {
  const nonce = await token.read('nonces', [owner.address])
  const verifyingContract = token.address
  const domain = { name: 'creditmesh settlement', version: '1', chainId, verifyingContract }
  const fields = ['owner address', 'spender address', 'value uint256', 'nonce uint256']
  const types = {
    Permit: [...fields, 'deadline uint256'].map((field) => {
      const [name = '', type = ''] = field.split(' ')
      return { name, type }
    }),
  }
  const value = { owner: owner.address, spender, value: amount, nonce, deadline }
  const digest = TypedDataEncoder.hash(domain, types, value)
  const { v, r, s } = new SigningKey(owner.secretKey).sign(digest)
  return [v, r as Hex, s as Hex] // ethers writes 0x
}
