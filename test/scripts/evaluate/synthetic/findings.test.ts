import { describe, expect, test } from 'vitest'
import {
  callsAnswer,
  familiesAnswer,
  sameTreesWords,
} from '../../../../scripts/evaluate/synthetic/findings.ts'

const gap = (value: number, p: number) => ({ value, low: value - 0.01, high: value + 0.01, p })

describe('what own calls do', () => {
  const together = { from: 0.8, to: 0.85, gap: gap(0.05, 0.001) }
  const alone = (value: number, p: number) => ({ from: 0.8, to: 0.8 + value, gap: gap(value, p) })

  test.each([
    [-0.01, 0.4, 'about as well as bank data'],
    [-0.08, 0.2, 'neither surely better nor surely worse than bank data'],
    [-0.08, 0.001, 'less well than bank data'],
    [0.08, 0.03, 'better than bank data'],
  ])('a difference of %f with p %f is "%s"', (value, p, words) => {
    const { claim } = callsAnswer({ alone: alone(value, p), together })
    expect(claim).toContain(words)
    expect(claim).toContain('follows from how strongly we let hardship show in calls')
  })

  test('says how sure each difference is', () => {
    const { claim, figures } = callsAnswer({ alone: alone(0.05, 0.03), together })
    expect(claim).toContain('.850 against .800; barely beyond chance')
    expect(figures).toContain('(over bank data +.050, +.040 to +.060; beyond chance)')
    const unsure = { ...together, gap: gap(0.05, 0.3) }
    expect(callsAnswer({ alone: alone(0.05, 0.3), together: unsure }).figures).toContain(
      '(over bank data +.050, +.040 to +.060; may be chance)',
    )
  })
})

describe('forest or regression', () => {
  const paper = { regression: 0.612, forest: 0.923 }
  const answer = (value: number, p: number) =>
    familiesAnswer({
      here: { regression: 0.88 + value, forest: 0.88, gap: gap(value, p) },
      paper,
    })

  test('the one that is ahead is named only where chance does not explain it', () => {
    expect(answer(0.01, 0.001).claim).toContain('regression is ahead here')
    expect(answer(-0.01, 0.001).claim).toContain('the forest is ahead here')
    expect(answer(0.01, 0.2).claim).toContain('neither is surely ahead here')
    expect(answer(0.01, 0.2).claim).toContain('(regression .612, forest .923)')
  })

  test('a method of the paper that is far from ours is told', () => {
    const { figures } = answer(0.01, 0.001)
    expect(figures).toContain('The paper’s regression (.612) is far below ours (.890)')
    expect(figures).toContain('its forest (.923) is above ours (.880)')
    expect(figures).toContain('+.010, ±.000 to +.020; beyond chance')
  })
})

test('trees are told to be the same only where they are', () => {
  expect(sameTreesWords([])).toBe('')
  expect(sameTreesWords([['F', 'H']])).toContain('The trees of F and H give everybody the same')
})
