import { describe, expect, test } from 'vitest'
import {
  changeWords,
  networkAnswer,
} from '../../../../scripts/evaluate/synthetic/networkFindings.ts'

const gap = (value: number, p: number) => ({ value, low: value - 0.01, high: value + 0.01, p })

describe('what the network adds', () => {
  const money = (value: number, spread: number) => ({
    ...{ from: 5_000_000, to: 5_000_000 + value },
    gap: { value, low: value - spread, high: value + spread },
  })
  const unsure = money(100_000, 200_000)
  const gain = money(300_000, 200_000)
  const loss = money(-300_000, 200_000)
  const figures = (
    [forest, regression]: readonly [ReturnType<typeof gap>, ReturnType<typeof gap>],
    earned: readonly [typeof unsure, typeof unsure],
  ) => ({
    areas: { forest, regression },
    earned: { forest: earned[0], regression: earned[1] },
  })
  const answer = (
    areas: readonly [ReturnType<typeof gap>, ReturnType<typeof gap>],
    earned: readonly [typeof unsure, typeof unsure] = [unsure, unsure],
  ) => networkAnswer({ onAll: figures(areas, earned), onCalls })
  const nothing = gap(0.001, 0.8)
  const onCalls = figures([nothing, nothing], [unsure, unsure])

  test('nothing, where every difference may be chance', () => {
    const { claim, figures: words } = answer([nothing, gap(-0.002, 0.5)])
    expect(claim).toContain('adds nothing that can be told from chance on top of bank data')
    expect(words).toContain('forest +.001 (−.009 to +.011; may be chance), regression −.002 (')
    expect(words).toContain('forest 50,000 without the network, 51,000 with it')
    expect(words).toContain('(+1,000, −1,000 to +3,000)')
    expect(words).toContain('neither change can be told from chance')
  })

  test('little, where only a small gain of area is sure', () => {
    const { claim, figures: words } = answer([gap(0.005, 0.037), nothing])
    expect(claim).toContain('adds little, if anything,')
    expect(words).toContain('forest +.005 (−.005 to +.015; barely beyond chance)')
  })

  test('something, where a large gain of area or one of money is sure', () => {
    expect(answer([gap(0.02, 0.001), nothing]).claim).toContain('adds something')
    const { claim, figures: words } = answer([nothing, nothing], [gain, unsure])
    expect(claim).toContain(
      'adds something (only 1 of 4 figures beyond chance: earnings of forest at 85 % accepted)',
    )
    expect(words).toContain('only the change of forest is beyond chance')
    expect(answer([nothing, nothing], [gain, gain]).figures).toContain(
      'both changes are beyond chance',
    )
  })

  test('people without bank data are answered apart', () => {
    const alone = figures([gap(0.02, 0.001), nothing], [unsure, unsure])
    const { claim, figures: words } = networkAnswer({ onAll: onCalls, onCalls: alone })
    expect(claim).toContain('on top of own calls alone, it adds something')
    expect(words).toMatch(/\(F to H\): AUC forest \+\.001 .*\(B to G\): AUC forest \+\.020/)
  })

  test('harm, where the sure differences are losses, and both where they are at odds', () => {
    expect(answer([gap(-0.02, 0.001), nothing]).claim).toContain('makes the models worse')
    expect(answer([gap(0.02, 0.001), nothing], [loss, unsure]).claim).toContain(
      'helps by some figures and harms by others',
    )
  })

  test('of all changes in the table the sure ones are named', () => {
    const change = (accepted: number, value: number) => ({
      ...{ method: 'forest', accepted },
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
