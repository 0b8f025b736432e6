const decimals = 6
const unit = 10n ** BigInt(decimals)

/** An amount of token units in tokens, all six decimals shown. */
export function formatAmount(units: bigint): string {
  const sign = units < 0n ? '-' : ''
  const magnitude = units < 0n ? -units : units
  const fraction = String(magnitude % unit).padStart(decimals, '0')
  return `${sign}${magnitude / unit}.${fraction}`
}
