import type { Bytes } from '../../crypto/bytes.ts'

/**
 * The part of Structured Field Values (RFC 9651) that signatures need: dictionaries of items and inner lists,
 * whose bare items are integers, strings, tokens, byte sequences and booleans. Decimals, dates and display
 * strings are refused.
 */
export interface Token {
  readonly token: string
}

export type BareItem = number | string | boolean | Bytes | Token
export type Parameters = ReadonlyMap<string, BareItem>

export interface Item {
  readonly value: BareItem
  readonly params: Parameters
}

export interface InnerList {
  readonly items: readonly Item[]
  readonly params: Parameters
}

export type Member = Item | InnerList
export type Dictionary = ReadonlyMap<string, Member>

export function isInnerList(member: Member): member is InnerList {
  return 'items' in member
}
