import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { FieldLookup } from '@creditmesh/sdk/wire/httpSignature/message.ts'

/** A request as it came in, before anything of it is believed. */
export interface IncomingCall {
  readonly method: string
  /** The request line's target, as sent. */
  readonly target: string
  readonly rawHeaders: readonly string[]
  readonly params: Readonly<Record<string, unknown>>
  readonly remoteAddress: string
  readonly signal: AbortSignal
  /** Reads the body once; throws `input.too_large` beyond the limit. */
  readBody(limit: number): Promise<Uint8Array>
}

export interface OutgoingAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** Headers that decide who sent what, to whom: sent twice, two readers could each believe another one. */
const singular = new Set([
  'content-digest',
  'content-encoding',
  'content-length',
  'content-type',
  'host',
  'idempotency-key',
  'signature',
  'signature-input',
  'transfer-encoding',
  'x-request-id',
])

/** Indexes raw headers (name, value, name, value ...). Throws `input.invalid` for a doubled singular one. */
export function indexHeaders(rawHeaders: readonly string[]): FieldLookup {
  const fields = new Map<string, string>()
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase()
    const value = rawHeaders[i + 1] ?? ''
    const earlier = fields.get(name)
    if (earlier !== undefined && singular.has(name)) {
      throw new MeshError('input.invalid', { detail: `header ${name} is sent twice` })
    }
    fields.set(name, earlier === undefined ? value : `${earlier}, ${value}`)
  }
  return (name) => fields.get(name) ?? null
}
