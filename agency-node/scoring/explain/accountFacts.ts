import type { AccountType } from '@creditmesh/sdk/wire/records/enums.ts'
import { monthNumber } from '../months.ts'
import type { TradelineView } from '../tradelineView.ts'
import { monthWords } from './monthWords.ts'

export interface AccountFacts {
  /** As its owner would call it: "credit card", or "credit card opened in May 2004" where she has two. */
  readonly name: string
  /** `YYYY-MM`, or null where the file does not say. */
  readonly opened: string | null
  /** At the last month on file. */
  readonly isOpen: boolean
  readonly currency: string
}

/** In the order of the view. */
export function accountsOf({ lines, anchorMonth }: TradelineView): AccountFacts[] {
  const kinds = lines.map(({ tradeline }) => kindWords(tradeline.accountType))
  return lines.map(({ tradeline: { dateOpened, dateClosed, currency } }, at) => {
    const kind = kinds[at] as string
    const opened = dateOpened?.slice(0, 7) ?? null
    const alike = kinds.filter((other) => other === kind).length
    const place = kinds.slice(0, at + 1).filter((other) => other === kind).length
    const since = opened === null ? '' : ` opened in ${monthWords(opened)}`
    return {
      name: alike === 1 ? kind : `${kind} ${place}${since}`,
      opened,
      currency,
      isOpen: typeof dateClosed !== 'string' || monthNumber(dateClosed) > anchorMonth,
    }
  })
}

export function kindWords(type: AccountType): string {
  if (type === 'OTHER') return 'account'
  return type.toLowerCase().replaceAll('_', ' ')
}
