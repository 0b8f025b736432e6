import { Signature, TypedDataEncoder } from 'ethers'
import type { Address, Hex } from '../../chain/ids.ts'
import type { Balance } from '../../chain/moneyViews.ts'
import { fromHex } from '../../crypto/bytes.ts'
import { execute } from './execute.ts'
import type { LenderModules } from './modules.ts'

const permitForSec = 3_600

/** What the ledger holds for an account, and the tokens it has outside of it. */
export interface LedgerBalance extends Balance {
  readonly tokens: bigint
}

export async function readBalance(
  account: Address,
  { views }: Pick<LenderModules, 'views'>,
): Promise<LedgerBalance> {
  const [held, tokens] = await Promise.all([
    views.balanceOf(account),
    views.tokenBalanceOf(account),
  ])
  return { ...held, tokens }
}

/** Moves tokens of the account into the ledger, in one transaction by a permit. Gives its hash. */
export async function deposit(amount: bigint, lender: LenderModules): Promise<Hex> {
  const deadline = BigInt(lender.clock.nowSec() + permitForSec)
  const { v, r, s } = await signPermit({ amount, deadline }, lender)
  const inputs = [amount, deadline, v, r as Hex, s as Hex] as const // ethers writes 0x
  const call = lender.contracts.ledger.encode('depositWithPermit', ...inputs)
  return (await execute(call, lender)).txHash
}

/** Takes free balance out of the ledger as tokens. Gives the hash of the transaction. */
export async function withdraw(amount: bigint, lender: LenderModules): Promise<Hex> {
  const call = lender.contracts.ledger.encode('withdraw', amount)
  return (await execute(call, lender)).txHash
}

// ERC-2612; the domain as OpenZeppelin's ERC20Permit builds it from the token's name.
async function signPermit(
  { amount, deadline }: { amount: bigint; deadline: bigint },
  { account, accountSecret, contracts, views, deployment, ecdsa }: LenderModules,
): Promise<Signature> {
  const { token, ledger } = contracts
  const [name, nonce] = await Promise.all([token.read('name', []), views.permitNonceOf(account)])
  const { chainId } = deployment
  const digest = TypedDataEncoder.hash(
    { name, version: '1', chainId, verifyingContract: token.address },
    { Permit: permitMembers },
    { owner: account, spender: ledger.address, value: amount, nonce, deadline },
  )
  return Signature.from(ecdsa.sign(fromHex(digest), accountSecret))
}

const permitMembers = [
  { name: 'owner', type: 'address' },
  { name: 'spender', type: 'address' },
  { name: 'value', type: 'uint256' },
  { name: 'nonce', type: 'uint256' },
  { name: 'deadline', type: 'uint256' },
]
