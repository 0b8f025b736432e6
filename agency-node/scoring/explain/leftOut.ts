import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { whyLeftOut } from '../tradelineView.ts'
import { kindWords } from './accountFacts.ts'
import type { FileFacts } from './facts.ts'

const reasons = {
  identity_theft: 'of which you say that it is not yours',
  authorised_user: 'on which you are only an authorised user',
} as const

/** Accounts on file that the score leaves out, whole or but for their lateness, each kind once. */
export function leftOutSentences(
  records: readonly UcrRecord[],
  { accounts, currency }: Pick<FileFacts, 'accounts' | 'currency'>,
): string[] {
  const superseded = new Set(records.map((record) => record.supersedes))
  const whole = records.flatMap((record) => {
    if (record.category !== 'tradeline' || superseded.has(record.recordId)) return []
    const why = whyLeftOut(record)
    const kind = kindWords(record.payload.accountType)
    return why === null ? [] : [`A ${kind} ${reasons[why]} was not counted.`]
  })
  const amounts = accounts
    .filter((account) => account.currency !== currency)
    .map(
      ({ name, currency: other }) =>
        `The amounts of your ${name} are in ${other} and were not counted; late payments on it count.`,
    )
  return [...new Set([...whole, ...amounts])]
}
