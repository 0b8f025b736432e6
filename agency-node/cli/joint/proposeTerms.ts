import { MeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'
import { localName } from '../../files/networkFile.ts'
import { featureSet } from '../../scoring/featureCatalogue.ts'
import { memberOption } from '../members.ts'
import { list, wholeNumber } from '../optionTypes.ts'

const someNumber = z
  .string()
  .regex(/^\d{1,9}(?:\.\d{1,9})?$/, 'a number')
  .transform(Number)
const name = z.string().min(1).max(64)

/** What `joint propose` takes; which of it a kind needs, the terms below say. */
export const proposeOptions = z.strictObject({
  agency: localName,
  kind: z.enum(['logistic', 'forest', 'linkage']),
  with: list(memberOption),
  purpose: z.string().min(1).max(200),
  columns: list(name),
  indicators: list(name).optional(),
  outcome: name.optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'three capitals')
    .optional(),
  days: wholeNumber.default(30),
  sessions: wholeNumber.default(5),
  minRows: wholeNumber.default(100),
  minPerClass: wholeNumber.default(20),
  maxRounds: wholeNumber.default(60),
  allowTwo: z.boolean().default(false),
  l2: someNumber.default(1),
  trees: wholeNumber.default(20),
  depth: wholeNumber.default(5),
  bins: wholeNumber.default(16),
  columnsPerNode: wholeNumber.optional(),
  minLeaf: wholeNumber.default(20),
  seed: wholeNumber.default(1),
  maxAsked: wholeNumber.default(100_000),
  maxHeld: wholeNumber.default(100_000),
  minElements: wholeNumber.default(100),
})
export type ProposeOptions = z.output<typeof proposeOptions>

/** The terms of an agreement of this kind between these parties. */
export function termsOf(
  options: ProposeOptions,
  { parties, nowSec }: { readonly parties: readonly string[]; readonly nowSec: number },
): object {
  const { kind, purpose, columns, days, sessions: maxSessions } = options
  const common = {
    kind,
    parties,
    purpose,
    columns,
    maxSessions,
    validUntil: nowSec + days * 86_400,
  }
  if (kind === 'linkage') {
    const { maxAsked: maxLeaderElements, maxHeld: maxHolderElements, minElements } = options
    return { ...common, maxLeaderElements, maxHolderElements, minElements }
  }
  const { minRows, minPerClass, maxRounds, allowTwo, indicators = [] } = options
  const training = {
    ...common,
    ...{ featureSet, minRows, minPerClass, maxRounds, allowTwo, indicators },
    outcome: required(options.outcome, 'outcome'),
    currency: required(options.currency, 'currency'),
  }
  if (kind === 'logistic') return { ...training, l2: options.l2 }
  const { trees, depth, bins, minLeaf, seed } = options
  const columnsPerNode = options.columnsPerNode ?? Math.ceil(Math.sqrt(columns.length))
  return { ...training, forest: { trees, depth, bins, columnsPerNode, minLeaf, seed } }
}

function required<T>(value: T | undefined, option: string): T {
  if (value !== undefined) return value
  throw new MeshError('usage.invalid', {
    detail: `--${option}: a model needs it`,
    details: { option },
  })
}
