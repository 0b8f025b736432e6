import type { Interval } from '@creditmesh/agency-node/analysis/judgement/proportion.ts'
import { chanceWords, isBeyondChance } from '../chance.ts'
import { list, percent, signedThree, signedWhole, three, whole } from '../report/words.ts'
import type { AreaDifference } from './comparisons.ts'
import { acceptedShare } from './earnings.ts'

/** A figure before and after something is added, and the difference with its doubt. */
export interface Step<Gap extends Interval> {
  readonly from: number
  readonly to: number
  readonly gap: Gap
}

export interface CallsFigures {
  /** From bank data to own calls, and from bank data to both. */
  readonly alone: Step<AreaDifference>
  readonly together: Step<AreaDifference>
}

/** Can own calls stand in for bank data, and do they add to it? */
export function callsAnswer({ alone, together }: CallsFigures): string {
  return (
    `Calls: in this invented country own calls alone sort payers ${standing(alone.gap)} bank data (forest AUC ${three(alone.to)} against ` +
    `${three(alone.from)}; the difference ${verdictOf(alone.gap)}). Both together reach ${three(together.to)} ` +
    `(${signedThree(together.gap.value)} over bank data, ${chanceWords(together.gap.p)}).`
  )
}

/** Areas closer than this are told as about alike where chance may explain the rest. */
const aboutAlike = 0.02

function standing({ value, p }: AreaDifference): string {
  if (!isBeyondChance(p)) {
    return Math.abs(value) < aboutAlike
      ? 'about as well as'
      : 'neither surely better nor surely worse than'
  }
  return value > 0 ? 'better than' : 'less well than'
}

function verdictOf({ p }: AreaDifference): string {
  return isBeyondChance(p) ? `is ${chanceWords(p)}` : chanceWords(p)
}

export interface NetworkFigures {
  readonly areas: Readonly<Record<'forest' | 'regression', AreaDifference>>
  /** In minor units, at the accepted share. */
  readonly earned: Readonly<Record<'forest' | 'regression', Step<Interval>>>
}

/** Below it a gain of area is little, however sure. */
const littleArea = 0.01

/** What knowing late payers among the contacts adds to bank data and own calls. */
export function networkAnswer(figures: NetworkFigures): string {
  const { areas, earned } = figures
  const area = (kind: 'forest' | 'regression') =>
    `${kind} ${signedThree(areas[kind].value)} (${chanceWords(areas[kind].p)})`
  const money = (kind: 'forest' | 'regression') =>
    `${kind} ${whole(earned[kind].from / 100)} to ${whole(earned[kind].to / 100)}`
  return (
    `Network: knowing who pays late among the contacts, on top of bank data and own calls, ${networkVerdict(figures)}. AUC: ${area('forest')}, ` +
    `${area('regression')}. Earned over accepting all, at ${percent(acceptedShare)} accepted: ${money('forest')}, ${money('regression')}; ` +
    `${earningsVerdict(earned)}.`
  )
}

/** A change of earnings by the network, of one kind of model at one share accepted. */
export interface Change {
  readonly kind: string
  readonly accepted: number
  readonly gap: Interval
}

/** Every change that the table shows, the sure ones by name: whoever looks at ten finds one by chance more easily than at one. */
export function changeWords(changes: readonly Change[]): string {
  const told = ({ kind, accepted, gap }: Change) =>
    `${kind} at ${percent(accepted)} ${signedWhole(gap.value / 100)} (${signedWhole(gap.low / 100)} to ${signedWhole(gap.high / 100)})`
  const named = changes.filter(({ accepted }) => accepted === acceptedShare)
  const sure = changes.filter(({ gap }) => excludesZero(gap))
  const largest = changes
    .toSorted((a, b) => Math.abs(b.gap.value) - Math.abs(a.gap.value))
    .slice(0, 1)
  const counted =
    sure.length === 0
      ? `None of the ${changes.length} changes from F to H in this table is beyond chance; the largest is ${largest.map(told).join('')}.`
      : `Of the ${changes.length} changes from F to H in this table ${sure.length} ${sure.length === 1 ? 'is' : 'are'} beyond chance, taken one by one: ${list(sure.map(told))}. ` +
        `With ${changes.length} looked at, chance makes one such more easily than with one.`
  return `From F to H, with 95 % intervals: ${list(named.map(told))}. ${counted}`
}

function networkVerdict({ areas, earned }: NetworkFigures): string {
  const sureAreas = Object.values(areas).filter(({ p }) => isBeyondChance(p))
  const sureMoney = Object.values(earned)
    .map(({ gap }) => gap)
    .filter(excludesZero)
  const sure = [...sureAreas, ...sureMoney]
  if (sure.length === 0) return 'adds nothing that can be told from chance'
  const ups = sure.filter(({ value }) => value > 0).length
  if (ups === 0) return 'makes the models worse'
  if (ups < sure.length) return 'helps by some figures and harms by others'
  const isMuch = sureMoney.length > 0 || sureAreas.some(({ value }) => value >= littleArea)
  return isMuch ? 'adds something' : 'adds little, if anything'
}

function earningsVerdict(earned: NetworkFigures['earned']): string {
  const sure = (['forest', 'regression'] as const).filter((kind) => excludesZero(earned[kind].gap))
  if (sure.length === 0) return 'neither change can be told from chance'
  return sure.length === 2
    ? 'both changes are beyond chance'
    : `only the ${sure[0]}’s change is beyond chance`
}

function excludesZero({ low, high }: Interval): boolean {
  return low > 0 || high < 0
}

/** Forest or regression, on bank data and calls. `gap` is regression less forest. */
export function familiesAnswer({
  here,
  paper,
}: {
  readonly here: {
    readonly regression: number
    readonly forest: number
    readonly gap: AreaDifference
  }
  readonly paper: { readonly regression: number; readonly forest: number }
}): string {
  const { regression, forest, gap } = here
  const lead = isBeyondChance(gap.p)
    ? `${gap.value > 0 ? 'regression' : 'the forest'} is ahead here`
    : 'neither is surely ahead here'
  return (
    `Forest or regression: on bank data and calls ${lead} (AUC, regression ${three(regression)}, forest ${three(forest)}; ${chanceWords(gap.p)}); in the paper the ` +
    `forest is far ahead (${three(paper.regression)}, ${three(paper.forest)}).`
  )
}

/** Models whose trees are one and the same: pruning left none of the questions that tell them apart. */
export function sameTreesWords(groups: readonly (readonly string[])[]): string {
  const words = groups.map(
    (names) =>
      ` The trees of ${list(names)} give everybody the same scores. That is no slip: once pruned, none of them asks for a column about other people.`,
  )
  return words.join('')
}
