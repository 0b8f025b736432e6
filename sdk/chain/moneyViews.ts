import type { BlockTag, Contracts } from './contracts.ts'
import type { Address, LegId } from './ids.ts'

/** What a participant has in the ledger. */
export interface Balance {
  readonly free: bigint
  readonly escrowed: bigint
  readonly vesting: bigint
}

/** What an agency charges for a set of categories. */
export interface Quote {
  readonly fee: bigint
  readonly relayFee: bigint
  readonly missFee: bigint
  readonly tradePrice: bigint
}

export interface VestingPayment {
  readonly payee: Address
  readonly amount: bigint
  readonly vestsAtSec: number
}

/** Prices and balances, in token units. */
export interface MoneyViews {
  quoteOf(agency: Address, categories: number): Promise<Quote>
  balanceOf(account: Address): Promise<Balance>
  /** Null when nothing of the leg is vesting. */
  vestingOf(legId: LegId): Promise<VestingPayment | null>
  /** Everything deposited and not withdrawn. */
  accounted(): Promise<bigint>
  /** Tokens that lie in the ledger without a deposit. */
  donations(): Promise<bigint>
  tokenBalanceOf(account: Address): Promise<bigint>
  /** What the ledger may take from an account. */
  ledgerAllowanceOf(account: Address): Promise<bigint>
  permitNonceOf(account: Address): Promise<bigint>
}

export function createMoneyViews(
  { priceList, ledger, token }: Pick<Contracts, 'priceList' | 'ledger' | 'token'>,
  block: BlockTag,
): MoneyViews {
  return {
    quoteOf: (agency, categories) => priceList.read('quote', [agency, categories], { block }),
    balanceOf: (account) => ledger.read('accountOf', [account], { block }),
    vestingOf: async (legId) => {
      const { payee, amount, vestsAt } = await ledger.read('vestingOf', [legId], { block })
      return amount === 0n ? null : { payee, amount, vestsAtSec: vestsAt }
    },
    accounted: () => ledger.read('accounted', [], { block }),
    donations: () => ledger.read('donations', [], { block }),
    tokenBalanceOf: (account) => token.read('balanceOf', [account], { block }),
    ledgerAllowanceOf: (account) => token.read('allowance', [account, ledger.address], { block }),
    permitNonceOf: (account) => token.read('nonces', [account], { block }),
  }
}
