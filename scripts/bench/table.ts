export interface Table {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

export type Cell = string | number

/** Aligns a table for a terminal: the first column to the left, numbers to the right. */
export function formatTable({ title, columns, rows }: Table): string {
  const lines = [columns, ...rows.map((row) => row.map(formatCell))]
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)))
  const [head = '', ...body] = lines.map((line) =>
    line
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
  return [title, head, '-'.repeat(head.length), ...body].join('\n')
}

/** Three digits at least, thousands apart. */
function formatCell(cell: Cell): string {
  if (typeof cell === 'string') return cell
  const fraction = Math.abs(cell) >= 100 || Number.isInteger(cell) ? 0 : cell < 10 ? 2 : 1
  return cell.toLocaleString('en-US', {
    minimumFractionDigits: fraction,
    maximumFractionDigits: fraction,
  })
}
