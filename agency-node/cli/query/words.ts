import type { QueryResult } from '@creditmesh/sdk/client/lender/queryResult.ts'

const unitsPerToken = 1_000_000n

/** An amount in tokens, for people; programs get units. */
export function tokens(units: bigint): string {
  const whole = units / unitsPerToken
  const rest = String(units % unitsPerToken).padStart(6, '0')
  return `${whole}.${rest} CMS`
}

/** An answer for people. */
export function resultText(result: QueryResult): string {
  const { queryId, outcome, mode, price, response, problem } = result
  const lines = [`${outcome === 'hit' ? 'Found' : `Nothing found (${problem})`}, in mode ${mode}.`]
  if (response.score !== null) {
    const { scoreValue, band, reasonCodes } = response.score
    lines.push(`  score ${scoreValue}, band ${band}`)
    for (const { code, text } of reasonCodes) lines.push(`    ${code} ${text}`)
  }
  if (outcome === 'hit') lines.push(`  records: ${response.records.length}${sources(result)}`)
  lines.push(`  price ${tokens(price)}`, `  query ${queryId}`)
  lines.push(`  verified: ${Object.keys(result.verification).join(', ')}`)
  return lines.join('\n')
}

function sources({ response }: QueryResult): string {
  const traded = response.sources.filter(({ source }) => source !== 'own').length
  return traded === 0 ? '' : `, ${traded} of them from a peer`
}
