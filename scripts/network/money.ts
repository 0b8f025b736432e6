import { createEventDecoder, type RawLog } from '@creditmesh/sdk/chain/events.ts'
import type { Address, Hex } from '@creditmesh/sdk/chain/ids.ts'
import { quantity } from '@creditmesh/sdk/chain/rpc.ts'
import { categoryNames } from '@creditmesh/sdk/wire/records/categories.ts'
import type { Ground } from './ground.ts'

/** Units of the settlement token (6 decimals) that a member of a local network begins with. */
const startingBalance = 1_000_000_000n

/** Mints and deposits once for each account that never had a deposit. */
export async function ensureFunded(ground: Ground, accounts: readonly Address[]): Promise<void> {
  const { contracts, settlement } = ground
  const funded = await Promise.all(accounts.map((account) => hasDeposit(ground, account)))
  const poor = accounts.filter((_, i) => !funded[i])
  if (poor.length === 0) return
  const total = startingBalance * BigInt(poor.length)
  await settlement.sendAll([
    contracts.token.encode('mint', settlement.address, total),
    contracts.token.encode('approve', contracts.ledger.address, total),
    ...poor.map((account) => contracts.ledger.encode('depositFor', account, startingBalance)),
  ])
}

async function hasDeposit(
  { rpc, contracts, deployment }: Ground,
  account: Address,
): Promise<boolean> {
  const topic = createEventDecoder(deployment.addresses).topicOf('Deposited')
  const padded: Hex = `0x${account.slice(2).toLowerCase().padStart(64, '0')}`
  const logs = await rpc.request<RawLog[]>('eth_getLogs', [
    {
      address: contracts.ledger.address,
      fromBlock: quantity(deployment.startBlock),
      topics: [topic, padded],
    },
  ])
  return logs.length > 0
}

const products = { DIRECT: 1, RELAYED: 2, TRADE: 3 } as const
const outcomes = { HIT: 1, MISS: 2 } as const

/** A price list to begin with: trade lines cost most, and a miss a tenth of a hit. */
export function startingPrices() {
  return categoryNames.flatMap((name, category) => {
    const hit = name === 'tradeline' ? 500_000 : 100_000
    const entry = (product: number, outcome: number, amount: number) => ({
      category,
      product,
      outcome,
      amount: String(amount),
    })
    return [
      entry(products.DIRECT, outcomes.HIT, hit),
      entry(products.DIRECT, outcomes.MISS, hit / 10),
      entry(products.RELAYED, outcomes.HIT, (hit * 6) / 10),
      entry(products.TRADE, outcomes.HIT, (hit * 8) / 10),
    ]
  })
}
