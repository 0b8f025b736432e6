import { toBase64 } from '../../crypto/bytes.ts'
import { MeshError } from '../../errors.ts'
import {
  type BareItem,
  type Dictionary,
  type InnerList,
  type Item,
  isInnerList,
  type Parameters,
} from './fields.ts'

/** Serialises a dictionary (RFC 9651, 4.1.2). The values are the program's own, so only strings are checked. */
export function writeDictionary(dictionary: Dictionary): string {
  return [...dictionary]
    .map(([key, member]) => {
      if (isInnerList(member)) return `${key}=${writeInnerList(member)}`
      return member.value === true
        ? key + writeParameters(member.params)
        : `${key}=${writeItem(member)}`
    })
    .join(', ')
}

export function writeInnerList({ items, params }: InnerList): string {
  return `(${items.map(writeItem).join(' ')})${writeParameters(params)}`
}

export function writeItem({ value, params }: Item): string {
  return writeBareItem(value) + writeParameters(params)
}

function writeParameters(params: Parameters): string {
  let text = ''
  for (const [key, value] of params) {
    text += value === true ? `;${key}` : `;${key}=${writeBareItem(value)}`
  }
  return text
}

function writeBareItem(value: BareItem): string {
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? '?1' : '?0'
  if (typeof value === 'string') return writeString(value)
  return 'token' in value ? value.token : `:${toBase64(value)}:`
}

function writeString(value: string): string {
  // Nearly every string is a component's name: one look, nothing to escape.
  if (/^[ !#-[\]-~]*$/.test(value)) return `"${value}"`
  if (!/^[ -~]*$/.test(value)) {
    throw new MeshError('input.invalid', { detail: 'a header string must be printable ASCII' })
  }
  return `"${value.replace(/["\\]/g, '\\$&')}"`
}
