import { delimitedRecords } from '@creditmesh/agency-node/scoring/evaluate/delimitedRecords.ts'
import type { Delimiter } from '@creditmesh/agency-node/scoring/evaluate/delimiter.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(text: string | Uint8Array, { delimiter, size = 7 }: Options = {}) {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const groups = await Array.fromAsync(delimitedRecords(inPieces(bytes, size), delimiter))
  return groups.flat()
}

interface Options {
  readonly delimiter?: Delimiter
  readonly size?: number
}

const fieldsOf = async (text: string, options?: Options) =>
  (await read(text, options)).map(({ fields }) => fields)

test.each([
  ['commas', 'a,b\n1,2\n'],
  ['semicolons', 'a;b\n1;2\n'],
  ['tabs', 'a\tb\n1\t2'],
  ['bars', 'a|b\r\n1|2\r\n'],
  ['blanks', '  a   b \n 1 \t 2\n'],
  ['old line ends', 'a,b\r1,2\r'],
  ['a byte order mark', '\u{feff}a,b\n1,2'],
  ['blank lines', '\n \r\na,b\n\n1,2\n\n'],
  ['blanks around fields', 'a , "b" \n 1,2'],
])('%s are understood without being told', async (_, text) => {
  expect(await fieldsOf(text)).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ])
})

test('quoted fields keep delimiters, line ends, blanks and doubled quotes', async () => {
  const [first, second] = await read('"a,1","b\r\n""c"""\n" x ",5" pipe\n')
  expect(first).toEqual({ line: 1, fields: ['a,1', 'b\n"c"'] })
  expect(second).toEqual({ line: 3, fields: [' x ', '5" pipe'] })
})

test('empty fields stay, at the end of a line too', async () => {
  expect(await fieldsOf(',a,,\n"",,b,')).toEqual([
    ['', 'a', '', ''],
    ['', '', 'b', ''],
  ])
})

test('a delimiter that was named wins over the guess', async () => {
  expect(await fieldsOf('a,b;c\n', { delimiter: ';' })).toEqual([['a,b', 'c']])
  expect(await fieldsOf('a "b c" d', { delimiter: 'whitespace' })).toEqual([['a', 'b c', 'd']])
})

test('lines are counted as an editor counts them', async () => {
  expect((await read('\n\na,b\r\n\r\n1,"x\ny"\n2,3')).map(({ line }) => line)).toEqual([3, 5, 7])
})

test('what was written is read, wherever the chunks end', () => {
  const field = fc.string({
    unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'é', ';'),
    maxLength: 5,
  })
  const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1 })
  const written = (fields: readonly string[]) =>
    fields.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')
  return fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 9 }), async (table, size) => {
      const text = table.map(written).join('\r\n')
      expect(await fieldsOf(text, { size, delimiter: ',' })).toEqual(table)
    }),
    { seed: 11 },
  )
})

test.each([
  ['a quote that never closes', 'a,b\n1,"2\n3,4\n', 'line 2, column 2: a quote is never closed'],
  ['text behind a quote', 'a,b\n"1"x,2', 'line 2, column 1: text follows a closing quote'],
])('error: %s is refused with its place', async (_, text, message) => {
  await expect(read(text)).rejects.toThrowError(message)
})

test('error: what is not UTF-8 is refused', async () => {
  const bytes = Uint8Array.of(0x61, 0x0a, 0xe9, 0x0a)
  await expect(read(bytes)).rejects.toThrowError('the text is not UTF-8')
})

test('error: UTF-16 without its mark and other zeros are no text', async () => {
  const bytes = new TextEncoder().encode('a,b\n1,2\n')
  const wide = Uint8Array.from({ length: 2 * bytes.length }, (_, at) =>
    at % 2 === 0 ? (bytes[at / 2] as number) : 0,
  )
  await expect(read(wide)).rejects.toThrowError('line 1: a zero byte')
})

test('error: a record without end is refused before it fills the memory', async () => {
  const endless = `a,b\n1,"${'x'.repeat(1 << 21)}`
  await expect(read(endless, { size: 1 << 16 })).rejects.toThrowError('line 2: a record is longer')
})
