import { frame, label, line, picture, size } from './frame.ts'
import { element, type Markup } from './markup.ts'
import { linearScale } from './scale.ts'

export interface Curve {
  readonly name: string
  /** x ascending. */
  readonly points: readonly (readonly [number, number])[]
}

/** Curves of the operating characteristic; the diagonal is a coin. */
export function rocChart(title: string, curves: readonly Curve[]): Markup {
  const axes = {
    title,
    x: { label: 'share of goods rejected', range: [0, 1] as const },
    y: { label: 'share of bads rejected', range: [0, 1] as const },
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

/** One bar a row, longest as they come; negative ones go left of zero. */
export function barChart(title: string, bars: readonly Bars[], unit: string): Markup {
  const rowHeight = 20
  const left = 210
  const height = bars.length * rowHeight + 40
  const least = Math.min(0, ...bars.map(({ value }) => value))
  const most = Math.max(0, ...bars.map(({ value }) => value))
  const x = linearScale([least, most], [left, size.width - 20], 4)
  const rows = bars.map(({ name, value }, at) => {
    const top = at * rowHeight + 6
    const from = Math.min(x.at(0), x.at(value))
    const width = Math.abs(x.at(value) - x.at(0))
    return element(
      'g',
      {},
      label({ x: left - 8, y: top + 11, anchor: 'end' }, name),
      element('rect', { x: from, y: top, width, height: rowHeight - 6, class: 'bar' }),
    )
  })
  const ticks = x.ticks.map((tick) =>
    label({ x: x.at(tick), y: height - 20, anchor: 'middle' }, String(tick)),
  )
  return picture(title, { width: size.width, height }, [
    ...rows,
    ...ticks,
    label({ x: (left + size.width) / 2, y: height - 4, anchor: 'middle' }, unit),
  ])
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
    return [
      ...bars(goods, 'goods'),
      ...bars(bads, 'bads'),
      label({ x: 70, y: 28 }, 'filled: goods; outlined: bads'),
    ]
  })
}

function drawCurves(
  curves: readonly Curve[],
  place: (x: number, y: number) => readonly [number, number],
): Markup[] {
  return curves.flatMap(({ name, points }, at) => [
    line(
      points.map(([x, y]) => place(x, y)),
      `curve c${at % 8}`,
    ),
    element(
      'g',
      { class: `key c${at % 8}` },
      element('line', {
        x1: size.width - 150,
        x2: size.width - 128,
        y1: 190 + 16 * at,
        y2: 190 + 16 * at,
        class: `curve c${at % 8}`,
      }),
      label({ x: size.width - 122, y: 194 + 16 * at }, name),
    ),
  ])
}
