import { type Bytes, toBase64Url, utf8 } from '../../crypto/bytes.ts'
import { sha256 as referenceSha256 } from '../../crypto/hash.ts'
import type { NaclSuite } from '../../crypto/nacl.ts'
import { signatureBase } from './base.ts'
import { contentDigest, type Sha256 } from './contentDigest.ts'
import type { BareItem, InnerList, Item } from './fields.ts'
import { formatKeyId, type KeyId } from './keyId.ts'
import type { FieldLookup, RequestMessage, ResponseMessage } from './message.ts'
import { maxLifetimeSec, requestComponents, responseComponents, signatureLabel } from './profile.ts'
import { writeDictionary } from './writeFields.ts'

export interface HttpSigner {
  readonly keyId: KeyId
  /** Ed25519, 64 bytes. */
  readonly secretKey: Uint8Array
  readonly nacl: Pick<NaclSuite, 'sign' | 'randomBytes'>
  readonly sha256?: Sha256
}

export type SignatureHeaders = Readonly<
  Record<'content-digest' | 'signature-input' | 'signature', string>
>

/** Signs a request whose further headers are already set. Each call draws a fresh nonce. */
export function signRequest(
  request: RequestMessage,
  body: Uint8Array,
  { signer, nowSec, lifetimeSec = maxLifetimeSec }: SigningOptions & { lifetimeSec?: number },
): SignatureHeaders {
  const digest = contentDigest(body, signer.sha256 ?? referenceSha256)
  const message = { ...request, field: withField(request.field, 'content-digest', digest) }
  const params = new Map<string, BareItem>([
    ['created', nowSec],
    ['expires', nowSec + lifetimeSec],
    ['nonce', toBase64Url(signer.nacl.randomBytes(16))],
    ...keyParameters(signer),
  ])
  const items = requestComponents(request.field('idempotency-key') !== null)
  return seal(message, { items, params }, { signer, digest })
}

/** Signs a response, bound to the request that it answers. */
export function signResponse(
  response: ResponseMessage,
  body: Uint8Array,
  { signer, nowSec }: SigningOptions,
): SignatureHeaders {
  const digest = contentDigest(body, signer.sha256 ?? referenceSha256)
  const message = { ...response, field: withField(response.field, 'content-digest', digest) }
  const params = new Map<string, BareItem>([['created', nowSec], ...keyParameters(signer)])
  const items = responseComponents(isSigned(response.request))
  return seal(message, { items, params }, { signer, digest })
}

export interface SigningOptions {
  readonly signer: HttpSigner
  readonly nowSec: number
}

/** Whether the request carries all that a response's signature would bind. */
export function isSigned(request: RequestMessage): boolean {
  return request.field('signature') !== null && request.field('content-digest') !== null
}

function keyParameters({ keyId }: HttpSigner): [string, BareItem][] {
  return [
    ['keyid', formatKeyId(keyId)],
    ['alg', 'ed25519'],
  ]
}

function seal(
  message: RequestMessage | ResponseMessage,
  covered: InnerList,
  { signer, digest }: { signer: HttpSigner; digest: string },
): SignatureHeaders {
  const value: Bytes = signer.nacl.sign(utf8(signatureBase(message, covered)), signer.secretKey)
  const signature: Item = { value, params: new Map() }
  return {
    'content-digest': digest,
    'signature-input': writeDictionary(new Map([[signatureLabel, covered]])),
    signature: writeDictionary(new Map([[signatureLabel, signature]])),
  }
}

function withField(field: FieldLookup, name: string, value: string): FieldLookup {
  return (asked) => (asked === name ? value : field(asked))
}
