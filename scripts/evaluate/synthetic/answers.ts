import type { Answers } from '../studyPart.ts'
import { paperOf } from './agreement.ts'
import type { Comparisons } from './comparisons.ts'
import { callsAnswer, familiesAnswer } from './findings.ts'
import type { Classifier, ModelName } from './models.ts'
import { type NetworkFigures, networkAnswer } from './networkFindings.ts'

/** Stands with the answers: whatever they say was made by how the country was drawn. */
export const caveat =
  'In the main part people, calls and loans are invented, and we chose how strongly hardship shows in calls: no answer from it is evidence about real people, nor of what your ' +
  'bank would earn. No repayment history or bureau data was tested. Set no cut-off from this page; run it on your own people.'

/** The opening question answered from the figures of this run. */
export function answersOf(comparisons: Comparisons): Answers {
  const area = (model: ModelName, classifier: Classifier) =>
    comparisons.area(model, classifier).value
  const areaStep = (from: ModelName, to: ModelName) => ({
    ...{ from: area(from, 'forest'), to: area(to, 'forest') },
    gap: comparisons.areaGap(to, from, 'forest'),
  })
  return {
    calls: callsAnswer({ alone: areaStep('A', 'B'), together: areaStep('A', 'F') }),
    network: networkAnswer({
      onAll: networkFigures(comparisons, 'F', 'H'),
      onCalls: networkFigures(comparisons, 'B', 'G'),
    }),
    families: familiesAnswer({
      here: {
        regression: area('F', 'lr'),
        forest: area('F', 'forest'),
        gap: comparisons.methodGap('F'),
      },
      paper: { regression: paperOf('F', 'lr'), forest: paperOf('F', 'forest') },
    }),
  }
}

/** What the network adds from one model to the next. */
export function networkFigures(
  { areaGap, earned, earnedGap }: Comparisons,
  from: ModelName,
  to: ModelName,
): NetworkFigures {
  const money = (classifier: Classifier) => ({
    ...{ from: earned(from, classifier).value, to: earned(to, classifier).value },
    gap: earnedGap(to, from, classifier),
  })
  return {
    areas: { forest: areaGap(to, from, 'forest'), regression: areaGap(to, from, 'lr') },
    earned: { forest: money('forest'), regression: money('lr') },
  }
}
