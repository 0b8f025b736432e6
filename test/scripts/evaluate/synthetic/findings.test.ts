import { describe, expect, test } from 'vitest'
import {
  callsAnswer,
  changeWords,
  familiesAnswer,
  networkAnswer,
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
    expect(callsAnswer({ alone: alone(value, p), together })).toContain(words)
  })

  test('says how sure each difference is', () => {
    const words = callsAnswer({ alone: alone(0.05, 0.03), together })
    expect(words).toContain('the difference is barely beyond chance')
    expect(words).toContain('(+.050 over bank data, beyond chance)')
    const unsure = { ...together, gap: gap(0.05, 0.3) }
    expect(callsAnswer({ alone: alone(0.05, 0.3), together: unsure })).toContain(
      '(+.050 over bank data, may be chance)',
    )
  })
})

describe('what the network adds', () => {
  const money = (value: number, spread: number) => ({
    ...{ from: 5_000_000, to: 5_000_000 + value },
    gap: { value, low: value - spread, high: value + spread },
  })
  const unsure = money(100_000, 200_000)
  const gain = money(300_000, 200_000)
  const loss = money(-300_000, 200_000)
  const answer = (
    areas: readonly [ReturnType<typeof gap>, ReturnType<typeof gap>],
    earned: readonly [typeof unsure, typeof unsure] = [unsure, unsure],
  ) =>
    networkAnswer({
      areas: { forest: areas[0], regression: areas[1] },
      earned: { forest: earned[0], regression: earned[1] },
    })
  const nothing = gap(0.001, 0.8)

  test('nothing, where every difference may be chance', () => {
    const words = answer([nothing, gap(-0.002, 0.5)])
    expect(words).toContain('adds nothing that can be told from chance')
    expect(words).toContain('forest +.001 (may be chance), regression −.002 (may be chance)')
    expect(words).toContain('forest 50,000 to 51,000')
    expect(words).toContain('neither change can be told from chance')
  })

  test('little, where only a small gain of area is sure', () => {
    expect(answer([gap(0.005, 0.037), nothing])).toContain('adds little, if anything')
    expect(answer([gap(0.005, 0.037), nothing])).toContain('forest +.005 (barely beyond chance)')
  })

  test('something, where a large gain of area or one of money is sure', () => {
    expect(answer([gap(0.02, 0.001), nothing])).toContain('adds something')
    expect(answer([nothing, nothing], [gain, unsure])).toContain('adds something')
    expect(answer([nothing, nothing], [gain, unsure])).toContain(
      'only the forest’s change is beyond chance',
    )
    expect(answer([nothing, nothing], [gain, gain])).toContain('both changes are beyond chance')
  })

  test('harm, where the sure differences are losses, and both where they are at odds', () => {
    expect(answer([gap(-0.02, 0.001), nothing])).toContain('makes the models worse')
    expect(answer([gap(0.02, 0.001), nothing], [loss, unsure])).toContain(
      'helps by some figures and harms by others',
    )
  })

  test('of all changes in the table the sure ones are named', () => {
    const change = (accepted: number, value: number) => ({
      ...{ kind: 'forest', accepted },
      gap: { value, low: value - 100_000, high: value + 100_000 },
    })
    const none = changeWords([change(0.85, 50_000), change(0.95, -60_000)])
    expect(none).toContain('forest at 85 % +500 (−500 to +1,500)')
    expect(none).toContain('None of the 2 changes')
    expect(none).toContain('the largest is forest at 95 % −600 (−1,600 to +400)')
    const one = changeWords([change(0.85, 50_000), change(0.95, 900_000)])
    expect(one).toContain('Of the 2 changes from F to H in this table 1 is beyond chance')
    expect(one).toContain('forest at 95 % +9,000')
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
    expect(answer(0.01, 0.001)).toContain('regression is ahead here')
    expect(answer(-0.01, 0.001)).toContain('the forest is ahead here')
    expect(answer(0.01, 0.2)).toContain('neither is surely ahead here')
  })
})

test('trees are told to be the same only where they are', () => {
  expect(sameTreesWords([])).toBe('')
  expect(sameTreesWords([['F', 'H']])).toContain('The trees of F and H give everybody the same')
})
