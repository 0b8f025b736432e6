import { baselCapital } from '@creditmesh/agency-node/analysis/judgement/baselCapital.ts'
import { calibration } from '@creditmesh/agency-node/analysis/judgement/calibration.ts'
import { delong } from '@creditmesh/agency-node/analysis/judgement/delong.ts'
import { expectedMaximumProfit } from '@creditmesh/agency-node/analysis/judgement/expectedMaximumProfit.ts'
import { type Fairness, fairness } from '@creditmesh/agency-node/analysis/judgement/fairness.ts'
import { modelProfit } from '@creditmesh/agency-node/analysis/judgement/modelProfit.ts'
import { populationStability } from '@creditmesh/agency-node/analysis/judgement/populationStability.ts'
import { profitImportance } from '@creditmesh/agency-node/analysis/judgement/profitImportance.ts'
import { roc } from '@creditmesh/agency-node/analysis/judgement/roc.ts'
import { z } from 'zod'
import { labels, name, numbers, type Task, task } from './task.ts'

const scored = z.object({ y: labels, score: numbers })
const loans = z.object({
  amount: numbers,
  exposureAtDefault: numbers,
  lgd: z.number(),
  roi: z.number(),
})
const lossShare = z.object({ p0: z.number(), p1: z.number() })

/** The tasks that judge a model. Names in the outputs are the contract: what else the functions tell is left out. */
export const judgementTasks: Readonly<Record<string, Task>> = {
  roc: task(scored, ({ y, score }) => roc(y, score)),
  expectedMaximumProfit: task(
    scored.extend(lossShare.shape).extend({ roi: z.number() }),
    ({ y, score, ...parameters }) => {
      const { emp, fraction } = expectedMaximumProfit(y, score, parameters)
      return { emp, fraction }
    },
  ),
  modelProfit: task(
    scored.extend(loans.shape).extend({ lossShare: z.union([lossShare, z.literal('empirical')]) }),
    ({ y, score, ...options }) => {
      const { emp, fraction, rejected, profit, profitAcceptAll } = modelProfit(y, score, options)
      return { emp, fraction, rejected, profit, profitAcceptAll }
    },
  ),
  profitImportance: task(
    loans.extend({
      y: labels,
      trees: z.array(z.object({ features: z.array(z.string()), predicted: labels })),
    }),
    ({ y, trees, ...portfolio }) => {
      const byFeature = profitImportance(y, portfolio, trees)
      const entries = [...byFeature].map(([feature, { importance }]) => [feature, importance])
      return { importance: Object.fromEntries(entries) }
    },
  ),
  delong: task(z.object({ y: labels, a: numbers, b: numbers }), ({ y, a, b }) => delong(y, a, b)),
  calibration: task(
    z.object({ y: labels, p: numbers, bins: z.number().optional() }),
    ({ y, p, bins }) => calibration(y, p, bins),
  ),
  populationStability: task(
    z.object({ expected: numbers, actual: numbers }),
    ({ expected, actual }) => ({ psi: populationStability(expected, actual) }),
  ),
  fairness: task(
    scored.extend({ group: z.array(name), cutoff: z.number() }),
    ({ y, score, group, cutoff }) => plain(fairness(y, score, group, { cutoff })),
  ),
  baselCapital: task(
    z.object({ pd: z.number(), lgd: z.number(), correlation: z.number() }),
    (input) => baselCapital(input),
  ),
}

function plain({ groups, ...differences }: Fairness) {
  const entries = groups.map(({ group, n, selectionRate, tpr, fpr, badRate }) => [
    group,
    {
      n,
      selectionRate: selectionRate.value,
      tpr: tpr?.value ?? null,
      fpr: fpr?.value ?? null,
      badRate: badRate.value,
    },
  ])
  return { groups: Object.fromEntries(entries), ...differences }
}
