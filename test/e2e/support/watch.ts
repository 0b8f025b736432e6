import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { lenderJournalFolder } from '@creditmesh/agency-node/cli/lenderFolder.ts'
import type { ChainEvent, NamedEvent } from '@creditmesh/sdk/chain/events.ts'
import { isEvent } from '@creditmesh/sdk/chain/events.ts'
import { readEvents } from '@creditmesh/sdk/client/readEvents.ts'
import type { Mesh } from './mesh.ts'

/** A moment of a query, as one sees it from outside: on the chain, or in the lender's journal on the disk. */
export type Moment =
  | { readonly event: ChainEvent['name'] }
  | { readonly journal: 'written' | 'requested' | 'delivered' | 'keyed' }

const pollMs = 2
const longestMs = 30_000

/** Resolves as soon as the moment has come; looks at the chain from a block on, and at new journal entries alone. */
export async function until(
  mesh: Mesh,
  moment: Moment,
  since: { readonly block: number; readonly entries: ReadonlySet<string> },
): Promise<void> {
  const hasCome =
    'event' in moment
      ? () => hasEvent(mesh, moment.event, since.block)
      : () => hasEntry(mesh, moment.journal, since.entries)
  const deadline = Date.now() + longestMs
  while (!(await hasCome())) {
    if (Date.now() > deadline) throw new Error(`the moment never came: ${JSON.stringify(moment)}`)
    await wait(pollMs)
  }
}

/** What there is now, to tell what comes from what was. */
export async function nowOf(mesh: Mesh) {
  const block = Number(await mesh.chain.rpc.request<string>('eth_blockNumber')) + 1
  return { block, entries: new Set(await entryNames(mesh)) }
}

async function hasEvent(mesh: Mesh, name: ChainEvent['name'], block: number): Promise<boolean> {
  const events = await eventsSince(mesh, block).catch(() => [])
  return events.some((event) => event.name === name)
}

export function eventsSince(mesh: Mesh, fromBlock: number): Promise<ChainEvent[]> {
  return readEvents(mesh.chain, { contracts: ['queries'], fromBlock })
}

/** Every event of a name that has ever been, optionally those that fit. */
export async function eventsNamed<N extends ChainEvent['name']>(
  mesh: Mesh,
  name: N,
): Promise<NamedEvent<N>[]> {
  const events = await eventsSince(mesh, mesh.chain.deployment.startBlock)
  return events.filter((event): event is NamedEvent<N> & ChainEvent => isEvent(event, name))
}

async function hasEntry(
  mesh: Mesh,
  wanted: 'written' | 'requested' | 'delivered' | 'keyed',
  known: ReadonlySet<string>,
): Promise<boolean> {
  for (const name of await entryNames(mesh)) {
    if (known.has(name)) continue
    const text = await readFile(join(journalOf(mesh), name), 'utf8')
    const { requestBlock, leg } = JSON.parse(text)
    const stages = {
      written: true,
      requested: requestBlock !== undefined,
      delivered: leg.delivered !== undefined,
      keyed: leg.key !== undefined,
    }
    if (stages[wanted]) return true
  }
  return false
}

async function entryNames(mesh: Mesh): Promise<string[]> {
  const names = await readdir(journalOf(mesh)).catch(() => [])
  return names.filter((name) => /^[0-9a-f]{64}\.json$/.test(name))
}

function journalOf({ state }: Mesh): string {
  return lenderJournalFolder(state.lender('lender'))
}
