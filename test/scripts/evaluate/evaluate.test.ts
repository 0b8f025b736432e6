import { roc } from '@creditmesh/agency-node/analysis/judgement/roc.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { describe, expect, test } from 'vitest'
import { copenhagenPart } from '../../../scripts/evaluate/copenhagen/copenhagenPart.ts'
import { dropCorrelated } from '../../../scripts/evaluate/dropCorrelated.ts'
import { foldsByHash } from '../../../scripts/evaluate/folds.ts'
import { crossValidateOtc } from '../../../scripts/evaluate/otc/crossValidate.ts'
import { readRatings } from '../../../scripts/evaluate/otc/ratings.ts'
import { syntheticPart } from '../../../scripts/evaluate/synthetic/syntheticPart.ts'
import { parseEvaluateArguments } from '../../../scripts/evaluate.ts'
import { sharedFile } from '../../support/sharedData.ts'

const quick = { dataFolder: null, seed: 3, isQuick: true, threads: 1, log: () => {} }

describe('the study', () => {
  test('judges every model of the paper on the synthetic country, none of them by leaked labels', () => {
    const { section, figures } = syntheticPart(quick)
    const models = figures.models as { model: string; classifier: string; auc: number }[]
    expect(models).toHaveLength(27)
    expect(models.every(({ auc }) => auc > 0.4 && auc < 0.99)).toBe(true)
    const forest = (name: string) =>
      models.find((each) => each.model === name && each.classifier === 'forest')?.auc ?? 0
    expect(forest('H')).toBeGreaterThan(forest('C'))
    expect(section.figures).toHaveLength(7)
    expect(models).toContainEqual(
      expect.objectContaining({
        aucInterval: expect.objectContaining({ low: expect.any(Number) }),
        riskiestTenth: { predicted: expect.any(Number), observed: expect.any(Number) },
        earnedInterval: expect.objectContaining({ low: expect.any(Number) }),
      }),
    )
    expect(figures).toMatchObject({
      regressionLessForest: { p: expect.any(Number), low: expect.any(Number) },
      networkOnCalls: { earned: { regression: { gap: { low: expect.any(Number) } } } },
    })
    expect(figures.ages).toHaveLength(6)
    expect((figures.cutoffs as { cutoffs: unknown[] }).cutoffs).toHaveLength(20)
  }, 120_000)

  test('without data runs what needs none', () => {
    expect(parseEvaluateArguments([])).toMatchObject({
      names: ['synthetic'],
      out: 'study.html',
      seed: 1,
    })
    expect(parseEvaluateArguments(['--data', 'x']).names).toEqual([
      'synthetic',
      'tables',
      'otc',
      'copenhagen',
    ])
  })

  test.each([
    [['--only', 'otc']],
    [['--only', 'nothing']],
    [['--seed', '-1']],
    [['--seed', '']],
    [['--out', 'a.html', '--json', './a.html']],
    [['--nonsense']],
  ])('error: refuses %j', (args) => {
    expect(() => parseEvaluateArguments(args)).toThrow(MeshError)
  })
})

describe('the parts of the study', () => {
  test('folds hold the classes in proportion and depend on the name alone', () => {
    const y = Uint8Array.from({ length: 100 }, (_, row) => (row % 4 === 0 ? 1 : 0))
    const folds = foldsByHash(y, 'name', 5)
    for (let fold = 0; fold < 5; fold++) {
      const rows = [...folds.keys()].filter((row) => folds[row] === fold)
      expect(rows.filter((row) => y[row] === 1)).toHaveLength(5)
      expect(rows).toHaveLength(20)
    }
    expect(foldsByHash(y, 'name', 5)).toEqual(folds)
    expect(foldsByHash(y, 'other', 5)).not.toEqual(folds)
  })

  test('of two correlated columns the later one goes, and so do constant ones', () => {
    const column = (name: string, values: number[]) => ({
      kind: 'numeric' as const,
      ...{ name, values: Float64Array.from(values), specials: [] },
    })
    const table = {
      rows: 4,
      columns: [
        column('a', [1, 2, 3, 4]),
        column('twice', [2, 4, 6, 8]),
        column('same', [5, 5, 5, 5]),
        column('b', [1, -1, 2, Number.NaN]),
      ],
    }
    expect(dropCorrelated(table, [0, 1, 2, 3])).toEqual(['a', 'b'])
  })

  test('exposure, links and behaviour tell frauds on Bitcoin-OTC, and no label leaks', async ({
    skip,
  }) => {
    const folder = sharedFile('data/bitcoin')
    if (folder === null) return skip('needs the shared data')
    const ratings = await readRatings(folder)
    const scores = crossValidateOtc(ratings, { repeats: 1, folds: 5, trees: 100 })
    const areas = Object.entries(scores).map(([model, [score]]) => [
      model,
      roc(ratings.y, score ?? []).auc,
    ])
    const auc = Object.fromEntries(areas) as Record<string, number>
    expect(auc.pageRank).toBeGreaterThan(0.92)
    expect(auc.behaviourAndLinks).toBeGreaterThan(0.92)
    expect(Math.max(...Object.values(auc))).toBeLessThan(0.99)
  }, 120_000)

  test('sending the score of dangling people to everybody changes the ranking on real calls', async ({
    skip,
  }) => {
    const folder = sharedFile('data')
    if (folder === null) return skip('needs the shared data')
    const { figures } = await copenhagenPart(folder, quick)
    expect(figures).toMatchObject({
      people: 487,
      keptCalls: 1993,
      danglingAgreement: { drop: expect.closeTo(1, 4) },
    })
    expect((figures.danglingAgreement as { uniform: number }).uniform).toBeLessThan(0.95)
  })
})
