import type { Balances, DemoReport } from '../report.ts'
import { readBalances, type World } from '../world.ts'

const sumOf = (balances: Balances) =>
  Object.values(balances).reduce((sum, units) => sum + BigInt(units), 0n)

/** Compares the ledger before and after: every unit is accounted for, and nothing is still locked. */
export async function tellBooks(
  world: World,
  before: Balances,
  { mode1, mode2 }: Pick<DemoReport, 'mode1' | 'mode2'>,
): Promise<Balances> {
  const { story, chain, accounts, quote } = world
  story.chapter('11. The books')
  const after = await readBalances(world)
  for (const [name, units] of Object.entries(after)) {
    const change = BigInt(units) - BigInt(before[name] ?? 0)
    story.say(`${name.padEnd(7)} ${String(before[name]).padStart(11)} -> ${units} (${change})`)
  }
  const locked = await Promise.all(Object.values(accounts).map((one) => chain.views.balanceOf(one)))
  const escrowed = locked.reduce((sum, balance) => sum + balance.escrowed + balance.vesting, 0n)
  const [accounted, donations] = await Promise.all([
    chain.views.accounted(),
    chain.views.donations(),
  ])
  story.claim(
    'no unit is lost or made, and none is left locked',
    sumOf(before) === sumOf(after) && accounted === sumOf(after) && escrowed + donations === 0n,
    `${sumOf(before)} units before, ${sumOf(after)} after, ${escrowed} in escrow`,
  )
  // Mode 1, Mode 2, the second answer about the same person, the miss; everything else came back.
  const due = BigInt(mode1.fee) + BigInt(mode2.fee) + quote.fee + quote.missFee
  const spent = BigInt(before.lender ?? 0) - BigInt(after.lender ?? 0)
  const earned = BigInt(after.b ?? 0) - BigInt(before.b ?? 0)
  story.claim(
    'the lender paid for its answers alone, and B earned the price of its record',
    spent === due && earned === BigInt(mode2.price),
    `lender ${spent} units, B ${earned}`,
  )
  return after
}
