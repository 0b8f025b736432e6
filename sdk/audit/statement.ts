import type { Deployment } from '../chain/deployment.ts'
import type { ChainEvent } from '../chain/events.ts'
import type { Address, Hex } from '../chain/ids.ts'
import type { Rpc } from '../chain/rpc.ts'
import { readEvents } from '../client/readEvents.ts'

/** One entry of an account: what an event did to its three balances. */
export interface Movement {
  readonly kind: ChainEvent['name']
  readonly account: Address
  readonly free: bigint
  readonly escrowed: bigint
  readonly vesting: bigint
  readonly block: number
  readonly transaction: Hex
}

/** The balances that the log adds up to; the ledger's own must be the same to the unit. */
export interface StatementBalance {
  readonly free: bigint
  readonly escrowed: bigint
  readonly vesting: bigint
}

export interface Statement {
  readonly movements: readonly Movement[]
  readonly balances: ReadonlyMap<Address, StatementBalance>
}

/** All money of the network, or of the blocks up to one, from the log alone. */
export async function readStatement(
  rpc: Rpc,
  deployment: Deployment,
  { toBlock }: { toBlock?: number } = {},
): Promise<Statement> {
  const source = { rpc, deployment }
  const range = toBlock === undefined ? {} : { toBlock }
  const events = await readEvents(source, { contracts: ['ledger', 'queries'], ...range })
  const hasVesting = deployment.windows.vestingSec > 0
  const movements = events.flatMap((event) => movementsOf(event, hasVesting))
  return { movements, balances: balancesOf(movements) }
}

/** Movements of one account, oldest first. */
export function movementsOfAccount({ movements }: Statement, account: Address): Movement[] {
  return movements.filter((movement) => movement.account === account)
}

type Change = Partial<StatementBalance>

function movementsOf(event: ChainEvent, hasVesting: boolean): Movement[] {
  const of = (account: Address, change: Change): Movement => ({
    kind: event.name,
    account,
    ...{ free: 0n, escrowed: 0n, vesting: 0n, ...change },
    block: event.blockNumber,
    transaction: event.txHash,
  })
  switch (event.name) {
    case 'Deposited':
      return [of(event.args.account, { free: event.args.amount })]
    case 'Withdrawn':
      return [of(event.args.account, { free: -event.args.amount })]
    case 'QueryRequested': {
      const { buyer, fee, relayFee } = event.args.terms
      return [of(buyer, lock(fee + relayFee))]
    }
    case 'TradeAccepted':
      return [of(event.args.offer.buyer, lock(event.args.offer.price))]
    case 'LegSettled': {
      const { buyer, seller, paid, refunded } = event.args
      const buyers = of(buyer, { free: refunded, escrowed: -(paid + refunded) })
      return [buyers, of(seller, hasVesting ? { vesting: paid } : { free: paid })]
    }
    case 'LegReclaimed': {
      const { buyer, refunded } = event.args
      return [of(buyer, { free: refunded, escrowed: -refunded })]
    }
    case 'VestingEnded': {
      const { payee, amount } = event.args
      return [of(payee, { free: amount, vesting: -amount })]
    }
    default:
      return []
  }
}

function lock(amount: bigint): Change {
  return { free: -amount, escrowed: amount }
}

function balancesOf(movements: readonly Movement[]): Map<Address, StatementBalance> {
  const balances = new Map<Address, StatementBalance>()
  for (const { account, free, escrowed, vesting } of movements) {
    const held = balances.get(account) ?? { free: 0n, escrowed: 0n, vesting: 0n }
    balances.set(account, {
      free: held.free + free,
      escrowed: held.escrowed + escrowed,
      vesting: held.vesting + vesting,
    })
  }
  return balances
}
