/** Text that is markup already: made by `element` or `escapeText`, never by joining raw strings. */
export type Markup = string & { readonly markup: unique symbol }

type Attributes = Readonly<Record<string, string | number>>
type Child = Markup | readonly Child[]

/** One element of HTML or SVG, its attributes escaped. */
export function element(name: string, attributes: Attributes = {}, ...children: Child[]): Markup {
  const words = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeText(value)}"`)
  const inside = children.flat(Infinity as 1).join('')
  return `<${name}${words.join('')}>${inside}</${name}>` as Markup
}

/** A per cent sign never begins a line: the blank before it does not break. */
export function text(value: string | number): Markup {
  return escapeText(value).replaceAll(' %', '\u00a0%') as Markup
}

function escapeText(value: string | number): string {
  const raw = typeof value === 'number' ? trimNumber(value) : value
  return raw
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** Coordinates need no more than two decimals. */
function trimNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toFixed(2)))
}
