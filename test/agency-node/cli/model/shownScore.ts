import type { ShownScore } from '@creditmesh/agency-node/cli/model/scoreText.ts'
import { factsOf } from '@creditmesh/agency-node/scoring/explain/facts.ts'
import { reasonTexts } from '@creditmesh/agency-node/scoring/reasonTexts.ts'
import { asOf, line } from '../../scoring/population.ts'

const modelId = `0x${'ab'.repeat(32)}` as const
export const calculatedAt = Date.UTC(2026, 10, 22) / 1000

export const told = (...names: (keyof typeof reasonTexts.en)[]) =>
  names.map((name) => ({ code: name.slice(0, 3), text: reasonTexts.en[name] }))

/** What `model.score` gives of somebody who was late in May. */
export function shown(change: Partial<ShownScore> = {}): ShownScore {
  const records = [line('her', [{}, { bucket: 'DPD_30_59', daysPastDue: 45 }])]
  const facts = factsOf(records, { asOf, currency: 'TWD' })
  if (facts === null) throw new Error('a thin file')
  const reasonCodes = told('R09', 'R10')
  const plan = { text: 'Make every payment by its due date for 3 months.' }
  return {
    scoreId: null,
    score: {
      ...{ scoreValue: 455, band: 'E', probabilityOfDefault: 0.7527, modelId, reasonCodes },
      ...{ computedAt: calculatedAt, modelVersion: '1', inputsRoot: modelId },
      scale: { baseScore: 600, baseOdds: 50, pdo: 20 },
    },
    reasonCodes,
    calculatedAt,
    askAt: { agency: 'a', contact: null },
    cutOff: {
      ...{ score: 475, isReached: false, fraction: 0.231 },
      parameters: { p0: 0.55, p1: 0.1, roi: 0.2644 },
    },
    file: {
      reasons: [{ codes: ['R05', 'R09'], text: 'You were late in May 2024.', isFaultless: false }],
      punctuality: null,
      notCounted: [],
      ageing: ['May 2024 stops counting once your file has a record for May 2026.'],
      unchangeable: ['The months behind you stay as they are.'],
      facts,
    },
    whatWouldChange: {
      text: 'To reach 475, the line that we suggest to lenders:',
      plans: [plan],
    } as never, // all that is printed of it
    ...change,
  }
}
