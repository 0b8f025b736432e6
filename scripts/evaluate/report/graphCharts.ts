import { label, picture } from './frame.ts'
import { element, type Markup } from './markup.ts'

export interface Arrow {
  readonly better: string
  readonly worse: string
}

const width = 460

/** Models in rows, best on top; an arrow goes from a model to one that it beats significantly. */
export function dominationChart(
  title: string,
  names: readonly string[],
  edges: readonly Arrow[],
): Markup {
  const level = levelsOf(names, edges)
  const rows = Math.max(...level.values()) + 1
  const height = rows * 76 + 20
  const place = new Map<string, { x: number; y: number }>()
  for (let row = 0; row < rows; row++) {
    const members = names.filter((name) => level.get(name) === row)
    members.forEach((name, at) => {
      place.set(name, { x: ((at + 1) * width) / (members.length + 1), y: 36 + row * 76 })
    })
  }
  const at = (name: string) => place.get(name) as { x: number; y: number } // every name has a level
  const arrows = edges.map(({ better, worse }) => arrow(at(better), at(worse)))
  const models = names.map((name) =>
    element(
      'g',
      {},
      element('circle', { cx: at(name).x, cy: at(name).y, r: 20, class: 'model' }),
      label({ x: at(name).x, y: at(name).y + 4, anchor: 'middle' }, name),
    ),
  )
  return picture(title, { width, height }, [...arrows, ...models])
}

/** Longest chain of better models above a model. */
function levelsOf(names: readonly string[], edges: readonly Arrow[]): Map<string, number> {
  const level = new Map(names.map((name) => [name, 0]))
  for (let round = 0; round < names.length; round++) {
    for (const { better, worse } of edges) {
      level.set(worse, Math.max(level.get(worse) ?? 0, (level.get(better) ?? 0) + 1))
    }
  }
  return level
}

function arrow(from: { x: number; y: number }, to: { x: number; y: number }): Markup {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1
  const ux = (to.x - from.x) / length
  const uy = (to.y - from.y) / length
  const tip = { x: to.x - ux * 23, y: to.y - uy * 23 }
  const wing = (side: number) =>
    `${(tip.x - ux * 8 - uy * side * 4).toFixed(1)},${(tip.y - uy * 8 + ux * side * 4).toFixed(1)}`
  return element(
    'g',
    { class: 'arrow' },
    element('line', { x1: from.x + ux * 20, y1: from.y + uy * 20, x2: tip.x, y2: tip.y }),
    element('polygon', {
      points: `${tip.x.toFixed(1)},${tip.y.toFixed(1)} ${wing(1)} ${wing(-1)}`,
    }),
  )
}

export interface DrawnNode {
  readonly x: number
  readonly y: number
  readonly kind: 'subject' | 'delinquent' | 'customer' | 'stranger'
}

/** A network as laid out: circles are subjects, dark ones pay late, squares are other customers, dots are strangers. */
export function networkChart(
  title: string,
  nodes: readonly DrawnNode[],
  links: readonly (readonly [number, number])[],
): Markup {
  const height = 420
  const xs = nodes.map(({ x }) => x)
  const ys = nodes.map(({ y }) => y)
  const within = (value: number, all: readonly number[], span: number) => {
    const least = Math.min(...all)
    return 16 + ((value - least) / (Math.max(...all) - least || 1)) * (span - 32)
  }
  const place = nodes.map(({ x, y }) => [within(x, xs, width), within(y, ys, height)] as const)
  const lines = links.map(([a, b]) => {
    const [x1, y1] = place[a] as readonly [number, number]
    const [x2, y2] = place[b] as readonly [number, number]
    return element('line', { x1, y1, x2, y2, class: 'tie' })
  })
  const side = nodes.length > 200 ? 4.5 : 8
  const marks = nodes.map(({ kind }, at) => {
    const [cx, cy] = place[at] as readonly [number, number]
    if (kind === 'customer' || kind === 'delinquent') {
      return element('rect', {
        x: cx - side / 2,
        y: cy - side / 2,
        width: side,
        height: side,
        class: kind,
      })
    }
    return element('circle', { cx, cy, r: kind === 'subject' ? 5 : 2.5, class: kind })
  })
  return picture(title, { width, height }, [...lines, ...marks])
}
