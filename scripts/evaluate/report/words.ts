/** Numbers as a credit officer reads them; a true minus sign, as wide as the plus. */
export function percent(share: number, digits = 0): string {
  return `${minus((100 * share).toFixed(digits))} %`
}

/** Three decimals, without a leading zero: .882. */
export function three(value: number | null): string {
  if (value === null) return 'not defined'
  const text = Math.abs(value) < 10 ? value.toFixed(3) : value.toPrecision(3)
  return minus(text.replace(/^(-?)0\./, '$1.'))
}

/** A difference of areas: +.005, −.002, ±.000. */
export function signedThree(value: number): string {
  return signed(value, three)
}

/** A difference in money: +3,482. */
export function signedWhole(value: number): string {
  return signed(value, whole)
}

/** −.013 to +.039. */
export function signedRange({ low, high }: Range): string {
  return `${signedThree(low)} to ${signedThree(high)}`
}

/** In units of money, from minor units: −4,681 to +5,426. */
export function signedMoneyRange({ low, high }: Range): string {
  return `${signedWhole(low / 100)} to ${signedWhole(high / 100)}`
}

interface Range {
  readonly low: number
  readonly high: number
}

export function probability(p: number | null): string {
  if (p === null) return 'not defined'
  return p < 0.001 ? '< .001' : three(p)
}

export function whole(value: number): string {
  return minus((Math.round(value) || 0).toLocaleString('en')) // no -0
}

/** a, b and c. */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** 1 split, 20 splits. */
export function countOf(count: number, noun: string): string {
  return `${whole(count)} ${noun}${count === 1 ? '' : 's'}`
}

export function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function signed(value: number, format: (size: number) => string): string {
  const size = format(Math.abs(value))
  if (!/[1-9]/.test(size)) return `±${size}`
  return `${value < 0 ? '−' : '+'}${size}`
}

function minus(text: string): string {
  return text.replace(/^-/, '−')
}
