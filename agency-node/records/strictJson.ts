import { lineError } from './problem.ts'

const reserved: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Parses one line of JSON and refuses what JSON.parse lets pass: a member named twice (two readers could believe
 * different ones), names that JavaScript reserves, nesting deeper than `maxDepth`.
 */
export function parseStrictJson(text: string, maxDepth: number): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw lineError('not_json') // the engine's message would quote the line
  }
  checkMembers(text, maxDepth)
  return value
}

/** Walks over text that is known to be JSON. */
function checkMembers(text: string, maxDepth: number): void {
  const open: (Set<string> | null)[] = [] // the members seen of each open object; null for an array
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i]
    if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : null)
      if (open.length > maxDepth) throw lineError('too_deep', { position: i })
    } else if (character === '}' || character === ']') {
      open.pop()
    } else if (character === '"') {
      const end = endOfString(text, i)
      if (isFollowedByColon(text, end)) checkMember(text.slice(i, end), open.at(-1), i)
      i = end - 1
    }
  }
}

function checkMember(quoted: string, seen: Set<string> | null | undefined, position: number): void {
  const name = quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1)
  if (reserved.has(name)) throw lineError('forbidden_key', { position })
  if (seen?.has(name)) throw lineError('duplicate_key', { position })
  seen?.add(name)
}

/** The offset after the closing quote. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end + 1
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0
  while (text[at - 1 - backslashes] === '\\') backslashes += 1
  return backslashes % 2 === 1
}

function isFollowedByColon(text: string, from: number): boolean {
  let i = from
  while (text[i] === ' ' || text[i] === '\t' || text[i] === '\n' || text[i] === '\r') i += 1
  return text[i] === ':'
}
