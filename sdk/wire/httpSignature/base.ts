import { MeshError } from '../../errors.ts'
import type { InnerList, Item } from './fields.ts'
import { isResponse, type RequestMessage, type ResponseMessage } from './message.ts'
import { writeInnerList, writeItem } from './writeFields.ts'

type Message = RequestMessage | ResponseMessage

/**
 * The text that is signed (RFC 9421, 2.5): a line for each covered component, then the signature's own
 * parameters. Throws `auth.signature_invalid` for a component that is unknown, absent or covered twice.
 */
export function signatureBase(message: Message, covered: InnerList): string {
  const seen = new Set<string>()
  const lines = covered.items.map((component) => {
    const identifier = writeItem(component)
    if (seen.has(identifier)) throw unusable(identifier, 'is covered twice')
    seen.add(identifier)
    return `${identifier}: ${componentValue(message, component)}`
  })
  return [...lines, `"@signature-params": ${writeInnerList(covered)}`].join('\n')
}

function componentValue(message: Message, component: Item): string {
  const { value: name, params } = component
  const identifier = writeItem(component)
  if (typeof name !== 'string') throw unusable(identifier, 'is not a string')
  const fromRequest = params.get('req') === true
  if (params.size > (fromRequest ? 1 : 0)) throw unusable(identifier, 'has an unknown parameter')
  if (fromRequest && !isResponse(message)) throw unusable(identifier, 'has no request to refer to')
  const source = fromRequest && isResponse(message) ? message.request : message
  const value = name.startsWith('@') ? derivedValue(source, name) : fieldValue(source, name)
  // A line break inside a value could pass for another component.
  if (value === null || /[\r\n]/.test(value)) throw unusable(identifier, 'has no usable value')
  return value
}

function derivedValue(message: Message, name: string): string | null {
  if (isResponse(message)) return name === '@status' ? String(message.status) : null
  if (name === '@method') return message.method
  if (name === '@authority') return message.authority
  if (name === '@path') return message.path
  if (name === '@query') return message.query
  return null
}

function fieldValue({ field }: Message, name: string): string | null {
  return name === name.toLowerCase() ? (field(name)?.trim() ?? null) : null
}

function unusable(identifier: string, why: string): MeshError {
  return new MeshError('auth.signature_invalid', { detail: `component ${identifier} ${why}` })
}
