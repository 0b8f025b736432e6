import { readFile } from 'node:fs/promises'
import { MeshError } from '@creditmesh/sdk/errors.ts'

/**
 * The columns of a small file of comma-separated numbers, in the file's order. Lines without a digit first (headers, comments,
 * blank ones) are left out. Throws `file.not_found` where there is no file and `input.invalid` for what is no number.
 */
export async function readColumns(path: string, count: number): Promise<Float64Array[]> {
  const lines = (await readText(path)).split(/\r?\n/).filter((line) => /^-?\d/.test(line))
  const columns = Array.from({ length: count }, () => new Float64Array(lines.length))
  lines.forEach((line, row) => {
    const cells = line.split(',').map((cell) => (cell.trim() === '' ? Number.NaN : Number(cell)))
    if (cells.length < count || cells.slice(0, count).some((cell) => !Number.isFinite(cell))) {
      throw new MeshError('input.invalid', {
        detail: `Data line ${row + 1} of ${path} does not hold ${count} numbers.`,
      })
    }
    columns.forEach((column, at) => {
      column[row] = cells[at] as number
    })
  })
  return columns
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new MeshError('file.not_found', { details: { path }, cause })
  }
}
