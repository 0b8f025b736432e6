import type { Deployment } from '../chain/deployment.ts'
import { type ChainEvent, isEvent, type NamedEvent } from '../chain/events.ts'
import { readHistory } from '../chain/history.ts'
import { type Address, type Hex, sameHex } from '../chain/ids.ts'
import { modelStatuses, productName } from '../chain/modelViews.ts'
import type { Rpc } from '../chain/rpc.ts'
import { readBlockTimes } from '../client/blockTimes.ts'
import { type ChainSource, readEvents } from '../client/readEvents.ts'
import type { TraceCheck } from './check.ts'

export interface ModelStep {
  readonly name: string
  readonly timeSec: number
  readonly block: number
  readonly transaction: Hex
  readonly agency: Address
  readonly details: Readonly<Record<string, string | number | boolean>>
}

/** The life of a model, from the chain alone: who proposed it, who decided, when it scored. */
export interface ModelTrace {
  readonly id: Hex
  readonly kind: 'model'
  readonly agencies: readonly { readonly account: Address; readonly name: string }[]
  readonly steps: readonly ModelStep[]
  readonly checks: readonly TraceCheck[]
}

/** Null for an id that no agency ever proposed as a model. */
export async function traceModel(
  rpc: Rpc,
  deployment: Deployment,
  id: Hex,
): Promise<ModelTrace | null> {
  const source: ChainSource = { rpc, deployment }
  const contracts = ['modelRegistry'] as const
  const events = await readEvents(source, { contracts, topics: [null, null, id] })
  if (events.length === 0) return null
  const accounts = [...new Set(events.map(agencyOf))]
  const [times, admissions, appointments] = await Promise.all([
    readBlockTimes(
      rpc,
      events.map(({ blockNumber }) => blockNumber),
    ),
    readHistory(rpc, deployment, { name: 'MemberAdmitted', where: { account: accounts } }),
    readHistory(rpc, deployment, { name: 'ApproverAppointed', where: { agency: accounts } }),
  ])
  const names = new Map(admissions.map(({ args }) => [args.account, args.name]))
  const timeOf = ({ blockNumber }: ChainEvent) => times.get(blockNumber) as number // each was read
  return {
    ...{ id, kind: 'model' },
    agencies: accounts.map((account) => ({ account, name: names.get(account) ?? '' })),
    steps: events.flatMap((event) => stepOf(event, timeOf(event))),
    checks: events
      .filter((event) => isEvent(event, 'ModelDecided'))
      .flatMap((decided) => checksOf(decided, { events, appointments, atSec: timeOf(decided) })),
  }
}

// Every event of a model names its agency first.
function agencyOf(event: ChainEvent): Address {
  return (event.args as { readonly agency: Address }).agency
}

function stepOf(event: ChainEvent, timeSec: number): ModelStep[] {
  const told = tell(event)
  if (told === null) return []
  const { blockNumber: block, txHash: transaction } = event
  return [{ ...told, timeSec, block, transaction, agency: agencyOf(event) }]
}

function tell(event: ChainEvent): Pick<ModelStep, 'name' | 'details'> | null {
  if (isEvent(event, 'ModelProposed')) {
    const { product, proposer, round } = event.args
    return { name: 'proposed', details: { product: productName(product), proposer, round } }
  }
  if (isEvent(event, 'ModelDecided')) {
    const { approver, round, approved } = event.args
    return { name: approved ? 'approved' : 'refused', details: { approver, round } }
  }
  if (isEvent(event, 'ModelStatusChanged')) {
    const [from = '', to = ''] = [modelStatuses[event.args.from], modelStatuses[event.args.to]]
    return { name: `became ${to}`, details: { from } }
  }
  return null
}

interface Surroundings {
  readonly events: readonly ChainEvent[]
  readonly appointments: readonly NamedEvent<'ApproverAppointed'>[]
  readonly atSec: number
}

/** What the contract enforces, from the log alone: whoever doubts the contract need not ask it. */
function checksOf(
  { args, blockNumber }: NamedEvent<'ModelDecided'>,
  { events, appointments, atSec }: Surroundings,
): TraceCheck[] {
  const { agency, approver, round } = args
  const about = `round ${round} of ${agency}`
  const proposal = events.find(
    (event) =>
      isEvent(event, 'ModelProposed') &&
      event.args.round === round &&
      sameHex(event.args.agency, agency), // prettier-ignore
  ) as NamedEvent<'ModelProposed'> | undefined
  const isAppointed = appointments.some(
    (event) =>
      sameHex(event.args.agency, agency) &&
      sameHex(event.args.approver, approver) &&
      event.blockNumber <= blockNumber &&
      event.args.sinceSec <= atSec,
  )
  const isOther = proposal !== undefined && !sameHex(proposal.args.proposer, approver)
  return [
    { claim: 'proposer and approver are not the same', ok: isOther, about },
    { claim: 'the approver was appointed, and the time had come', ok: isAppointed, about },
  ]
}
