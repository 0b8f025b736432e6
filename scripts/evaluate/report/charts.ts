import { frame, label, line, picture, size } from './frame.ts'
import { element, type Markup } from './markup.ts'
import { linearScale } from './scale.ts'

export interface Curve {
  readonly name: string
  /** x ascending. */
  readonly points: readonly (readonly [number, number])[]
  /** Where it lies upon another, so that both are seen. */
  readonly isDashed?: boolean
}

/** Curves of the operating characteristic; the diagonal is a coin. */
export function rocChart(title: string, curves: readonly Curve[]): Markup {
  const axes = {
    title,
    x: { label: 'share of good payers turned away', range: [0, 1] as const },
    y: { label: 'share of defaulters caught', range: [0, 1] as const },
  }
  return frame(axes, (x, y) => [
    line(
      [
        [x.at(0), y.at(0)],
        [x.at(1), y.at(1)],
      ],
      'reference',
    ),
    ...drawCurves(curves, (px, py) => [x.at(px), y.at(py)]),
  ])
}

/** Observed default rate over the predicted one; on the diagonal the probabilities can be taken at their word. */
export function calibrationChart(title: string, curves: readonly Curve[]): Markup {
  const most = Math.max(0.01, ...curves.flatMap(({ points }) => points.flat()))
  const axes = {
    title,
    x: { label: 'predicted probability of default', range: [0, most] as const },
    y: { label: 'observed default rate', range: [0, most] as const },
  }
  return frame(axes, (x, y) => [
    line(
      [
        [x.at(0), y.at(0)],
        [x.at(most), y.at(most)],
      ],
      'reference',
    ),
    ...drawCurves(curves, (px, py) => [x.at(px), y.at(py)]),
  ])
}

export interface Bars {
  readonly name: string
  readonly value: number
}

const lineHeight = 16
/** Letters that fit above a bar also where the page enlarges them, on a telephone. */
const lettersInLine = 50

/** One bar a row under its words, which are wrapped and never cut; negative bars go left of zero. */
export function barChart(title: string, bars: readonly Bars[], unit: string): Markup {
  const values = bars.map(({ value }) => value)
  const x = linearScale([Math.min(0, ...values), Math.max(0, ...values)], [8, size.width - 20], 4)
  let top = 4
  const rows = bars.map(({ name, value }) => {
    const lines = wrapWords(name, lettersInLine)
    const words = lines.map((words, line) =>
      label({ x: 8, y: top + 11 + line * lineHeight }, words),
    )
    const from = Math.min(x.at(0), x.at(value))
    const y = top + lines.length * lineHeight + 1
    const bar = element('rect', {
      x: from,
      y,
      width: Math.abs(x.at(value) - x.at(0)),
      height: 9,
      class: 'bar',
    })
    top = y + 15
    return element('g', {}, words, bar)
  })
  const ticks = x.ticks.map((tick) =>
    label(
      { x: x.at(tick), y: top + 14, anchor: tick === x.min ? 'start' : 'middle' },
      String(tick),
    ),
  )
  return picture(title, { width: size.width, height: top + 40 }, [
    ...rows,
    ...ticks,
    label({ x: size.width / 2, y: top + 33, anchor: 'middle' }, unit),
  ])
}

/** Lines of at most so many letters, broken between words; a longer word stays whole. */
export function wrapWords(words: string, most: number): string[] {
  const lines: string[] = []
  for (const word of words.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= most)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

export interface Histogram {
  readonly edges: ArrayLike<number>
  /** Shares of each class in each bin: one fewer than edges. */
  readonly goods: ArrayLike<number>
  readonly bads: ArrayLike<number>
}

/** Where the scores of goods and of bads lie, each class as shares of its own. */
export function distributionChart(title: string, { edges, goods, bads }: Histogram): Markup {
  const most = Math.max(...Array.from(goods), ...Array.from(bads), 0.01)
  const axes = {
    title,
    x: { label: 'score', range: [edges[0] ?? 0, edges[edges.length - 1] ?? 1] as const },
    y: { label: 'share of the class', range: [0, most] as const },
  }
  return frame(axes, (x, y) => {
    const bars = (shares: ArrayLike<number>, style: string) =>
      Array.from(shares, (share, at) => {
        const from = x.at(edges[at] as number)
        const width = Math.max(0.5, x.at(edges[at + 1] as number) - from - 0.5)
        return element('rect', {
          x: from,
          y: y.at(share),
          width,
          height: y.at(0) - y.at(share),
          class: style,
        })
      })
    return [...bars(goods, 'goods'), ...bars(bads, 'bads')]
  })
}

function drawCurves(
  curves: readonly Curve[],
  place: (x: number, y: number) => readonly [number, number],
): Markup[] {
  return curves.flatMap(({ name, points, isDashed = false }, at) => [
    line(
      points.map(([x, y]) => place(x, y)),
      curveStyle(at, isDashed),
    ),
    element(
      'g',
      { class: `key c${at % 8}` },
      element('line', {
        x1: size.width - 150,
        x2: size.width - 128,
        y1: 190 + 16 * at,
        y2: 190 + 16 * at,
        class: curveStyle(at, isDashed),
      }),
      label({ x: size.width - 122, y: 194 + 16 * at }, name),
    ),
  ])
}

function curveStyle(at: number, isDashed: boolean): string {
  return `curve c${at % 8}${isDashed ? ' dashed' : ''}`
}
