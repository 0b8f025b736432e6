import type { ParamType, Result } from 'ethers'

/**
 * Turns what ethers decoded into plain values: structs into objects, integers up to 48 bits into numbers, as
 * `AbiValue` types them.
 */
export function plainValue(type: ParamType, value: unknown): unknown {
  if (type.isArray()) {
    const element = type.arrayChildren
    return (value as Result).toArray().map((item) => plainValue(element, item)) // arrays decode to Results
  }
  if (type.isTuple()) return namedValues(type.components, value as Result) // tuples likewise
  if (typeof value === 'bigint' && Number(type.type.slice(4)) <= 48) return Number(value)
  return value
}

export function namedValues(types: readonly ParamType[], values: Result): Record<string, unknown> {
  return Object.fromEntries(types.map((type, i) => [type.name, plainValue(type, values[i])]))
}
