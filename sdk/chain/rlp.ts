import { type Bytes, concat } from '../crypto/bytes.ts'

/** Bytes, or a list of such. */
export type RlpItem = Uint8Array | readonly RlpItem[]

/** Recursive Length Prefix, as Ethereum serialises transactions (Yellow Paper, appendix B). */
export function encodeRlp(item: RlpItem): Bytes {
  if (!(item instanceof Uint8Array)) {
    const body = concat(...item.map(encodeRlp))
    return concat(prefix(0xc0, body.length), body)
  }
  const [only = 0xff] = item
  const isItself = item.length === 1 && only < 0x80
  return isItself ? concat(item) : concat(prefix(0x80, item.length), item)
}

/** A number without leading zeros; zero is empty. */
export function rlpNumber(value: number | bigint): Bytes {
  const bytes: number[] = []
  for (let rest = BigInt(value); rest > 0n; rest >>= 8n) bytes.unshift(Number(rest & 255n))
  return Uint8Array.from(bytes)
}

/** Bytes that stand for a number, without their leading zeros. */
export function withoutLeadingZeros(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0)
  return first < 0 ? new Uint8Array() : bytes.subarray(first)
}

function prefix(base: number, length: number): Uint8Array {
  if (length <= 55) return Uint8Array.of(base + length)
  const size = rlpNumber(length)
  return concat(Uint8Array.of(base + 55 + size.length), size)
}
