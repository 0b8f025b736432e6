import type { Interval } from '@creditmesh/agency-node/analysis/judgement/proportion.ts'
import { chanceWords, isBeyondChance } from '../chance.ts'
import type { Answer } from '../report/page.ts'
import { list, signedRange, signedThree, three } from '../report/words.ts'
import type { AreaDifference } from './comparisons.ts'

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
export function callsAnswer({ alone, together }: CallsFigures): Answer {
  return {
    claim:
      `Calls: own calls alone sort these invented payers ${standing(alone.gap)} bank data (forest AUC ${three(alone.to)} against ${three(alone.from)}; ` +
      `${chanceWords(alone.gap.p)}). That follows from how strongly we let hardship show in calls.`,
    figures:
      `Calls (AUC of forests): bank data ${three(alone.from)}, own calls ${three(alone.to)} (${differenceWords(alone.gap)}), both together ${three(together.to)} ` +
      `(over bank data ${differenceWords(together.gap)}).`,
  }
}

function differenceWords(gap: AreaDifference): string {
  return `${signedThree(gap.value)}, ${signedRange(gap)}; ${chanceWords(gap.p)}`
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

interface Areas {
  readonly regression: number
  readonly forest: number
}

export interface FamiliesFigures {
  /** `gap` is regression less forest. */
  readonly here: Areas & { readonly gap: AreaDifference }
  readonly paper: Areas
}

/** Areas further apart than this are far apart. */
const farApart = 0.1

/** Forest or regression, on bank data and calls. */
export function familiesAnswer({ here, paper }: FamiliesFigures): Answer {
  const { regression, forest, gap } = here
  const lead = isBeyondChance(gap.p)
    ? `${gap.value > 0 ? 'regression' : 'the forest'} is ahead here`
    : 'neither is surely ahead here'
  const ofPaper = paper.forest > paper.regression ? 'the forest' : 'regression'
  return {
    claim:
      `Forest or regression: on bank data and calls ${lead} (AUC, regression ${three(regression)}, forest ${three(forest)}; ${chanceWords(gap.p)}); in the paper ${ofPaper} is ` +
      `(regression ${three(paper.regression)}, forest ${three(paper.forest)}).`,
    figures: `Forest or regression (F): regression less forest ${differenceWords(gap)}. ${farWords(here, paper)}`,
  }
}

/** A gap to the paper that one of the two methods makes is no merit of the other. */
function farWords(here: Areas, paper: Areas): string {
  const words = (['regression', 'forest'] as const).map((method) => {
    const less = here[method] - paper[method]
    const far = Math.abs(less) > farApart ? 'far ' : ''
    return `${method} (${three(paper[method])}) is ${far}${less > 0 ? 'below' : 'above'} ours (${three(here[method])})`
  })
  return `The paper’s ${words.join(', its ')}.`
}

/** Models whose trees are one and the same: pruning left none of the questions that tell them apart. */
export function sameTreesWords(groups: readonly (readonly string[])[]): string {
  const words = groups.map(
    (names) =>
      ` The trees of ${list(names)} give everybody the same scores. That is no slip: once pruned, none of them asks for a column about other people.`,
  )
  return words.join('')
}
