import type { Interval } from '@creditmesh/agency-node/analysis/judgement/proportion.ts'
import { chanceWords, isBeyondChance } from '../chance.ts'
import type { Answer } from '../report/page.ts'
import {
  list,
  percent,
  signedMoneyRange,
  signedRange,
  signedThree,
  signedWhole,
  whole,
} from '../report/words.ts'
import type { AreaDifference } from './comparisons.ts'
import { acceptedShare } from './earnings.ts'
import type { Step } from './findings.ts'

const methods = ['forest', 'regression'] as const

type Method = (typeof methods)[number]

export interface NetworkFigures {
  readonly areas: Readonly<Record<Method, AreaDifference>>
  /** In minor units, at the accepted share. */
  readonly earned: Readonly<Record<Method, Step<Interval>>>
}

/** Below it a gain of area is little, however sure. */
const littleArea = 0.01

/** What knowing late payers among the contacts adds: to bank data and own calls, and to calls where there is no bank data. */
export function networkAnswer({
  onAll,
  onCalls,
}: {
  readonly onAll: NetworkFigures
  readonly onCalls: NetworkFigures
}): Answer {
  return {
    claim:
      `Network: knowing who pays late among the contacts ${networkVerdict(onAll)} on top of bank data and own calls; without bank data, on top of own calls alone, it ` +
      `${networkVerdict(onCalls)}.`,
    figures:
      `Network added to bank data and own calls (F to H): ${figuresWords(onAll)} Network added to own calls alone (B to G): ${figuresWords(onCalls)} Earned is over accepting all, in ` +
      `invented money, at ${percent(acceptedShare)} accepted; its changes are judged one by one.`,
  }
}

function figuresWords({ areas, earned }: NetworkFigures): string {
  const area = (method: Method) =>
    `${method} ${signedThree(areas[method].value)} (${signedRange(areas[method])}; ${chanceWords(areas[method].p)})`
  const money = (method: Method) => {
    const { from, to, gap } = earned[method]
    return (
      `${method} ${whole(from / 100)} without the network, ${whole(to / 100)} with it ` +
      `(${signedWhole(gap.value / 100)}, ${signedMoneyRange(gap)})`
    )
  }
  return (
    `AUC ${methods.map(area).join(', ')}. Earned ${methods.map(money).join(', ')}; ` +
    `${earningsVerdict(earned)}.`
  )
}

/** Each of the four figures that is beyond chance counts, and the sure ones are named where not all are. */
function networkVerdict({ areas, earned }: NetworkFigures): string {
  const all = methods.flatMap((method) => [
    {
      ...{ words: `AUC of ${method}`, value: areas[method].value },
      isSure: isBeyondChance(areas[method].p),
      isMuch: Math.abs(areas[method].value) >= littleArea,
    },
    {
      ...{
        words: `earnings of ${method} at ${percent(acceptedShare)} accepted`,
        value: earned[method].gap.value,
      },
      ...{ isSure: excludesZero(earned[method].gap), isMuch: true },
    },
  ])
  const sure = all.filter(({ isSure }) => isSure)
  if (sure.length === 0) return 'adds nothing that can be told from chance'
  const ups = sure.filter(({ value }) => value > 0)
  if (ups.length === sure.length && sure.every(({ isMuch }) => !isMuch))
    return 'adds little, if anything,'
  const only = sure.length === 1 ? 'only ' : ''
  const named = ` (${only}${sure.length} of ${all.length} figures beyond chance: ${list(sure.map(({ words }) => words))})`
  if (ups.length === 0) return `makes the models worse${named}`
  if (ups.length < sure.length) return `helps by some figures and harms by others${named}`
  return `adds something${named}`
}

function earningsVerdict(earned: NetworkFigures['earned']): string {
  const sure = methods.filter((method) => excludesZero(earned[method].gap))
  if (sure.length === 0) return 'neither change can be told from chance'
  return sure.length === 2
    ? 'both changes are beyond chance'
    : `only the change of ${sure[0]} is beyond chance`
}

/** A change of earnings by the network, of one method at one share accepted. */
export interface Change {
  readonly method: string
  readonly accepted: number
  readonly gap: Interval
}

/** Every change that the table shows, the sure ones by name: whoever looks at ten finds one by chance more easily than at one. */
export function changeWords(changes: readonly Change[]): string {
  const told = ({ method, accepted, gap }: Change) =>
    `${method} at ${percent(accepted)} ${signedWhole(gap.value / 100)} (${signedMoneyRange(gap)})`
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

function excludesZero({ low, high }: Interval): boolean {
  return low > 0 || high < 0
}
