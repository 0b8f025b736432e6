import { modelListText, modelText } from '@creditmesh/agency-node/cli/model/modelText.ts'
import { takeoverText } from '@creditmesh/agency-node/cli/model/report.ts'
import { expect, test } from 'vitest'

const judged = { gini: 0.5, brier: 0.1, logLoss: 0.3 }
const model = {
  ...{ modelId: '0xab', modelVersion: '7', family: 'scorecard' },
  bands: [
    { name: 'A', leastScore: 620 },
    { name: 'B', leastScore: null },
  ],
  cutOff: { score: 479 },
  metrics: {
    train: { ...judged, rows: 70, bads: 14, auc: 0.81, ks: 0.5, ece: 0.01 },
    test: { ...judged, rows: 30, bads: 6, auc: 0.74, ks: 0.4, ece: 0.05 },
  },
  features: [
    { feature: 'small', informationValue: 0.1, bins: [{ bin: 'all', share: 1, points: 2 }] },
    {
      feature: 'large',
      informationValue: 0.8,
      bins: [
        { bin: 'low', share: 0.5, points: -9 },
        { bin: 'high', share: 0.5, points: 4 },
      ],
    },
  ],
}

test('a model reads as what it was judged by, its bands and what it looks at, the most telling first', () => {
  const text = modelText(model)
  expect(text).toContain('scorecard "7" 0xab')
  expect(text).toContain('fitted on 70 people (14 bad), judged on 30 others (6 bad)')
  expect(text).toContain('AUC 0.740 (0.810 on those it was fitted on)')
  expect(text).toContain('A 620, B below; cut-off 479')
  expect(text.indexOf('large')).toBeLessThan(text.indexOf('small'))
  expect(text).toContain('-9 to 4 points')
})

test('a model without points by bin has no such list', () => {
  const { features: _, ...rest } = model
  expect(modelText(rest)).not.toContain('what it looks at')
})

test('kept models are a line each, a draft is called one', () => {
  const kept = { id: '0xab', modelVersion: '1', family: 'lr' }
  const models = [
    { ...kept, onChain: null },
    { ...kept, id: '0xcd', onChain: { status: 'CHAMPION' } },
  ]
  const lines = modelListText({ models }, '0xcd').split('\n')
  expect(lines).toEqual([expect.stringContaining('draft'), expect.stringContaining('CHAMPION')])
  expect(lines.map((line) => line.includes('scores now'))).toEqual([false, true])
  expect(modelListText({ models: [] }, null)).toContain('model train')
})

test('a draft that takes over from another model says so, with the name of the other', () => {
  const scoring = { modelId: '0xcd', isApproved: false }
  expect(takeoverText('0xab', scoring).join(' ')).toContain('Until now 0xab scored')
  expect(takeoverText(null, scoring)).toEqual([])
  expect(takeoverText('0xcd', scoring)).toEqual([])
})
