import { type Labels, requireSameLength } from '../labels.ts'
import { missingCategory } from '../table.ts'

/** Rows of the average share of bads that every level is mixed with, so that rare levels do not lead the order. */
const MIXED_ROWS = 10

/**
 * The rank of each category by its share of bads, rarest risk first, so that categories can be binned like quantities: for two
 * classes the best grouping never parts neighbours of this order (Fisher 1958). Null for one that no row has. Equal shares stand
 * in the order of the codes.
 */
export function rankLevels(codes: Int32Array, y: Labels, categories: number): (number | null)[] {
  requireSameLength(y, codes, 'codes')
  const rows = new Float64Array(categories)
  const bads = new Float64Array(categories)
  let known = 0
  let bad = 0
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number
    if (code === missingCategory) continue
    rows[code] = (rows[code] as number) + 1
    bads[code] = (bads[code] as number) + (y[row] as number)
    known++
    bad += y[row] as number
  }
  const share = (code: number) =>
    ((bads[code] as number) + (MIXED_ROWS * bad) / known) / ((rows[code] as number) + MIXED_ROWS)
  const seen = Array.from(rows.keys()).filter((code) => (rows[code] as number) > 0)
  const ranks = new Array<number | null>(categories).fill(null)
  seen
    .sort((a, b) => share(a) - share(b) || a - b)
    .forEach((code, rank) => {
      ranks[code] = rank
    })
  return ranks
}
