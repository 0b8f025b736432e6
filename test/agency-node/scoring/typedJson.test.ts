import { fromTypedJson, toTypedJson } from '@creditmesh/agency-node/scoring/families/typedJson.ts'
import { expect, test } from 'vitest'

const model = {
  kind: 'forest',
  levels: [{ name: 'age', cuts: Float64Array.of(0.1, -0, Number.MAX_VALUE), specials: [-9] }],
  trees: {
    links: Int32Array.of(-1, 2 ** 31 - 1),
    masks: new Uint8Array(0),
    roots: Uint32Array.of(7),
  },
  nothing: null,
}

test('typed arrays come back bit for bit, of the same kind, and plain values as they are', () => {
  const copy = fromTypedJson(JSON.parse(JSON.stringify(toTypedJson(model))))
  expect(copy).toEqual(model)
  expect(Object.is((copy as typeof model).levels[0]?.cuts[1], -0)).toBe(true)
})

test('a part of a larger buffer is kept alone, and what is not there stays away', () => {
  const part = new Float64Array(10).fill(3).subarray(4, 6)
  expect(fromTypedJson(toTypedJson({ part, absent: undefined }))).toEqual({
    part: Float64Array.of(3, 3),
  })
})

test('error: numbers and arrays that JSON does not know are refused, and so are damaged ones', () => {
  for (const value of [
    Number.NaN,
    { deep: [Number.POSITIVE_INFINITY] },
    1n,
    new BigInt64Array(1),
  ]) {
    expect(() => toTypedJson(value)).toThrowError('model.invalid')
  }
  for (const base64 of ['AAA', '****', 'AAAA']) {
    expect(() => fromTypedJson({ array: 'f64', base64 })).toThrowError('model.invalid')
  }
})
