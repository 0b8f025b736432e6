import type { Answers } from '../studyPart.ts'
import { paperOf } from './agreement.ts'
import type { Comparisons } from './comparisons.ts'
import { callsAnswer, familiesAnswer, type NetworkFigures, networkAnswer } from './findings.ts'
import type { Classifier, ModelName } from './models.ts'

/** The opening question answered from the figures of this run. */
export function answersOf(comparisons: Comparisons): Answers {
  const area = (model: ModelName, kind: Classifier) => comparisons.area(model, kind).value
  const areaStep = (from: ModelName, to: ModelName) => ({
    ...{ from: area(from, 'forest'), to: area(to, 'forest') },
    gap: comparisons.areaGap(to, from, 'forest'),
  })
  return {
    calls: callsAnswer({ alone: areaStep('A', 'B'), together: areaStep('A', 'F') }),
    network: networkAnswer(networkFigures(comparisons)),
    families: familiesAnswer({
      here: {
        regression: area('F', 'lr'),
        forest: area('F', 'forest'),
        gap: comparisons.kindGap('F'),
      },
      paper: { regression: paperOf('F', 'lr'), forest: paperOf('F', 'forest') },
    }),
  }
}

/** What the network adds to bank data and own calls (F to H). */
function networkFigures({ areaGap, earned, earnedGap }: Comparisons): NetworkFigures {
  const money = (kind: Classifier) => ({
    ...{ from: earned('F', kind).value, to: earned('H', kind).value },
    gap: earnedGap('H', 'F', kind),
  })
  return {
    areas: { forest: areaGap('H', 'F', 'forest'), regression: areaGap('H', 'F', 'lr') },
    earned: { forest: money('forest'), regression: money('lr') },
  }
}
