import { fromUtf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { FieldLookup } from '@creditmesh/sdk/wire/httpSignature/message.ts'

const maxDepth = 32
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype'])

/** Throws `input.invalid` unless the headers announce plain JSON. */
export function checkJsonHeaders(field: FieldLookup): void {
  if (!/^application\/json(?:\s*;\s*charset="?utf-8"?)?$/i.test(field('content-type') ?? '')) {
    throw new MeshError('input.invalid', { detail: 'the content type must be application/json' })
  }
  if (field('content-encoding') !== null) {
    throw new MeshError('input.invalid', { detail: 'a content encoding is not supported' })
  }
}

/** Parses JSON of a stranger: strict UTF-8, no more than 32 levels, no key that could reach a prototype. */
export function parseJsonBody(body: Uint8Array): unknown {
  const text = fromUtf8(body)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's own message quotes the text.
    throw new MeshError('input.invalid', { detail: 'the body is not JSON' })
  }
  checkShape(value)
  return value
}

/** Walks level by level, without recursion: the depth is the sender's choice, the stack is ours. */
function checkShape(value: unknown): void {
  let level = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) {
      throw new MeshError('input.invalid', { detail: `deeper than ${maxDepth} levels` })
    }
    level = level.flatMap(childrenOf)
  }
}

function childrenOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value
  if (Object.keys(value).some((key) => forbiddenKeys.has(key))) {
    throw new MeshError('input.invalid', { detail: 'a key with a forbidden name' })
  }
  return Object.values(value)
}
