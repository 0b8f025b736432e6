import { invalid } from '../labels.ts'

/**
 * Exposure to delinquents relative to exposure to customers who always paid: ln((x + f) / (b + f)), both as shares of their sums.
 * Raw exposure is high for everybody who calls much; the ratio measures risk instead of activity. The floor f, by default a tenth of
 * the mean share, keeps people whom neither reaches at 0 and those whom little reaches near it (area under the curve .940 on
 * Bitcoin-OTC; .934 with a floor of nearly nothing). With no delinquent or no benign source there is nothing to compare: 0 for all.
 * Throws `analysis.invalid_input` for exposures that are negative or no numbers.
 */
export function relativeExposure(
  delinquent: ArrayLike<number>,
  benign: ArrayLike<number>,
  floor = 0.1 / Math.max(1, delinquent.length),
): Float64Array {
  if (delinquent.length !== benign.length) throw invalid('The two exposures differ in length.')
  if (!(floor > 0)) throw invalid('The floor of the exposures is not positive.')
  const risky = sumOf(delinquent)
  const safe = sumOf(benign)
  const relative = new Float64Array(delinquent.length)
  if (risky === 0 || safe === 0) return relative
  for (let node = 0; node < relative.length; node++) {
    const share = (delinquent[node] as number) / risky
    relative[node] = Math.log((share + floor) / ((benign[node] as number) / safe + floor))
  }
  return relative
}

function sumOf(exposures: ArrayLike<number>): number {
  let sum = 0
  for (let node = 0; node < exposures.length; node++) {
    const exposure = exposures[node] as number
    if (!(exposure >= 0 && exposure < Infinity)) {
      throw invalid(`The exposure of node ${node} is no finite share.`)
    }
    sum += exposure
  }
  return sum
}
