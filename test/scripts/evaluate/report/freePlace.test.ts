import { describe, expect, test } from 'vitest'
import { freePlace } from '../../../../scripts/evaluate/report/freePlace.ts'

const words = { width: 100, height: 20 }
const picture = { width: 400, height: 300 }

describe('where words go in a picture', () => {
  test('next to their mark where that is free', () => {
    const { x, y } = freePlace([100, 100], words, { ...picture, marks: [[100, 100]] })
    expect([x, y]).toEqual([162, 100])
  })

  test('further off where marks are near, covering none and within the picture', () => {
    const marks = Array.from({ length: 200 }, (_, at): [number, number] => [
      20 * (at % 20),
      15 * Math.floor(at / 20),
    ])
    const { x, y } = freePlace([200, 60], words, { ...picture, marks })
    const isCovered = ([a, b]: [number, number]) => Math.abs(a - x) < 50 && Math.abs(b - y) < 10
    expect(marks.filter(isCovered)).toEqual([])
    expect(x).toBeGreaterThanOrEqual(50)
    expect(y).toBeLessThanOrEqual(290)
  })

  test('where all is taken, over as few marks as may be', () => {
    const everywhere = Array.from({ length: 1200 }, (_, at): [number, number] => [
      10 * (at % 40),
      10 * Math.floor(at / 40),
    ])
    const marks = everywhere.filter(([x, y]) => x < 250 || y < 200 || (x + y) % 50 === 0)
    const { x, y } = freePlace([200, 150], words, { ...picture, marks })
    expect(x).toBeGreaterThan(300)
    expect(y).toBeGreaterThan(200)
  })
})
