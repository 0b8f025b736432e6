import {
  earlyWarnings,
  unusualChanges,
} from '@creditmesh/agency-node/analysis/duties/earlyWarning.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { expect, test } from 'vitest'

const random = seededRandom(3)
const level = Float64Array.from({ length: 200 }, () => 1 + 9 * random())
const noise = () => 0.9 + 0.2 * random()

test('who changed is warned of, not who stands high', () => {
  const before = level.slice()
  before[0] = 1000 // always the most exposed
  const after = before.map((value) => value * noise())
  after[7] = (after[7] as number) * 30
  const warnings = earlyWarnings([{ name: 'exposure', before, after, alarming: 'rise' }])
  expect(warnings.flatMap((list, row) => (list.length > 0 ? [row] : []))).toEqual([7])
  expect(warnings[7]?.[0]?.z).toBeGreaterThan(3.5)
})

test('what everybody does is a season, and the direction that is no trouble is silent', () => {
  const after = level.map((value) => value * 4 * noise())
  after[3] = 0
  const fallen = { name: 'calls', before: level, after }
  const rows = (alarming: 'rise' | 'fall' | 'either') =>
    earlyWarnings([{ ...fallen, alarming }]).flatMap((list, row) => (list.length > 0 ? [row] : []))
  expect(rows('fall')).toEqual([3])
  expect(rows('either')).toEqual([3])
  expect(rows('rise')).toEqual([])
})

test('the strongest sign comes first', () => {
  const after = level.map((value) => value * noise())
  const jump = (factor: number) => after.map((value, row) => (row === 5 ? value * factor : value))
  const [ofFive] = [
    earlyWarnings([
      { name: 'exposure', before: level, after: jump(5), alarming: 'rise' },
      { name: 'calls', before: level, after: jump(50), alarming: 'either' },
    ])[5],
  ]
  expect(ofFive?.map(({ name }) => name)).toEqual(['calls', 'exposure'])
})

test('a window without a person says nothing of her, and no spread warns of nobody', () => {
  const gap = Float64Array.of(Number.NaN, 1, 2, 3)
  const z = unusualChanges({ name: 'x', before: gap, after: Float64Array.of(9, 2, 4, 6) })
  expect(z[0]).toBeNaN()
  expect([...z.slice(1)].map(Math.abs)).not.toContain(Number.POSITIVE_INFINITY)
  const same = { name: 'x', before: level, after: level, alarming: 'either' as const }
  expect(earlyWarnings([same]).flat()).toEqual([])
  expect(earlyWarnings([])).toEqual([])
})

test('where most people rest, a usual move is no alarm and an unusual one is', () => {
  const before = new Float64Array(100).fill(1)
  const after = before.map((_, row) => (row < 60 ? 1 : row % 2 === 0 ? 1.1 : 0.9))
  const warn = () => earlyWarnings([{ name: 'x', before, after, alarming: 'rise' }])
  expect(warn().flat()).toEqual([])
  after[99] = 20
  expect(warn().flatMap((list, row) => (list.length > 0 ? [row] : []))).toEqual([99])
})

test('error: negative amounts and windows of other people', () => {
  const of = (before: number[], after: number[]) => () =>
    earlyWarnings([
      {
        name: 'x',
        before: Float64Array.from(before),
        after: Float64Array.from(after),
        alarming: 'rise',
      },
    ])
  expect(of([-1], [1])).toThrowError('no amount')
  expect(of([1], [Number.POSITIVE_INFINITY])).toThrowError('no amount')
  expect(of([1], [1, 2])).toThrowError('same people')
})
