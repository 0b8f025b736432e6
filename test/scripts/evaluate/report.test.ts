import { describe, expect, test } from 'vitest'
import { barChart, rocChart, wrapWords } from '../../../scripts/evaluate/report/charts.ts'
import {
  calibrationCurve,
  rocCurve,
  scoreHistogram,
} from '../../../scripts/evaluate/report/curves.ts'
import { dominationChart, networkChart } from '../../../scripts/evaluate/report/graphCharts.ts'
import { element, text } from '../../../scripts/evaluate/report/markup.ts'
import { renderPage } from '../../../scripts/evaluate/report/page.ts'
import { linearScale } from '../../../scripts/evaluate/report/scale.ts'

describe('the page of the study', () => {
  test('escapes text and attributes', () => {
    expect(element('p', { title: '"<&' }, text('<script>'))).toBe(
      '<p title="&quot;&lt;&amp;">&lt;script&gt;</p>',
    )
  })

  test('a per cent sign stays with its number', () => {
    expect(text('19 % of all')).toBe('19\u00a0% of all')
  })

  test('loads nothing from elsewhere and shows a dash where a figure is not defined', () => {
    const page = renderPage({
      ...{ title: 'Title', question: 'Why?', words: ['words'] },
      ...{ caveats: [], answers: [{ claim: 'Because.', figures: '1' }], reading: 'so' },
      terms: [{ name: 'AUC', meaning: 'an area' }],
      sections: [
        {
          title: 'Part',
          words: [],
          tables: [
            {
              title: 'Table',
              columns: ['name', 'figure'],
              rows: [
                ['a', null],
                ['b', 12345],
              ],
            },
          ],
          figures: [{ title: 'Curve', picture: rocChart('Curve', []), caption: 'a caption' }],
        },
      ],
    })
    expect(page).toContain('<td class="number">–</td>')
    expect(page).toContain('12,345')
    expect(page).toContain('<dt>AUC</dt><dd>an area</dd>')
    expect(page).toContain('aria-label="Curve"')
    expect(page).not.toMatch(/src=|@import|url\(|https?:/)
  })
})

describe('what is drawn', () => {
  const y = [0, 0, 1, 1]
  const score = [0.1, 0.4, 0.35, 0.8]

  test('an ROC curve goes from nobody to everybody and never back', () => {
    const { points } = rocCurve('model', y, score)
    expect(points[0]).toEqual([0, 0])
    expect(points.at(-1)).toEqual([1, 1])
    expect(points.every(([x], at) => at === 0 || x >= (points[at - 1]?.[0] ?? 0))).toBe(true)
    expect(points).toContainEqual([0, 0.5])
  })

  test('a calibration curve holds the mean and the rate of groups of equal size', () => {
    expect(calibrationCurve('model', y, score, 2).points).toEqual([
      [expect.closeTo(0.225), 0.5],
      [expect.closeTo(0.6), 0.5],
    ])
  })

  test('a histogram holds the shares of each class', () => {
    const { edges, goods, bads } = scoreHistogram(y, score, 7)
    expect(edges[0]).toBe(0.1)
    expect(edges[7]).toBeCloseTo(0.8)
    expect(Array.from(goods).reduce((a, b) => a + b)).toBeCloseTo(1)
    expect(Array.from(bads).reduce((a, b) => a + b)).toBeCloseTo(1)
    expect(bads[6]).toBe(0.5)
  })

  test('all scores alike fall into one bin', () => {
    expect(Array.from(scoreHistogram([0, 1], [0.5, 0.5], 3).goods)).toEqual([1, 0, 0])
  })

  test('a better model stands above those that it beats', () => {
    const chart = dominationChart(
      'Graph',
      ['A', 'B', 'C'],
      [
        { better: 'B', worse: 'A' },
        { better: 'A', worse: 'C' },
      ],
    )
    const heights = [...chart.matchAll(/cy="(\d+)"/g)].map((match) => Number(match[1]))
    expect(heights).toEqual([112, 36, 188])
  })

  test('an arrow bows around a model that stands in its way', () => {
    const edges = [
      { better: 'A', worse: 'B' },
      { better: 'B', worse: 'C' },
    ]
    const straight = dominationChart('Graph', ['A', 'B', 'C'], edges)
    const bent = dominationChart('Graph', ['A', 'B', 'C'], [...edges, { better: 'A', worse: 'C' }])
    const middles = (chart: string) => [...chart.matchAll(/Q([\d.]+),/g)].map(([, x]) => Number(x))
    expect(middles(straight)).toEqual([230, 230])
    expect(Math.abs((middles(bent)[2] ?? 230) - 230)).toBeGreaterThanOrEqual(27)
  })

  test('the applicant is named in the picture of her contacts', () => {
    const chart = networkChart(
      'Graph',
      [
        { x: 0, y: 0, kind: 'applicant' },
        { x: 1, y: 1, kind: 'delinquent' },
      ],
      [[0, 1]],
    )
    expect(chart).toContain('the applicant</text>')
    expect(chart).toContain('class="applicant"')
  })

  test('of two curves upon each other one is dashed, in the key too', () => {
    const points = [[0, 0] as const, [1, 1] as const]
    const chart = rocChart('Curves', [
      { name: 'F', points },
      { name: 'H', points, isDashed: true },
    ])
    expect(chart.match(/class="curve c0"/g)).toHaveLength(2)
    expect(chart.match(/class="curve c1 dashed"/g)).toHaveLength(2)
  })

  test('words over bars are wrapped, never cut', () => {
    expect(wrapWords('one two three', 7)).toEqual(['one two', 'three'])
    expect(wrapWords('unbreakable', 4)).toEqual(['unbreakable'])
    const name =
      'any contact with low exposure to people late 3+ times (PageRank, calls made or got)'
    const chart = barChart('Bars', [{ name, value: 1 }], 'unit')
    const lines = [...chart.matchAll(/<text x="8"[^>]*>([^<]*)</g)].map(([, words]) => words)
    expect(lines.join(' ')).toContain(name)
    expect(lines.length).toBeGreaterThan(1)
  })

  test('ticks are round numbers within the range', () => {
    expect(linearScale([0, 1], [0, 100]).ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
    expect(linearScale([0.03, 0.97], [0, 100]).ticks).toEqual([0.2, 0.4, 0.6, 0.8])
  })
})
