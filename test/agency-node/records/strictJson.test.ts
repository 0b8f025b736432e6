import { parseStrictJson } from '@creditmesh/agency-node/records/strictJson.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

function reasonOf(text: string, maxDepth = 8): unknown {
  try {
    return { value: parseStrictJson(text, maxDepth) }
  } catch (thrown) {
    return thrown instanceof MeshError ? thrown.details.reason : thrown
  }
}

test('plain JSON reads as JSON.parse reads it', () => {
  const reserved = ['__proto__', 'constructor', 'prototype']
  const key = fc.string().filter((name) => !reserved.includes(name))
  const tree = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('node'), { maxLength: 4 }),
      fc.dictionary(key, tie('node'), { maxKeys: 4 }),
    ),
  }))
  fc.assert(
    fc.property(tree.node, fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      expect(parseStrictJson(text, 100)).toEqual(JSON.parse(text))
    }),
  )
})

describe('error:', () => {
  test.each([
    ['duplicate_key', '{"a":1,"a":2}'],
    ['duplicate_key', '{"a":1, "\\u0061" : 2}'],
    ['duplicate_key', '[{"b":{"x":1,"y":{},"x":3}}]'],
    ['duplicate_key', '{"a\\"":1,"a\\"":2}'],
    ['duplicate_key', '{"":1,"":1}'],
    ['forbidden_key', '{"__proto__":{"isAdmin":true}}'],
    ['forbidden_key', '{"a":{"constructor":{"prototype":{}}}}'],
    ['forbidden_key', '{"\\u005f_proto__":1}'],
    ['too_deep', `${'['.repeat(9)}${']'.repeat(9)}`],
    ['too_deep', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['not_json', '{"a":NaN}'],
    ['not_json', '{"a":Infinity}'],
    ['not_json', "{'a':1}"],
    ['not_json', '{"a":1'],
    ['not_json', '{"a":1}}'],
    ['not_json', '{"a":01}'],
    ['not_json', '\u0000'],
    ['not_json', ''],
  ])('%s', (reason, text) => {
    expect(reasonOf(text)).toBe(reason)
  })
})

test('the same name in two objects, or as a value, is no duplicate', () => {
  for (const text of ['[{"a":1},{"a":1}]', '{"a":{"a":"a"},"b":["a","a"]}', '{"a":"\\\\","b":1}']) {
    expect(reasonOf(text)).toEqual({ value: JSON.parse(text) })
  }
})

test('the error does not quote the line', () => {
  try {
    parseStrictJson('{"name": "Erika Muster" oops', 8)
    expect.unreachable()
  } catch (thrown) {
    expect(String(thrown)).not.toContain('Erika')
  }
})
