import { binColumn } from '../analysis/scorecard/binning.ts'
import type { FeatureReference } from './artefact.ts'
import { featureCatalogue } from './featureCatalogue.ts'

const deciles = [1, 2, 3, 4, 5, 6, 7, 8, 9]

/** What the chosen rows of each feature are like. */
export function referencesOf(
  columns: readonly Float64Array[],
  rows: Uint32Array,
): FeatureReference[] {
  return featureCatalogue.map(({ name, specials }, at) => {
    const column = columns[at] as Float64Array
    const values = Float64Array.from(rows, (row) => column[row] as number)
    const known = values.filter((value) => !Number.isNaN(value)).sort()
    const scale = known.filter((value) => !specials.includes(value))
    const cuts = [...new Set(deciles.flatMap((tenth) => quantile(scale, tenth / 10) ?? []))]
    const binning = { cuts, specials: [...specials] }
    const counts = new Array<number>(cuts.length + specials.length + 2).fill(0)
    for (const bin of binColumn(binning, values)) counts[bin] = (counts[bin] as number) + 1
    const isMostlyKnown = 2 * known.length > values.length
    return {
      ...{ name, ...binning },
      typical: isMostlyKnown ? (quantile(known, 0.5) ?? null) : null,
      shares: counts.map((people) => people / values.length),
    }
  })
}

function quantile(sorted: Float64Array, share: number): number | undefined {
  return sorted[Math.floor(share * (sorted.length - 1))]
}
