import { MeshError } from '@creditmesh/sdk/errors.ts'

/** One character, or runs of blanks and tabs. */
export type Delimiter = ',' | ';' | '\t' | '|' | ':' | 'whitespace'

const byName: Readonly<Record<string, Delimiter>> = {
  ',': ',',
  comma: ',',
  ';': ';',
  semicolon: ';',
  '\t': '\t',
  '\\t': '\t',
  tab: '\t',
  '|': '|',
  pipe: '|',
  ':': ':',
  ' ': 'whitespace',
  '\\s+': 'whitespace',
  space: 'whitespace',
  whitespace: 'whitespace',
}

/** As a person types it. Throws `usage.invalid`. */
export function parseDelimiter(text: string): Delimiter {
  if (Object.hasOwn(byName, text)) return byName[text] as Delimiter
  throw new MeshError('usage.invalid', {
    detail: '--delimiter: one of , ; | : tab, space',
    details: { option: '--delimiter' },
  })
}

/** The character that parts most fields of this line outside quotes; runs of blanks where there is none. */
export function guessDelimiter(line: string): Delimiter {
  const plain = line.replaceAll(/"[^"]*"/g, '')
  let best: Delimiter = 'whitespace'
  let most = 0
  for (const candidate of [',', ';', '\t', '|'] as const) {
    const count = plain.split(candidate).length - 1
    if (count > most) {
      best = candidate
      most = count
    }
  }
  return best
}
