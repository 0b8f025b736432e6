/** Minor units as people write them: "TWD 1,473", "EUR 12.50". How many minor units make one is the currency's (ISO 4217). */
export function moneyWords(minorUnits: number, currency: string): string {
  const style = { style: 'currency', currency } as const
  const digits = new Intl.NumberFormat('en', style).resolvedOptions().maximumFractionDigits ?? 2
  const amount = minorUnits / 10 ** digits
  const fraction = Number.isInteger(amount) ? 0 : digits
  const shown = new Intl.NumberFormat('en', {
    minimumFractionDigits: fraction,
    maximumFractionDigits: fraction,
  })
  return `${currency} ${shown.format(amount)}`
}

/** "TWD 500", or "between TWD 500 and TWD 900". */
export function moneyRange(amounts: readonly number[], currency: string): string {
  const least = moneyWords(Math.min(...amounts), currency)
  const most = moneyWords(Math.max(...amounts), currency)
  return least === most ? least : `between ${least} and ${most}`
}

/** Basis points in whole percent: "82 %", or "82 % to 95 %"; "less than 1 %" where rounding would deny it. */
export function shareRange(basisPoints: readonly number[]): string {
  const least = shareWords(Math.min(...basisPoints))
  const most = shareWords(Math.max(...basisPoints))
  return least === most ? least : `${least} to ${most}`
}

function shareWords(basisPoints: number): string {
  if (basisPoints > 0 && basisPoints < 100) return 'less than 1 %'
  return `${Math.round(basisPoints / 100)} %`
}
