import { type Bytes, utf8 } from '../../crypto/bytes.ts'
import type { NaclSuite } from '../../crypto/nacl.ts'
import { MeshError } from '../../errors.ts'
import { signatureBase } from './base.ts'
import { type InnerList, type Item, isInnerList } from './fields.ts'
import { type KeyId, parseKeyId } from './keyId.ts'
import type { FieldLookup, RequestMessage, ResponseMessage } from './message.ts'
import { parseDictionary } from './parseFields.ts'
import {
  coversExactly,
  maxClockLeadSec,
  maxLifetimeSec,
  requestComponents,
  responseComponents,
  signatureLabel,
} from './profile.ts'
import { isSigned } from './sign.ts'

/** A signature as read from a message, not yet verified. */
export interface ClaimedSignature {
  readonly keyId: KeyId
  readonly createdSec: number
  readonly signature: Bytes
  /** What the signer must have signed. */
  readonly base: Bytes
}

export interface ClaimedRequestSignature extends ClaimedSignature {
  readonly expiresSec: number
  readonly nonce: string
}

/** Reads a request's signature. Throws `auth.signature_missing` or `auth.signature_invalid`. */
export function readRequestSignature(request: RequestMessage): ClaimedRequestSignature {
  const { covered, signature } = readSignature(request.field)
  const required = requestComponents(request.field('idempotency-key') !== null)
  if (!coversExactly(covered, required)) throw invalid('it does not cover what it must')
  const params = readParams(covered, ['created', 'expires', 'nonce', 'keyid', 'alg'])
  return {
    keyId: parseKeyId(text(params.get('keyid'))),
    createdSec: seconds(params.get('created')),
    expiresSec: seconds(params.get('expires')),
    nonce: nonce(params.get('nonce')),
    signature,
    base: utf8(signatureBase(request, covered)),
  }
}

/** Reads a response's signature. Throws `auth.signature_missing` or `auth.signature_invalid`. */
export function readResponseSignature(response: ResponseMessage): ClaimedSignature {
  const { covered, signature } = readSignature(response.field)
  const required = responseComponents(isSigned(response.request))
  if (!coversExactly(covered, required)) throw invalid('it does not cover what it must')
  const params = readParams(covered, ['created', 'keyid', 'alg'])
  return {
    keyId: parseKeyId(text(params.get('keyid'))),
    createdSec: seconds(params.get('created')),
    signature,
    base: utf8(signatureBase(response, covered)),
  }
}

/** Throws `auth.clock_skew` unless the request is inside its window, and the window is a short one. */
export function checkWindow(claimed: ClaimedRequestSignature, nowSec: number): void {
  const { createdSec, expiresSec } = claimed
  const lifetimeSec = expiresSec - createdSec
  if (lifetimeSec <= 0 || lifetimeSec > maxLifetimeSec) {
    throw invalid(`it must live between 1 and ${maxLifetimeSec} seconds`)
  }
  if (createdSec > nowSec + maxClockLeadSec || nowSec >= expiresSec) {
    throw new MeshError('auth.clock_skew', { details: { createdSec, expiresSec, nowSec } })
  }
}

/** Throws `auth.signature_invalid` unless this key signed. */
export function checkSignature(
  { signature, base }: ClaimedSignature,
  publicKey: Uint8Array,
  nacl: Pick<NaclSuite, 'verify'>,
): void {
  if (!nacl.verify(base, signature, publicKey)) throw invalid('it does not verify')
}

function readSignature(field: FieldLookup): { covered: InnerList; signature: Bytes } {
  const [inputField, signatureField] = [field('signature-input'), field('signature')]
  if (inputField === null || signatureField === null) throw new MeshError('auth.signature_missing')
  const covered = soleMember(inputField)
  const signature = soleMember(signatureField)
  if (!isInnerList(covered)) throw invalid('Signature-Input is not a list of components')
  if (isInnerList(signature) || !isBytes(signature.value, 64) || signature.params.size > 0) {
    throw invalid('Signature is not 64 bytes')
  }
  return { covered, signature: signature.value }
}

function soleMember(field: string): InnerList | Item {
  const members = parsed(field)
  const member = members.get(signatureLabel)
  if (members.size !== 1 || member === undefined) {
    throw invalid(`one signature labelled "${signatureLabel}" is expected`)
  }
  return member
}

function parsed(field: string): ReturnType<typeof parseDictionary> {
  try {
    return parseDictionary(field)
  } catch (cause) {
    throw new MeshError('auth.signature_invalid', {
      detail: 'the signature headers are malformed',
      cause,
    })
  }
}

function readParams({ params }: InnerList, names: readonly string[]): InnerList['params'] {
  if (params.size !== names.length || !names.every((name) => params.has(name))) {
    throw invalid(`its parameters must be ${names.join(', ')}`)
  }
  if (params.get('alg') !== 'ed25519') throw invalid('alg must be ed25519')
  return params
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw invalid('a parameter has the wrong type')
  return value
}

function seconds(value: unknown): number {
  if (typeof value !== 'number' || value < 0) throw invalid('a time must be whole seconds')
  return value
}

function nonce(value: unknown): string {
  const nonceText = text(value)
  if (!/^[A-Za-z0-9_-]{22}$/.test(nonceText)) throw invalid('a nonce must be 16 bytes')
  return nonceText
}

function isBytes(value: unknown, length: number): value is Bytes {
  return value instanceof Uint8Array && value.length === length
}

function invalid(why: string): MeshError {
  return new MeshError('auth.signature_invalid', { detail: `the signature is refused: ${why}` })
}
