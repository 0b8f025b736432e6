import { formatAmount } from '@creditmesh/sdk/audit/formatAmount.ts'
import type { QueryResult } from '@creditmesh/sdk/client/lender/queryResult.ts'

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
  lines.push(`  price ${formatAmount(price)} CMS`, `  query ${queryId}`)
  lines.push(`  verified: ${Object.keys(result.verification).join(', ')}`)
  return lines.join('\n')
}

function sources({ response }: QueryResult): string {
  const traded = response.sources.filter(({ source }) => source !== 'own').length
  return traded === 0 ? '' : `, ${traded} of them from a peer`
}
