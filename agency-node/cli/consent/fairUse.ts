import { detailBits } from '@creditmesh/sdk/chain/consentStructs.ts'
import type { PurposeTemplate } from '@creditmesh/sdk/chain/consentViews.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { purposeName } from '@creditmesh/sdk/wire/purposes.ts'
import { detailWords, durationWords } from '../words.ts'

/** What of a grant the fair use of its purpose bounds. */
export interface BoundedTerms {
  readonly expiresIn: number
  readonly maxUses: number
  readonly lookback: number
  readonly dataLife: number
  /** Mask of `detailBits`. */
  readonly detail: number
}

const usual: BoundedTerms = {
  expiresIn: 7 * 86_400,
  maxUses: 1,
  lookback: 24,
  dataLife: 0,
  detail: detailBits.SCORE_ONLY | detailBits.SUMMARY | detailBits.DETAIL,
}

/** What was named, as it was named; what was not, as usual or as much of it as the purpose allows. */
export function termsWithin(
  named: { readonly [Term in keyof BoundedTerms]?: BoundedTerms[Term] | undefined },
  template: PurposeTemplate,
): BoundedTerms {
  return {
    expiresIn: named.expiresIn ?? Math.min(usual.expiresIn, template.maxExpirySec),
    maxUses: named.maxUses ?? Math.min(usual.maxUses, template.maxUses),
    lookback: named.lookback ?? Math.min(usual.lookback, template.maxLookbackMonths),
    dataLife: named.dataLife ?? usual.dataLife,
    detail: named.detail ?? usual.detail & template.detailMask,
  }
}

// A grant begins a minute before it is signed, because clocks differ (sdk/client/subject/consentRequest.ts), and its
// whole life counts: one that is to last as long as the purpose allows ends that minute earlier.
const clockSkewSec = 60

export function expiryOf(
  nowSec: number,
  { expiresIn }: BoundedTerms,
  { maxExpirySec }: PurposeTemplate,
) {
  return nowSec + Math.min(expiresIn, maxExpirySec - clockSkewSec)
}

/** Fewer uses than one period's bound need no period; more get the purpose's own. */
export function periodFor(
  { maxUses }: BoundedTerms,
  { maxPerPeriod, periodSec }: PurposeTemplate,
): { readonly uses: number; readonly seconds: number } | undefined {
  if (maxPerPeriod === 0 || maxUses <= maxPerPeriod) return undefined
  return { uses: maxPerPeriod, seconds: periodSec }
}

/** The contract names the first bound that is broken; a person wants all of them. Throws `fair_use.exceeded`. */
export function requireFairUse(
  purpose: number,
  terms: BoundedTerms,
  template: PurposeTemplate,
): void {
  if (!template.enabled) {
    throw new MeshError('fair_use.exceeded', {
      detail: `nobody can grant ${purposeName(purpose)} on this network`,
      details: { purpose: purposeName(purpose) },
      action: 'Choose another purpose: creditmesh consent grant --help lists them.',
    })
  }
  const exceeded = violations(terms, template)
  if (exceeded.length === 0) return
  throw new MeshError('fair_use.exceeded', {
    detail: `${purposeName(purpose)} does not allow ${exceeded.join('; ')}`,
    details: { purpose: purposeName(purpose), exceeded },
    action: 'Narrow each of them, or leave it out: what is not named is set within the bounds.',
  })
}

function violations(terms: BoundedTerms, template: PurposeTemplate): string[] {
  const { expiresIn, maxUses, lookback, dataLife, detail } = terms
  const { maxExpirySec, maxLookbackMonths, maxDataLifeDays, detailMask } = template
  const atMost = (option: string, given: string, bound: string) =>
    `--${option} ${given} (at most ${bound})`
  const found = [
    expiresIn > maxExpirySec &&
      atMost('expires-in', durationWords(expiresIn), durationWords(maxExpirySec)),
    maxUses > template.maxUses && atMost('max-uses', `${maxUses}`, `${template.maxUses}`),
    lookback > maxLookbackMonths &&
      atMost('lookback', `${lookback} months`, `${maxLookbackMonths} months`),
    dataLife > maxDataLifeDays &&
      atMost(
        'data-life',
        `${dataLife} days`,
        maxDataLifeDays === 0 ? 'none' : `${maxDataLifeDays} days`,
      ),
    (detail & ~detailMask) !== 0 && atMost('detail', detailWords(detail), detailWords(detailMask)),
  ]
  return found.filter((each) => each !== false)
}

/** The bounds of a purpose, for whoever is about to sign. */
export function boundsText(purpose: number, template: PurposeTemplate): string {
  const { maxExpirySec, maxUses, maxPerPeriod, periodSec } = template
  const often = maxPerPeriod === 0 ? '' : `, ${maxPerPeriod} in ${durationWords(periodSec)}`
  const kept = template.maxDataLifeDays
  return [
    `Fair use of ${purposeName(purpose)}: at most ${durationWords(maxExpirySec)}, ${maxUses} uses${often},`,
    `  ${template.maxLookbackMonths} months back, ${kept === 0 ? 'nothing kept' : `kept ${kept} days`}, ${detailWords(template.detailMask)}.`,
  ].join('\n')
}
