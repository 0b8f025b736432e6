import { stat, writeFile } from 'node:fs/promises'
import { basename, extname, resolve } from 'node:path'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'
import { fileError, writeAtomically } from '../../files/atomicFile.ts'
import { familyNames } from '../../scoring/evaluate/contenders.ts'
import { parseDelimiter } from '../../scoring/evaluate/delimiter.ts'
import {
  type EvaluateOptions,
  type Evaluation,
  evaluateTable,
} from '../../scoring/evaluate/evaluateTable.ts'
import { type LabelledTable, readTable } from '../../scoring/evaluate/readTable.ts'
import type { TableOptions } from '../../scoring/evaluate/tableOptions.ts'
import { wholeNumber } from '../optionTypes.ts'
import type { Report } from '../perform.ts'
import { evaluationText } from './evaluationText.ts'

const name = z.string().min(1).max(200)
const names = z.string().transform((text) => text.split(',').map((part) => part.trim()))
const number = z
  .string()
  .regex(/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, 'a number')
  .transform(Number)
const numbers = names.pipe(z.array(number))
const positive = (most: number) => wholeNumber.pipe(z.int().min(1).max(most))
const share = number.pipe(z.number().min(0).max(1))

export const evaluateOptions = z.strictObject({
  csv: z.string().min(1),
  label: name,
  bad: z.string(),
  delimiter: z.string().optional(),
  header: z.boolean().default(true),
  columns: names.optional(),
  categorical: names.optional(),
  special: numbers.optional(),
  drop: names.optional(),
  name: name.optional(),
  splits: positive(1000).prefault('1'),
  models: names
    .pipe(z.array(z.enum(familyNames)).min(1))
    .transform((families) => [...new Set(families)])
    .optional(),
  undersample: z.boolean().default(false),
  trees: positive(100_000).prefault('500'),
  seed: wholeNumber.prefault('1'),
  threads: positive(256).optional(),
  p0: share.prefault('0.55'),
  p1: share.prefault('0.1'),
  roi: number.pipe(z.number().min(0)).prefault('0.2644'),
  /** What follows --json: the option itself belongs to every command and takes no value. */
  out: z.string().min(1).optional(),
})
type Input = z.output<typeof evaluateOptions>

/**
 * Judges families of models on any file, without an agency. `--json OUT` writes the figures there and a table to people;
 * `--json` or `--json -` prints the figures alone.
 */
export async function evaluate(
  input: Input,
  say: { readonly isJson: boolean; readonly progress: (text: string) => void },
): Promise<Report> {
  const { out } = input
  if (out !== undefined && !say.isJson) {
    throw new MeshError('usage.invalid', { detail: `unexpected argument; to write a file: --json` })
  }
  const isToFile = out !== undefined && out !== '-'
  const read = await readTable(resolve(input.csv), tableOptions(input))
  const evaluation = await evaluateTable(read, {
    ...runOptions(input),
    ...((isToFile || !say.isJson) && { onProgress: teller(input, say.progress) }),
  })
  const warnings = warningsOf(input, read)
  const value = { ...evaluation, warnings }
  const text = evaluationText(evaluation, warnings)
  if (!isToFile) return { value, text }
  await save(resolve(out), value)
  return { value, text: `${text}\nFigures are in ${resolve(out)}`, isTextAlways: true }
}

function tableOptions(input: Input): TableOptions {
  const { label, bad, delimiter, header, columns, categorical, special, drop } = input
  if (header && columns !== undefined) {
    throw new MeshError('usage.invalid', {
      detail: '--columns: names the columns of a file without a header; add --no-header',
      details: { option: '--columns' },
    })
  }
  return {
    ...{ label, bad, hasHeader: header },
    ...(delimiter !== undefined && { delimiter: parseDelimiter(delimiter) }),
    ...(columns && { columns }),
    ...(categorical && { categorical }),
    ...(special && { specials: [...new Set(special)] }),
    ...(drop && { drop }),
  }
}

function runOptions(input: Input): EvaluateOptions {
  const { csv, splits, models, undersample, trees, seed, threads, p0, p1, roi } = input
  if (p0 + p1 > 1) {
    throw new MeshError('usage.invalid', { detail: '--p1: with --p0 it is more than 1' })
  }
  return {
    name: input.name ?? basename(csv, extname(csv)),
    ...{ splits, isUndersampled: undersample, trees, seed, profit: { p0, p1, roi } },
    families: models ?? familyNames,
    ...(threads !== undefined && { threads }),
  }
}

function teller({ splits }: Input, progress: (text: string) => void) {
  return ({ family, split, auc, sec }: Parameters<NonNullable<EvaluateOptions['onProgress']>>[0]) =>
    progress(`split ${split} of ${splits}: ${family} AUC ${auc.toFixed(4)}, ${sec.toFixed(1)} s`)
}

function warningsOf({ label }: Input, { table, goodLabels }: LabelledTable): string[] {
  const warnings: string[] = []
  if (goodLabels > 1) warnings.push(`${goodLabels} different values of ${label} count as good.`)
  const empty = table.columns.filter(
    (column) => column.kind === 'numeric' && column.values.every(Number.isNaN),
  )
  for (const column of empty) warnings.push(`Column ${column.name} has no value.`)
  return warnings
}

async function save(path: string, value: Evaluation): Promise<void> {
  const text = `${JSON.stringify(value, null, 2)}\n`
  // A pipe or a device cannot be replaced by a file.
  const isSpecial = await stat(path).then(
    (found) => !found.isFile(),
    () => false,
  )
  if (!isSpecial) return writeAtomically(path, text)
  await writeFile(path, text).catch((cause) => {
    throw fileError(path, cause)
  })
}
