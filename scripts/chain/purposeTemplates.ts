import { detailBits } from '@creditmesh/sdk/chain/consentStructs.ts'
import type { PurposeTemplate } from '@creditmesh/sdk/chain/consentViews.ts'

const daySec = 86_400
const { SCORE_ONLY, SUMMARY, DETAIL, IDENTITY } = detailBits
const summary = SCORE_ONLY | SUMMARY
const full = summary | DETAIL | IDENTITY

/** The default bounds of CREDIT-DATA 3, by purpose code: what a network begins with. */
export const purposeTemplates: ReadonlyMap<number, PurposeTemplate> = new Map([
  [1, template({ days: 30, lookback: 60, life: 30, detail: full })], // credit application
  [2, template({ days: 7, lookback: 24 })], // prequalification
  // Account review: at most five a month while the loan lives, five years at the longest.
  [3, { ...template({ days: 5 * 365, lookback: 6, life: 31, uses: 300 }), ...monthly(5) }],
  [4, { ...template({ days: 365, lookback: 12, life: 31, uses: 12 }), ...monthly(1) }], // collection
  [5, template({ days: 30, lookback: 60, life: 30, detail: full })], // guarantor check
  [6, template({ days: 14, lookback: 24 })], // tenancy
  [7, template({ days: 30, lookback: 36 })], // insurance underwriting
  [8, { ...template({ days: 14, lookback: 36 }), enabled: false }], // employment: off by default
  [9, template({ days: 30, lookback: 24 })], // government benefit
  [10, template({ days: 30, lookback: 24 })], // merchant admission
])

interface Bounds {
  readonly days: number
  readonly lookback: number
  readonly life?: number
  readonly uses?: number
  readonly detail?: number
}

function template({
  days,
  lookback,
  life = 0,
  uses = 1,
  detail = summary,
}: Bounds): PurposeTemplate {
  return {
    enabled: true,
    maxExpirySec: days * daySec,
    maxUses: uses,
    maxPerPeriod: 0,
    periodSec: 0,
    maxLookbackMonths: lookback,
    maxDataLifeDays: life,
    detailMask: detail,
  }
}

function monthly(uses: number) {
  return { maxPerPeriod: uses, periodSec: 30 * daySec }
}
