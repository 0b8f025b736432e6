import { equalBytes } from '../../crypto/bytes.ts'
import { MeshError } from '../../errors.ts'
import { isInnerList } from './fields.ts'
import { parseDictionary } from './parseFields.ts'
import { writeDictionary } from './writeFields.ts'

/** SHA-256 of the platform's choice: the reference in a browser, a native one on a server. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

/** The Content-Digest header (RFC 9530) of a body; of no body, the digest of nothing. */
export function contentDigest(body: Uint8Array, sha256: Sha256): string {
  const value = new Uint8Array(sha256(body))
  return writeDictionary(new Map([['sha-256', { value, params: new Map() }]]))
}

/** Throws `auth.signature_invalid` unless the header is the SHA-256 of the body, and nothing besides. */
export function checkContentDigest(header: string | null, body: Uint8Array, sha256: Sha256): void {
  const members = parseDictionary(header ?? '')
  const member = members.get('sha-256')
  const isDigest =
    members.size === 1 &&
    member !== undefined &&
    !isInnerList(member) &&
    member.value instanceof Uint8Array &&
    equalBytes(member.value, sha256(body))
  if (!isDigest) {
    throw new MeshError('auth.signature_invalid', { detail: 'the content digest does not match' })
  }
}
