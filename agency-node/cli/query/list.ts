import { formatAmount } from '@creditmesh/sdk/audit/formatAmount.ts'
import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import type { ListedQuery } from '@creditmesh/sdk/client/lender/listQueries.ts'
import type { ChainAccess } from '../chainAccess.ts'
import type { CommandContext, Report } from '../perform.ts'
import { withLender } from './openLender.ts'
import { utcMinute } from './words.ts'

/** All queries of a lender: where they stand and what is locked for them, and nothing of any person. */
export function listQueries(
  { lender: name }: { readonly lender?: string | undefined },
  { dir }: CommandContext,
): Promise<Report> {
  return withLender({ dir, name }, async (lender, chain) => {
    const listed = await lender.list()
    const names = await namesOf(new Set(listed.map(({ agency }) => agency)), chain)
    const queries = listed.map((query) => ({ ...query, agencyName: names.get(query.agency) }))
    const text = queries.length === 0 ? 'No query was made yet.' : queries.map(lineOf).join('\n')
    return { value: { queries }, text }
  })
}

async function namesOf(agencies: ReadonlySet<Address>, { views }: ChainAccess) {
  const members = await Promise.all([...agencies].map((agency) => views.memberOf(agency)))
  return new Map(members.map((member) => [member?.account, member?.name]))
}

function lineOf(query: ListedQuery & { readonly agencyName?: string | undefined }): string {
  const { queryId, agency, agencyName = agency, stage, lockedAmount, refusal } = query
  const locked =
    lockedAmount === 0n
      ? ''
      : `  ${formatAmount(lockedAmount)} CMS locked until ${utcMinute(query.refundableAfterSec)}`
  return `${queryId}  ${agencyName}  ${stage}${refusal ? ` (${refusal})` : ''}${locked}`
}
