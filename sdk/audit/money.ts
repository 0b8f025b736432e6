import type { Address } from '../chain/ids.ts'
import type { LegEnding, StoryFacts } from '../client/facts.ts'

/** What a story cost and brought one participant, in token units. */
export interface ParticipantMoney {
  readonly account: Address
  readonly name?: string
  /** Taken into escrow; of it `paid` went to sellers and `returned` came back. */
  readonly locked: bigint
  readonly paid: bigint
  readonly returned: bigint
  readonly received: bigint
  /** Still in escrow. */
  readonly open: bigint
  readonly net: bigint
}

type Sums = Record<'locked' | 'paid' | 'returned' | 'received', bigint>

/** Adds up the legs of a story, participants in the order in which they appear. */
export function moneyOf(
  { queries }: StoryFacts,
  nameOf: (account: Address) => string | undefined,
): ParticipantMoney[] {
  const accounts = new Map<Address, Sums>()
  const add = (account: Address, kind: keyof Sums, amount: bigint) => {
    const sums = accounts.get(account) ?? { locked: 0n, paid: 0n, returned: 0n, received: 0n }
    accounts.set(account, { ...sums, [kind]: sums[kind] + amount })
  }
  const end = (ending: LegEnding) => {
    const { args } = ending
    add(args.buyer, 'returned', args.refunded)
    if (ending.name === 'LegReclaimed') return
    add(args.buyer, 'paid', ending.args.paid)
    add(args.seller, 'received', ending.args.paid)
  }
  for (const { request, trades, endings } of queries) {
    const { terms } = request.args
    add(terms.buyer, 'locked', terms.fee + terms.relayFee)
    for (const { accepted } of trades) {
      add(accepted.args.offer.buyer, 'locked', accepted.args.offer.price)
    }
    for (const ending of [...trades.flatMap((trade) => trade.endings), ...endings]) end(ending)
  }
  return [...accounts].map(([account, sums]) => {
    const name = nameOf(account)
    const open = sums.locked - sums.paid - sums.returned
    return { account, ...(name && { name }), ...sums, open, net: sums.received - sums.paid }
  })
}
