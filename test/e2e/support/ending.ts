import { isEvent } from '@creditmesh/sdk/chain/events.ts'
import type { Address, Hex } from '@creditmesh/sdk/chain/ids.ts'
import { expect } from 'vitest'
import type { NetworkStatus } from '../../../scripts/network/status.ts'
import type { Mesh } from './mesh.ts'
import { eventsSince } from './watch.ts'

interface Shown {
  readonly stage: string
  readonly price?: string
  readonly response?: { readonly records: readonly unknown[] }
  readonly outcome?: string
}

// An offer that the asker forgot in a kill is kept until it has lapsed.
const patience = { timeout: 60_000, interval: 200 }

/**
 * Expects that exactly one query was recorded since a block, and that it ended once and well: paid and readable, or
 * refunded and not readable; its trades likewise, and nobody works on it any more. Gives its id.
 */
export async function expectEnd(mesh: Mesh, { since }: { since: number }): Promise<Hex> {
  const requests = (await eventsSince(mesh, since)).filter((event) =>
    isEvent(event, 'QueryRequested'),
  )
  expect(requests).toHaveLength(1)
  const { queryId, legId } = requests[0]?.args ?? { queryId: '0x', legId: '0x' }
  await expect.poll(() => endsOf(mesh, legId, since), patience).toHaveLength(1)
  const shown = await mesh.creditmesh<Shown>('query', 'show', queryId, '--lender', 'lender')
  const [end] = await endsOf(mesh, legId, since)
  if (end !== undefined && isEvent(end, 'LegSettled')) {
    expect(shown.stage).toBe('answered')
    expect(String(end.args.paid)).toBe(shown.price)
    expect(shown.response?.records.length ?? 0).toBe(shown.outcome === 'hit' ? 1 : 0)
  } else {
    expect(shown.stage).toBe('refunded')
    expect(shown.response).toBeUndefined()
  }
  await expectTradesEnded(mesh, since)
  for (const agency of ['a', 'b']) {
    await expect.poll(() => unfinishedLegs(mesh, agency), patience).toBe(0)
  }
  return queryId
}

async function endsOf(mesh: Mesh, legId: Hex, since: number) {
  const events = await eventsSince(mesh, since)
  return events.filter(
    (event) =>
      (isEvent(event, 'LegSettled') || isEvent(event, 'LegReclaimed')) &&
      event.args.legId === legId,
  )
}

async function expectTradesEnded(mesh: Mesh, since: number): Promise<void> {
  const trades = (await eventsSince(mesh, since)).filter((event) => isEvent(event, 'TradeAccepted'))
  expect(trades.length).toBeLessThanOrEqual(1)
  for (const { args } of trades) {
    await expect.poll(() => endsOf(mesh, args.tradeLegId, since), patience).toHaveLength(1)
  }
}

async function unfinishedLegs(mesh: Mesh, agency: string): Promise<number> {
  const status = await mesh.creditmesh<{ unfinishedLegs: number }>('agency', 'status', agency)
  return status.unfinishedLegs
}

/** Everything that the members own in the ledger, free, locked or vesting. */
export async function totalOf(mesh: Mesh): Promise<bigint> {
  const { agencies, lenders } = await mesh.creditmesh<NetworkStatus>('network', 'status')
  const balances = await Promise.all(
    [...agencies, ...lenders].map(
      ({ address }) => mesh.chain.views.balanceOf(address as Address), // `network up` has told each address
    ),
  )
  expect(balances.reduce((sum, { escrowed }) => sum + escrowed, 0n)).toBe(0n)
  return balances.reduce((sum, { free, vesting }) => sum + free + vesting, 0n)
}
