import { describe, expect, test } from 'vitest'
import { renderTable } from '../../../../scripts/evaluate/report/dataTable.ts'

const classOf = (cells: readonly (string | number | null)[]) => {
  const rows = cells.map((cell) => ['row', cell])
  return renderTable({ title: 'Table', columns: ['name', 'figure'], rows }).includes(
    'td class="number"',
  )
}

describe('tables', () => {
  test('columns of numbers, shares, signs and intervals are right-aligned, words are not', () => {
    expect(classOf(['27,705', '−18,823', null])).toBe(true)
    expect(classOf(['.837 ± .020', '–'])).toBe(true)
    expect(classOf(['12 %', '< .001'])).toBe(true)
    expect(classOf(['+.039, beyond chance', '−4,681 to +5,426'])).toBe(true)
    expect(classOf(['bank data', '12'])).toBe(false)
  })

  test('have a caption, named rows and, where they are wide, a cue to swipe', () => {
    const wide = renderTable({
      title: 'Wide',
      columns: ['a', 'b', 'c', 'd', 'e'],
      rows: [['x', 1, 2, 3, 4]],
    })
    expect(wide).toContain('<caption><span>Wide</span></caption>')
    expect(wide).toContain('<th scope="row" class="name">x</th>')
    expect(wide).toContain('class="table wide"')
    expect(wide).toContain('swipe the table sideways')
    expect(wide).toContain('tabindex="0"')
    const long = renderTable({ title: 'Long', columns: ['a'], rows: [['a name of many letters']] })
    expect(long).toContain('class="name long"')
    const narrow = renderTable({ title: 'Narrow', columns: ['a'], rows: [['x']] })
    expect(narrow).not.toContain('class="table wide"')
  })

  test('that are folded can be opened by their title', () => {
    const folded = renderTable({ title: 'Every figure', columns: ['a'], rows: [], isFolded: true })
    expect(folded).toMatch(/^<details><summary>Every figure<\/summary>/)
  })
})
