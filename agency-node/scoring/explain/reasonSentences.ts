import {
  codeOfReason,
  type ReasonCode,
  type ReasonName,
} from '../../analysis/scorecard/reasonCodes.ts'
import type { ToldLoss } from '../families/riskModel.ts'
import { reasonTexts } from '../reasonTexts.ts'
import { type FileFacts, recentMonths } from './facts.ts'
import { monthsSeenBy } from './featureWindows.ts'
import { didNotOccurSentence, missingSentence } from './gapSentences.ts'
import {
  accountsSentence,
  idleSentence,
  isOnlyLateness,
  lengthSentence,
  limitSentence,
  orderlyUseSentence,
} from './historySentences.ts'
import { latenessSentence } from './latenessSentences.ts'
import { paymentsSentence } from './paymentSentences.ts'
import { limitsSentence, smallPaymentsSentence } from './useSentences.ts'

/** One thing that lowered the score, in the months and amounts of the person's own file, and the codes that it answers for. */
export interface ReasonTold {
  readonly codes: readonly ReasonCode[]
  readonly text: string
  /** That the record tells little, rather than anything that went wrong. The letter says so, once for all such reasons. */
  readonly isFaultless: boolean
}

export interface ReasonsOfScore {
  /** The strongest first. */
  readonly reasons: readonly ReasonName[]
  readonly losses: readonly ToldLoss[]
  /** What the typical person has, by feature. */
  readonly typical: ReadonlyMap<string, number | null>
}

/**
 * The reasons of a score as the file bears them out. Each sentence is made of facts, and only where they make it true; where
 * they do not, the general text stands, which is true of everybody (reasonTexts.ts). What happened once is told once: lateness
 * that comes as several codes is one sentence, and so are small payments.
 */
export function reasonSentences(facts: FileFacts, score: ReasonsOfScore): ReasonTold[] {
  const told = new Map<string, ReasonTold & { codes: ReasonCode[] }>()
  for (const name of score.reasons) {
    const code = codeOfReason(name)
    const { event, ...words } = eventOf(facts, name, score)
    const same = told.get(event)
    if (same === undefined) told.set(event, { codes: [code], ...words })
    else if (!same.codes.includes(code)) same.codes.push(code)
  }
  return [...told.values()]
}

interface Event {
  /** The same for reasons that tell of the same thing. */
  readonly event: string
  readonly text: string
  readonly isFaultless: boolean
}

function eventOf(facts: FileFacts, name: ReasonName, score: ReasonsOfScore): Event {
  const feature = costliest(score.losses, name)
  const lateness = latenessSentence(facts)
  const small = smallPaymentsSentence(facts)
  if (name === 'R05' || name === 'R09') return eventWith('lateness', lateness, name)
  if (name === 'R08') return eventWith('payments', small, name)
  if (name === 'R10') return eventWith('limits', limitsSentence(facts), name)
  if (name === 'R07.orderlyUse') {
    const isSame = isOnlyLateness(facts) && lateness !== null && tellsLateness(score.reasons)
    if (isSame) return eventWith('lateness', lateness, name)
    const use = orderlyUseSentence(facts)
    return eventWith(name, use?.text ?? null, name, use?.isFaultless)
  }
  if (name === 'R07.payment') {
    const payments = paymentsSentence(facts, Math.min(recentMonths, monthsSeenBy(feature)))
    const isSame = payments?.isPartPayment === true && small !== null
    if (isSame && score.reasons.includes('R08')) {
      return eventWith('payments', small, name)
    }
    return eventWith(name, payments?.text ?? null, name, payments?.isFaultless)
  }
  const record = recordSentence(facts, { name, feature, typical: score.typical })
  return eventWith(name, record, name, record !== null && name !== 'R06')
}

/** The general text instead where there is none, without what it says of fault where that can be said for all at once. */
function eventWith(
  event: string,
  text: string | null,
  name: ReasonName,
  isFaultless = false,
): Event {
  if (text !== null) return { event, text, isFaultless }
  const general = reasonTexts.en[name]
  const bare = general.replace(consolation, '')
  return { event: name, text: bare, isFaultless: bare !== general }
}

const consolation = / This is not a fault\.(?: Do not [^.]+\.)?$/

interface RecordReason {
  readonly name: ReasonName
  readonly feature: string
  readonly typical: ReasonsOfScore['typical']
}

/** Of what the record holds, rather than of what the person did. */
function recordSentence(facts: FileFacts, { name, feature, typical }: RecordReason): string | null {
  if (name === 'R06') return missingSentence(facts, feature)
  if (name === 'R07') return didNotOccurSentence(facts, feature)
  if (name === 'R07.idle') return idleSentence(facts)
  if (name === 'R07.creditLimit') return limitSentence(facts, typical.get(feature) ?? null)
  if (name === 'R07.accounts') return accountsSentence(facts)
  if (name === 'R12') return lengthSentence(facts, feature)
  return null
}

function tellsLateness(reasons: readonly ReasonName[]): boolean {
  return reasons.includes('R05') || reasons.includes('R09')
}

/** The feature that cost most under this name; the first of equals. */
function costliest(losses: readonly ToldLoss[], name: ReasonName): string {
  const named = losses.filter((loss) => loss.name === name)
  const most = Math.max(...named.map(({ lost }) => lost))
  return named.find(({ lost }) => lost === most)?.feature ?? ''
}
