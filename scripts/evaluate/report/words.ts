/** Numbers as a credit officer reads them. */
export function percent(share: number, digits = 0): string {
  return `${(100 * share).toFixed(digits)} %`
}

/** Three significant digits, without a leading zero: .882. */
export function three(value: number | null): string {
  if (value === null) return 'not defined'
  const text = Math.abs(value) < 10 ? value.toFixed(3) : value.toPrecision(3)
  return text.replace(/^(-?)0\./, '$1.')
}

export function probability(p: number | null): string {
  if (p === null) return 'not defined'
  return p < 0.001 ? '< .001' : three(p)
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}

/** a, b and c. */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
