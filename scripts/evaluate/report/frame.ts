import { element, type Markup, text } from './markup.ts'
import { linearScale, type Scale } from './scale.ts'

export interface FrameOptions {
  /** What a person who cannot see the picture is told. */
  readonly title: string
  readonly x: Axis
  readonly y: Axis
}

export interface Axis {
  readonly label: string
  readonly range: readonly [number, number]
}

export const size = { width: 460, height: 340 }
const margin = { left: 58, right: 14, top: 14, bottom: 46 }

/** Axes with ticks and labels around what `draw` puts between them. */
export function frame(
  { title, x, y }: FrameOptions,
  draw: (x: Scale, y: Scale) => readonly Markup[],
): Markup {
  const xScale = linearScale(x.range, [margin.left, size.width - margin.right])
  const yScale = linearScale(y.range, [size.height - margin.bottom, margin.top])
  return picture(title, size, [
    ...xScale.ticks.map((tick) => verticalTick(xScale.at(tick), tick)),
    ...yScale.ticks.map((tick) => horizontalTick(yScale.at(tick), tick)),
    ...draw(xScale, yScale),
    label({ x: (margin.left + size.width) / 2, y: size.height - 8, anchor: 'middle' }, x.label),
    element(
      'text',
      {
        x: 14,
        y: size.height / 2,
        'text-anchor': 'middle',
        transform: `rotate(-90 14 ${size.height / 2})`,
      },
      text(y.label),
    ),
  ])
}

export function picture(
  title: string,
  { width, height }: { readonly width: number; readonly height: number },
  children: readonly Markup[],
): Markup {
  return element(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title, class: 'picture' },
    element('title', {}, text(title)),
    children,
  )
}

export function line(points: readonly (readonly [number, number])[], style: string): Markup {
  const path = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
  return element('polyline', { points: path, fill: 'none', class: style })
}

export interface Place {
  readonly x: number
  readonly y: number
  readonly anchor?: 'start' | 'middle' | 'end'
}

export function label({ x, y, anchor = 'start' }: Place, words: string): Markup {
  return element('text', { x, y, 'text-anchor': anchor }, text(words))
}

function verticalTick(at: number, value: number): Markup {
  const bottom = size.height - margin.bottom
  return element(
    'g',
    {},
    element('line', { x1: at, x2: at, y1: margin.top, y2: bottom, class: 'grid' }),
    label({ x: at, y: bottom + 16, anchor: 'middle' }, String(value)),
  )
}

function horizontalTick(at: number, value: number): Markup {
  return element(
    'g',
    {},
    element('line', {
      x1: margin.left,
      x2: size.width - margin.right,
      y1: at,
      y2: at,
      class: 'grid',
    }),
    label({ x: margin.left - 6, y: at + 4, anchor: 'end' }, String(value)),
  )
}
