import type { Evaluation } from '../../scoring/evaluate/evaluateTable.ts'

/** The figures of an evaluation as a table for people, the best family first. */
export function evaluationText(evaluation: Evaluation, warnings: readonly string[]): string {
  const { name, rows, bad, splits, isUndersampled, models, comparison } = evaluation
  const lines = Object.entries(models)
    .sort(([, a], [, b]) => b.aucMean - a.aucMean)
    .map(([family, figures]) => [
      family,
      splits === 1
        ? share(figures.aucMean)
        : `${share(figures.aucMean)} +- ${share(figures.aucDeviation)}`,
      ...[figures.ks, figures.brier, figures.ece].map(share),
      figures.emp.toFixed(5),
      (figures.emp - figures.empNoSkill).toFixed(5),
      figures.sec.toFixed(2),
    ])
  const head = ['', 'AUC', 'KS', 'Brier', 'ECE', 'EMP', 'over no skill', 'sec']
  const kind = isUndersampled ? ', undersampled, prior corrected' : ''
  return [
    `${name}: ${rows} rows, ${bad} bad; ${splits === 1 ? 'one split' : `means over ${splits} splits`}${kind}`,
    ...align([head, ...lines]),
    ...clearDifferences(comparison, splits),
    ...warnings.map((warning) => `Note: ${warning}`),
  ].join('\n')
}

function clearDifferences({ pairs, level }: Evaluation['comparison'], splits: number): string[] {
  return pairs
    .filter(({ aBetter, bBetter }) => aBetter + bBetter > 0)
    .map(({ a, b, aBetter, bBetter, difference }) => {
      const [better, worse] = difference >= 0 ? [a, b] : [b, a]
      const [times, against] = difference >= 0 ? [aBetter, bBetter] : [bBetter, aBetter]
      const other = against > 0 ? `, worse in ${against}` : ''
      const often = `in ${times} of ${splits} splits${other}`
      return `${better} is better than ${worse} ${often} (DeLong's test at ${level})`
    })
}

function share(value: number): string {
  return value.toFixed(4)
}

function align(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) ?? []
  return rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}
