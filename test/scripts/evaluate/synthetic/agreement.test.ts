import { describe, expect, test } from 'vitest'
import {
  agreementTable,
  besidePaper,
  type Finding,
} from '../../../../scripts/evaluate/synthetic/agreement.ts'

const gap = (value: number, p: number, spread = 0.01) => ({
  ...{ value, p },
  ...{ low: value - spread, high: value + spread },
})

describe('how this country stands beside the paper', () => {
  test.each([
    ['a rise that is sure here, of its size', 0.024, gap(0.03, 0.001), 'same direction'],
    ['a rise, larger here', 0.024, gap(0.039, 0.001), 'same direction, larger'],
    ['a rise, smaller here', 0.1, gap(0.039, 0.001), 'same direction, smaller'],
    ['a fall, larger here', -0.024, gap(-0.039, 0.001), 'same direction, larger'],
    ['a fall, smaller here', -0.1, gap(-0.039, 0.001), 'same direction, smaller'],
    ['a rise where here is a sure fall', 0.024, gap(-0.039, 0.001), 'opposite'],
    ['a rise beyond our interval', 0.045, gap(0.002, 0.6), 'too small to tell, smaller'],
    ['a rise within our wide interval', 0.016, gap(-0.013, 0.3, 0.05), 'too small to tell'],
    ['no difference, nor here', -0.0003, gap(0.001, 0.6), 'too small to tell'],
    ['no difference, a sure one here', -0.0003, gap(0.05, 0.001), 'no difference in the paper'],
  ])('%s', (_, paperGap, here, verdict) => {
    expect(besidePaper(paperGap, here).join(', ')).toBe(verdict)
  })

  test('intervals are shown, and only words that are said are explained', () => {
    const finding: Finding = {
      words: 'calls added',
      ...{ paper: [0.899, 0.923], here: [0.837, 0.876] },
      ...{ gap: gap(0.039, 0.001), verdicts: ['same direction', 'larger'] },
    }
    const { rows, note } = agreementTable([finding])
    expect(rows[0]?.slice(2)).toEqual([
      '.837 → .876',
      '+.039 (+.029 to +.049), beyond chance',
      'same direction, larger',
    ])
    expect(note).toContain('“larger”: our whole interval')
    expect(note).not.toContain('opposite')
    expect(note).not.toContain('smaller')
  })
})
