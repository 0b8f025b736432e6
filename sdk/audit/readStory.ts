import { type ChainEvent, createEventDecoder, isEvent, type RawLog } from '../chain/events.ts'
import { readHistory } from '../chain/history.ts'
import type { Hex } from '../chain/ids.ts'
import { type ChainSource, mergeEvents, readEvents } from '../client/readEvents.ts'
import { MeshError } from '../errors.ts'

/** What the id named, and every event of the consents, queries and legs behind it, oldest first. */
export interface Story {
  readonly kind: 'consent' | 'query' | 'leg' | 'transaction'
  readonly events: readonly ChainEvent[]
}

/**
 * Finds a story by the id of a consent, query or leg, or by the hash of one of its transactions, from the chain's
 * log alone. Throws `query.not_found`.
 */
export async function readStory(source: ChainSource, id: Hex): Promise<Story> {
  const { kind, anchors } = await findAnchors(source, id)
  const legEvents = await readLegEvents(source, anchors, kind)
  const consentIds = collect([...anchors, ...legEvents], consentIdsOf)
  const [consentEvents, superseding, vesting] = await Promise.all([
    readEvents(source, { contracts: ['consents'], topics: [null, consentIds] }),
    readEvents(source, { contracts: ['consents'], topics: [null, null, consentIds] }),
    readEvents(source, { contracts: ['ledger'], topics: [null, collect(legEvents, legIdsOf)] }),
  ])
  return { kind, events: mergeEvents(consentEvents, superseding, legEvents, vesting) }
}

interface Anchors {
  readonly kind: Story['kind']
  readonly anchors: readonly ChainEvent[]
}

async function findAnchors(source: ChainSource, id: Hex): Promise<Anchors> {
  const inTransaction = await readTransactionEvents(source, id)
  if (inTransaction.length > 0) return { kind: 'transaction', anchors: inTransaction }
  const contracts = ['queries', 'consents'] as const
  const [byFirst, bySecond] = await Promise.all([
    readEvents(source, { contracts, topics: [null, id] }),
    readEvents(source, { contracts, topics: [null, null, id] }),
  ])
  const anchors = [...byFirst, ...bySecond]
  if (anchors.length > 0) return { kind: kindOf(id, anchors), anchors }
  // The id of a query that was not relayed stands in no topic.
  const requests = await readHistory(source.rpc, source.deployment, { name: 'QueryRequested' })
  const ofQuery = requests.filter(({ args }) => args.queryId === id)
  if (ofQuery.length > 0) return { kind: 'query', anchors: ofQuery }
  throw new MeshError('query.not_found', {
    detail: 'no consent, query, leg or transaction of this network has this id',
    details: { id },
  })
}

async function readTransactionEvents(
  { rpc, deployment }: ChainSource,
  hash: Hex,
): Promise<ChainEvent[]> {
  const receipt = await rpc.request<{ readonly logs: readonly RawLog[] } | null>(
    'eth_getTransactionReceipt',
    [hash],
  )
  const decoder = createEventDecoder(deployment.addresses)
  return (receipt?.logs ?? []).flatMap((log) => decoder.decode(log) ?? [])
}

function kindOf(id: Hex, events: readonly ChainEvent[]): Story['kind'] {
  if (events.some((event) => consentIdsOf(event).includes(id))) return 'consent'
  return events.some((event) => queryIdsOf(event).includes(id)) ? 'query' : 'leg'
}

/** Follows ids from event to event until nothing new comes: a trade names its query, a query its legs. */
async function readLegEvents(
  source: ChainSource,
  anchors: readonly ChainEvent[],
  kind: Story['kind'],
): Promise<ChainEvent[]> {
  const contracts = ['queries'] as const
  let found: ChainEvent[] = await firstLegEvents(source, anchors, kind)
  let known = 0
  for (;;) {
    const ids = collect(found, (event) => [...legIdsOf(event), ...queryIdsOf(event)])
    if (ids.length === known) return found
    known = ids.length
    const [byFirst, bySecond] = await Promise.all([
      readEvents(source, { contracts, topics: [null, ids] }),
      readEvents(source, { contracts, topics: [null, null, ids] }),
    ])
    found = mergeEvents(byFirst, bySecond)
  }
}

// The story of a query or a leg leaves out what else was asked under its consent; the story of a consent does not.
async function firstLegEvents(
  source: ChainSource,
  anchors: readonly ChainEvent[],
  kind: Story['kind'],
): Promise<ChainEvent[]> {
  const own = anchors.filter(({ contract }) => contract === 'queries')
  if (kind !== 'consent' && own.length > 0) return own
  const consentId = collect(anchors, consentIdsOf)
  const { rpc, deployment } = source
  return readHistory(rpc, deployment, { name: 'QueryRequested', where: { consentId } })
}

function collect(events: readonly ChainEvent[], idsOf: (event: ChainEvent) => Hex[]): Hex[] {
  return [...new Set(events.flatMap(idsOf))]
}

function legIdsOf(event: ChainEvent): Hex[] {
  if (isEvent(event, 'TradeAccepted')) return [event.args.tradeLegId, event.args.parentLegId]
  const isOfLeg =
    isEvent(event, 'QueryRequested') ||
    isEvent(event, 'DeliveryPosted') ||
    isEvent(event, 'QueryBroadcast') ||
    isEvent(event, 'LegSettled') ||
    isEvent(event, 'LegReclaimed')
  return isOfLeg ? [event.args.legId] : []
}

function queryIdsOf(event: ChainEvent): Hex[] {
  const isOfQuery =
    isEvent(event, 'QueryRequested') ||
    isEvent(event, 'QueryBroadcast') ||
    isEvent(event, 'TradeAccepted') ||
    isEvent(event, 'LegSettled') ||
    isEvent(event, 'LegReclaimed')
  return isOfQuery ? [event.args.queryId] : []
}

function consentIdsOf(event: ChainEvent): Hex[] {
  if (isEvent(event, 'ConsentSuperseded')) return [event.args.consentId, event.args.newConsentId]
  if (isEvent(event, 'QueryRequested') || isEvent(event, 'QueryBroadcast')) {
    return [event.args.consentId]
  }
  return event.contract === 'consents' && 'consentId' in event.args ? [event.args.consentId] : []
}
