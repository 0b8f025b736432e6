import { formatAmount } from '@creditmesh/sdk/audit/formatAmount.ts'
import type { QueryEstimate } from '@creditmesh/sdk/client/lender/estimateQuery.ts'
import { escrowOf, type QueryEntry, stageOf } from '@creditmesh/sdk/client/lender/queryEntry.ts'
import type { QueryResult } from '@creditmesh/sdk/client/lender/queryResult.ts'
import { type ErrorCode, MeshError } from '@creditmesh/sdk/errors.ts'
import type { NoScoreReason } from '@creditmesh/sdk/wire/response.ts'

/** An answer for people. */
export function resultText(result: QueryResult): string {
  const { queryId, outcome, mode, price, response, problem } = result
  const lines = [`${outcome === 'hit' ? 'Found' : `Nothing found (${problem})`}, in mode ${mode}.`]
  if (response.score !== null) {
    const { scoreValue, band, reasonCodes } = response.score
    lines.push(`  score ${scoreValue}, band ${band}`)
    for (const { code, text } of reasonCodes) lines.push(`    ${code} ${text}`)
  }
  if (outcome === 'hit' && response.score === null) {
    lines.push(`  no score: ${noScoreText(response.noScore)}`)
  }
  if (outcome === 'hit') lines.push(`  records: ${response.records.length}${sources(result)}`)
  lines.push(`  price ${formatAmount(price)} CMS`, `  query ${queryId}`)
  lines.push(`  verified: ${Object.keys(result.verification).join(', ')}`)
  return lines.join('\n')
}

const noScoreTexts: Record<NoScoreReason, string> = {
  not_granted: 'the person did not consent to one',
  no_model: 'the agency has no approved model',
  no_basis: 'the file holds nothing that a score could rest on',
}

function noScoreText(reason: NoScoreReason | undefined): string {
  return reason === undefined ? 'the agency does not say why' : noScoreTexts[reason]
}

function sources({ response }: QueryResult): string {
  const traded = response.sources.filter(({ source }) => source !== 'own').length
  return traded === 0 ? '' : `, ${traded} of them from a peer`
}

/** A query without an answer to show, for people: where it stands, why, and what to do. */
export function stageText(entry: QueryEntry, failure?: MeshError): string {
  const { queryId, refusal, ending, forgotten } = entry
  const head = `Query ${queryId}: ${stageOf(entry)}`
  if (failure !== undefined) return [head, ...reasonLines(failure)].join('\n')
  if (forgotten !== undefined) return [head, forgottenLine(forgotten)].join('\n')
  if (ending?.kind === 'refused') {
    const lines = reasonLines(errorOf(ending))
    return [head, ...lines, '  nothing was paid; the same --key may be used again'].join('\n')
  }
  if (ending !== undefined) return `${head}; the escrow came back`
  const until = utcMinute(entry.terms.settleBy)
  const locked = `  ${formatAmount(escrowOf(entry))} CMS are locked; what is not settled by ${until} comes back by: creditmesh query resume`
  return [head, ...(refusal === undefined ? [] : reasonLines(errorOf(refusal))), locked].join('\n')
}

interface Reason {
  readonly code: ErrorCode
  readonly detail: string
  readonly check?: string | undefined
}

function errorOf({ code, detail, check }: Reason): MeshError {
  return new MeshError(code, { detail, ...(check !== undefined && { details: { check } }) })
}

function reasonLines({ message, suggestedAction }: MeshError): string[] {
  return [`  ${message}`, `  what to do: ${suggestedAction}`]
}

function forgottenLine({ shown }: NonNullable<QueryEntry['forgotten']>): string {
  if (shown === undefined) return '  its time was over before it was looked at; it may not be kept'
  const { outcome, mode, price } = shown
  return `  the answer was shown and may not be kept (${outcome}, mode ${mode}, ${formatAmount(price)} CMS)`
}

export function estimateText({
  fee,
  relayFee,
  missFee,
  escrow,
  requestGas,
}: QueryEstimate): string {
  if (requestGas === 0n) return 'This query was made already: asking again costs nothing.'
  return [
    `A hit costs ${formatAmount(fee)} (+ ${formatAmount(relayFee)} if relayed), a miss ${formatAmount(missFee)};`,
    `${formatAmount(escrow)} CMS are locked until the answer. The request takes about ${requestGas} gas.`,
    'The chain would take it now: the consent lives, and the balance suffices.',
  ].join('\n')
}

/** A time in words, such as `2026-11-23 06:46 UTC`. */
export function utcMinute(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
