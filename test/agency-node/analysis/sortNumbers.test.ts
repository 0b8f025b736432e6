import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { sortNumbers } from '@creditmesh/agency-node/analysis/sortNumbers.ts'
import { expect, test } from 'vitest'

const random = seededRandom(5)

test.each([
  ['of either sign and many sizes', () => (random() - 0.5) * 10 ** (40 * random() - 20)],
  ['of few values', () => Math.floor(20 * random()) - 10],
  ['whose upper halves agree', () => 1e9 + random()],
  [
    'of both zeros and infinities',
    () => [0, -0, Infinity, -Infinity, 5e-324][Math.floor(5 * random())],
  ],
])('numbers %s are sorted as the engine sorts them', (_, draw) => {
  for (const length of [0, 1, 999, 1000, 5000]) {
    const values = Float64Array.from({ length }, () => draw() as number)
    const sorted = values.slice().sort()
    sortNumbers(values)
    const isSame = values.every(
      (value, at) => Object.is(value, sorted[at]) || (value === 0 && sorted[at] === 0),
    )
    expect(isSame).toBe(true)
  }
})

test('a part of a longer array is sorted, and the rest is left alone', () => {
  const whole = Float64Array.from({ length: 3000 }, () => random())
  const before = whole.slice()
  sortNumbers(whole.subarray(500, 2500))
  expect(whole.slice(0, 500)).toEqual(before.slice(0, 500))
  expect(whole.slice(2500)).toEqual(before.slice(2500))
  expect(whole.slice(500, 2500)).toEqual(before.slice(500, 2500).sort())
})
