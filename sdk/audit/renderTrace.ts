import type { Address } from '../chain/ids.ts'
import { formatAmount } from './formatAmount.ts'
import type { TraceStep } from './steps.ts'
import type { Trace } from './trace.ts'

/** A trace as text for a terminal: steps, custody, money, checks. */
export function renderTrace(trace: Trace): string {
  const mode = trace.mode === null ? '' : `, Mode ${trace.mode}`
  return [
    `Trace of ${trace.kind} ${trace.id}${mode}`,
    '',
    ...trace.steps.flatMap(renderStep),
    ...section('Custody', custodyLines(trace)),
    ...section('Money (CMS)', moneyLines(trace)),
    ...section(checksTitle(trace), checkLines(trace)),
  ].join('\n')
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines]
}

function renderStep(step: TraceStep, i: number): string[] {
  const time = new Date(step.timeSec * 1000).toISOString().slice(0, 19)
  const at = `block ${step.block}, transaction ${step.transaction}`
  const details = Object.entries(step.details).map(
    ([name, value]) => `       ${name.padEnd(20)} ${renderValue(name, value)}`,
  )
  return [
    `${String(i + 1).padStart(3)}. ${time}Z  +${step.latencySec} s  ${step.name}`,
    `       by ${named(step.actor, step.actorName)}, ${at}`,
    ...details,
  ]
}

function renderValue(name: string, value: TraceStep['details'][string]): string {
  if (typeof value === 'bigint') return formatAmount(value)
  const isTime = typeof value === 'number' && /(?:By|At|Before|Until)$/.test(name)
  return isTime ? new Date(value * 1000).toISOString() : String(value)
}

function named(account: Address, name: string | undefined): string {
  return name === undefined ? account : `${name} (${account})`
}

function custodyLines({ custody }: Trace): string[] {
  return custody.map((hop) => {
    const way = `${named(hop.from, hop.fromName)} -> ${named(hop.to, hop.toName)}`
    const response = hop.responseHash === undefined ? '' : `, response ${hop.responseHash}`
    return `  ${way}: ${hop.state}${hop.outcome ? ` ${hop.outcome}` : ''}${response}`
  })
}

function moneyLines({ money }: Trace): string[] {
  return money.map(({ account, name, locked, paid, returned, received, open, net }) => {
    const parts = Object.entries({ locked, paid, returned, received, open, net })
    const amounts = parts.map(([part, amount]) => `${part} ${formatAmount(amount)}`)
    return `  ${named(account, name)}: ${amounts.join(', ')}`
  })
}

function checksTitle({ checks }: Trace): string {
  return `Checks, ${checks.filter(({ ok }) => ok).length} of ${checks.length} hold`
}

/** Under what they are about, named once: a query, then each of its legs. */
function checkLines({ checks }: Trace): string[] {
  const subjects = [...new Set(checks.map(({ about }) => about))]
  return subjects.flatMap((subject) => [
    `  about ${subject}`,
    ...checks
      .filter(({ about }) => about === subject)
      .map(({ ok, claim }) => `    [${ok ? 'ok' : 'FAILED'}] ${claim}`),
  ])
}
