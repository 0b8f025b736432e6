import { expect, test } from 'vitest'
import { benchScorecard } from '../../../scripts/bench/scorecard.ts'

test('a scorecard of made clients is timed and judged, beside optbinning where it is installed', async () => {
  const { figures } = await benchScorecard({ isQuick: true, log: () => undefined })
  expect(figures.auc).toBeGreaterThan(0.75)
  if (figures.optbinningAuc !== undefined) expect(figures.optbinningAuc).toBeGreaterThan(0.75)
  for (const figure of Object.values(figures)) expect(figure).toBeGreaterThan(0)
})
