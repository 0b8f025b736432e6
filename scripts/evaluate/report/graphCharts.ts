import { label, picture } from './frame.ts'
import { type Box, freePlace, type Surroundings } from './freePlace.ts'
import { element, type Markup, text } from './markup.ts'

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
  const arrows = edges.map(({ better, worse }) => {
    const others = names.filter((name) => name !== better && name !== worse).map(at)
    return arrow(at(better), at(worse), others)
  })
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

interface Point {
  readonly x: number
  readonly y: number
}

/** How far to one side an arrow bows out; the first with which it passes no other model. */
const bows = [0, 60, -60, 110, -110, 160, -160]

/** What an arrow keeps away from the middle of a model, of radius 20. */
const clearance = 27

function arrow(from: Point, to: Point, others: readonly Point[]): Markup {
  const middles = bows.map((bow) => bentMiddle(from, to, bow))
  const isFree = (middle: Point) =>
    others.every((other) => distanceFromBend(other, [from, middle, to]) > clearance)
  const middle = middles.find(isFree) ?? (middles[0] as Point)
  const start = towards(from, middle, 20)
  const tip = towards(to, middle, 23)
  const back = towards(to, middle, 31)
  const wing = (side: number) =>
    `${(back.x + (side * (back.y - tip.y)) / 2).toFixed(1)},${(back.y - (side * (back.x - tip.x)) / 2).toFixed(1)}`
  const point = ({ x, y }: Point) => `${x.toFixed(1)},${y.toFixed(1)}`
  return element(
    'g',
    { class: 'arrow' },
    element('path', { d: `M${point(start)} Q${point(middle)} ${point(tip)}` }),
    element('polygon', { points: `${point(tip)} ${wing(1)} ${wing(-1)}` }),
  )
}

/** The control point of a curve between two points that bows out to one side. */
function bentMiddle(from: Point, to: Point, bow: number): Point {
  const { length, x, y } = unit(from, to)
  return { x: from.x + (x * length) / 2 - y * bow, y: from.y + (y * length) / 2 + x * bow }
}

function distanceFromBend(
  other: Point,
  [from, middle, to]: readonly [Point, Point, Point],
): number {
  const on = (a: number, b: number, c: number, t: number) =>
    (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t ** 2 * c
  const steps = Array.from({ length: 41 }, (_, step) => step / 40)
  return Math.min(
    ...steps.map((t) =>
      Math.hypot(on(from.x, middle.x, to.x, t) - other.x, on(from.y, middle.y, to.y, t) - other.y),
    ),
  )
}

function towards(from: Point, to: Point, distance: number): Point {
  const { x, y } = unit(from, to)
  return { x: from.x + x * distance, y: from.y + y * distance }
}

function unit(from: Point, to: Point) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1
  return { length, x: (to.x - from.x) / length, y: (to.y - from.y) / length }
}

export interface DrawnNode {
  readonly x: number
  readonly y: number
  readonly kind: 'applicant' | 'subject' | 'delinquent' | 'customer' | 'stranger'
}

/** A network as laid out: circles are subjects, squares customers, dark ones paid late, dots are strangers; the applicant is named. */
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
  const marks = nodes.map(({ kind }, at) =>
    mark(kind, place[at] as readonly [number, number], side),
  )
  const names = nodes.flatMap(({ kind }, at) =>
    kind === 'applicant' ? nameOf(place[at] as Place, { width, height, marks: place }) : [],
  )
  return picture(title, { width, height }, [...lines, ...names, ...marks])
}

function mark(kind: DrawnNode['kind'], [x, y]: readonly [number, number], side: number): Markup {
  if (kind === 'customer' || kind === 'delinquent') {
    const corner = { x: x - side / 2, y: y - side / 2 }
    return element('rect', { ...corner, width: side, height: side, class: kind })
  }
  const radius = { applicant: 10, subject: 5, stranger: 2.5 }[kind]
  return element('circle', { cx: x, cy: y, r: radius, class: kind })
}

type Place = readonly [x: number, y: number]

/** As wide as the words are where the page enlarges them, on a telephone. */
const nameSize = { width: 112, height: 18 }

/** Beside the marks, with a line to its own where that is not next to it. */
function nameOf([x, y]: Place, around: Surroundings): Markup[] {
  const box = freePlace([x, y], nameSize, around)
  const style = { class: 'mark', 'text-anchor': 'middle' }
  const [x2, y2] = nearest(box, [x, y])
  return [
    element('line', { x1: x, y1: y, x2, y2, class: 'leader' }),
    element('text', { x: box.x, y: box.y + 4, ...style }, text('the applicant')),
  ]
}

function nearest({ x, y, width, height }: Box, [toX, toY]: Place): Place {
  const within = (value: number, middle: number, span: number) =>
    Math.min(Math.max(value, middle - span / 2), middle + span / 2)
  return [within(toX, x, width), within(toY, y, height)]
}
