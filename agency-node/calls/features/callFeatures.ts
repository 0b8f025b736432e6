import { MeshError } from '@creditmesh/sdk/errors.ts'
import {
  type ClockOptions,
  callingBehaviourNames,
} from '../../analysis/network/callingBehaviour.ts'
import { dealFolds } from '../../analysis/network/exposureSources.ts'
import { linkBased, notCustomer } from '../../analysis/network/linkBased.ts'
import { seededRandom } from '../../analysis/random.ts'
import type { NumericColumn } from '../../analysis/table.ts'
import { openFrame } from '../frame/buildFrame.ts'
import type { Frame } from '../frame/frameFiles.ts'
import type { FrameOptions } from '../frame/frameOptions.ts'
import type { CallFolder } from '../store/callFolder.ts'
import { behaviourOf } from './behaviourOf.ts'
import { exposureOf } from './exposureOf.ts'
import { nodeOf } from './findNodes.ts'
import { type ListedPerson, readPeople } from './peopleFile.ts'

export const featureGroups = ['CB', 'LB', 'PR', 'SPA'] as const
export type FeatureGroup = (typeof featureGroups)[number]

export interface FeatureOptions extends FrameOptions, Pick<ClockOptions, 'dayHours'> {
  readonly groups?: readonly FeatureGroup[]
  readonly subjectsFile: string
  /** Late payments of customers as known when the window ends; needed for all groups but CB. */
  readonly lateFile?: string
  /** Deals the subjects into folds, each exposed to sources outside it alone; without, no subject is a source. */
  readonly folds?: number
  readonly seed?: number
  readonly onStep?: (step: string) => void
}

export interface FeatureTable {
  /** A row each, as the file of subjects has them: her id, or her tag where it has none. */
  readonly ids: readonly string[]
  readonly columns: readonly NumericColumn[]
}

/**
 * The features of the paper (Table 3) that calls give: CB 72, LB 36, PR 54 and SPA 54 with nine relative exposures each, after `in_network`, which is 0
 * for subjects without a call that counts; all other features are then 0. Throws `input.invalid`, `import.line_invalid`, `usage.invalid`.
 */
export async function callFeatures(
  folder: CallFolder,
  options: FeatureOptions,
): Promise<FeatureTable> {
  const { onStep, groups = featureGroups } = options
  onStep?.('network')
  const frame = await openFrame(folder, options)
  const people: ListedPerson[] = []
  for await (const person of readPeople(options.subjectsFile, folder.tagger, ['number']))
    people.push(person)
  const subjects = placeSubjects(people, frame)
  const columns: NumericColumn[] = [column('in_network', people.length, subjects.rows, () => 1)]
  const add = (found: readonly NumericColumn[]) => {
    for (const { name, values } of found) {
      columns.push(column(name, people.length, subjects.rows, (i) => values[i] as number))
    }
  }
  if (groups.includes('CB')) {
    onStep?.('calling behaviour')
    add(await behaviourColumns(folder, frame, subjects.nodes, options))
  }
  if (groups.some((group) => group !== 'CB')) {
    add(await networkColumns(folder, frame, subjects.nodes, { ...options, groups }))
  }
  return { ids: people.map(nameOf), columns }
}

function nameOf({ id, tag }: ListedPerson): string {
  return id ?? Buffer.from(tag.buffer).toString('hex')
}

/** Nodes of the subjects that are in the network, and their rows. */
function placeSubjects(people: readonly ListedPerson[], { tags }: Frame) {
  const found = people.map(({ tag }, row) => ({ row, node: nodeOf(tags, tag) }))
  const inside = found.filter(({ node }) => node >= 0)
  requireOnce(inside, people)
  return {
    rows: inside.map(({ row }) => row),
    nodes: Uint32Array.from(inside, ({ node }) => node),
  }
}

function requireOnce(
  inside: readonly { row: number; node: number }[],
  people: readonly ListedPerson[],
): void {
  const seen = new Set<number>()
  for (const { node, row } of inside) {
    if (seen.has(node)) {
      const line = people[row]?.line ?? 0
      throw new MeshError('import.line_invalid', {
        detail: `line ${line}: a subject twice`,
        details: { line },
      })
    }
    seen.add(node)
  }
}

function column(
  name: string,
  length: number,
  rows: readonly number[],
  value: (i: number) => number,
): NumericColumn {
  const values = new Float64Array(length)
  for (const [i, row] of rows.entries()) values[row] = value(i)
  return { kind: 'numeric', name, values, specials: [] }
}

async function behaviourColumns(
  folder: CallFolder,
  { ids }: Frame,
  nodes: Uint32Array,
  options: FeatureOptions,
): Promise<NumericColumn[]> {
  const own = Uint32Array.from(nodes, (node) => ids[node] as number)
  const values = await behaviourOf(folder, own, options)
  const width = callingBehaviourNames.length
  return callingBehaviourNames.map((name, feature) => ({
    ...{ kind: 'numeric', name, specials: [] },
    values: Float64Array.from(nodes, (_, i) => values[i * width + feature] as number),
  }))
}

async function networkColumns(
  folder: CallFolder,
  frame: Frame,
  subjects: Uint32Array,
  {
    groups,
    onStep,
    signal,
    ...options
  }: FeatureOptions & { readonly groups: readonly FeatureGroup[] },
): Promise<NumericColumn[]> {
  if (options.lateFile === undefined) {
    throw new MeshError('usage.invalid', { detail: '--late is needed for all features but CB' })
  }
  const late = await latePayments(options.lateFile, folder, frame)
  const { networks } = frame
  const linked = groups.includes('LB') ? linkBased(networks, late, subjects) : []
  const families = (['PR', 'SPA'] as const).filter((family) => groups.includes(family))
  if (families.length === 0) return linked
  onStep?.('exposure')
  const random = seededRandom(options.seed ?? 1)
  const folds = options.folds === undefined ? null : dealFolds(subjects, options.folds, random)
  const exposed = await exposureOf(networks, {
    ...{ families, late, subjects, folds },
    ...(signal !== undefined && { signal }),
  })
  return [...linked, ...exposed]
}

/** Of each node; customers who made no call that counts change nothing. */
async function latePayments(
  path: string,
  { tagger }: CallFolder,
  { tags, facts }: Frame,
): Promise<Int32Array> {
  const late = new Int32Array(facts.nodes).fill(notCustomer)
  for await (const person of readPeople(path, tagger, ['number', 'late'])) {
    const node = nodeOf(tags, person.tag)
    if (node < 0) continue
    if (late[node] !== notCustomer && late[node] !== person.late) {
      throw new MeshError('import.line_invalid', {
        detail: `line ${person.line}: a customer twice, with other late payments`,
        details: { path, line: person.line },
      })
    }
    late[node] = person.late as number // the column is there, for it is needed
  }
  return late
}
