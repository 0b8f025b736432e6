import type { CommandContext, Report } from '../perform.ts'
import { withLender } from './openLender.ts'

/** Brings whatever was left unfinished to its end, and says what keeps the rest from it. */
export function resumeQueries(
  { lender: name }: { readonly lender?: string | undefined },
  { dir }: CommandContext,
): Promise<Report> {
  return withLender({ dir, name }, async (lender) => {
    const resumed = await lender.resume()
    const queries = resumed.map(({ id, queryId, stage, error }) => ({
      ...{ id, queryId, stage },
      ...(error && {
        error: { code: error.code, detail: error.detail, suggestedAction: error.suggestedAction },
      }),
    }))
    const lines = queries.flatMap(({ queryId, stage, error }) => [
      `${queryId}  ${stage}${error ? `  (${error.code})` : ''}`,
      ...(error ? [`  ${error.suggestedAction}`] : []),
    ])
    const text = lines.length === 0 ? 'Nothing was left unfinished.' : lines.join('\n')
    return { value: { queries }, text }
  })
}
