import { concat, type Hex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { hkdfSha256, sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import type { KeyPair, NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { SessionKey } from '@creditmesh/sdk/wire/joint/messages.ts'
import nacl from 'tweetnacl'

/** What every key and answer of one session is bound to. */
export interface SessionPlace {
  readonly sessionId: Hex
  readonly agreementId: Hex
  readonly parties: readonly Hex[]
}

export interface PartySigner {
  readonly party: Hex
  readonly keyEpoch: number
  readonly ed25519Secret: Uint8Array
}

/** Finds the key that a party registered as this epoch; null for none. */
export type FindSigningKey = (party: Hex, keyEpoch: number) => Promise<Uint8Array | null>

export function signSessionKey(
  suite: Pick<NaclSuite, 'sign'>,
  place: SessionPlace,
  { signer, publicKey }: { readonly signer: PartySigner; readonly publicKey: KeyPair['publicKey'] },
): SessionKey {
  const { party, keyEpoch, ed25519Secret } = signer
  const signature = suite.sign(keyBytes(place, party, publicKey), ed25519Secret)
  return { party, keyEpoch, publicKey, signature }
}

/** Throws `joint.protocol` unless there is one signed key for each party, in their order. Gives the keys they sign with. */
export async function requireSessionKeys(
  suite: Pick<NaclSuite, 'verify'>,
  place: SessionPlace,
  { keys, find }: { readonly keys: readonly SessionKey[]; readonly find: FindSigningKey },
): Promise<readonly Uint8Array[]> {
  const { parties } = place
  if (keys.length !== parties.length || keys.some(({ party }, at) => party !== parties[at])) {
    throw new MeshError('joint.protocol', { details: { check: 'parties' } })
  }
  return Promise.all(
    keys.map(async ({ party, keyEpoch, publicKey, signature }) => {
      const signing = await find(party, keyEpoch)
      if (signing && suite.verify(keyBytes(place, party, publicKey), signature, signing))
        return signing
      throw new MeshError('joint.protocol', { details: { check: 'key_signature', party } })
    }),
  )
}

/** What two parties of a session share and nobody else can compute. Throws `joint.protocol` for a key of small order. */
export function pairSecret(
  mine: KeyPair,
  theirs: Uint8Array,
  { sessionId, agreementId }: SessionPlace,
) {
  const shared = nacl.scalarMult(mine.secretKey, theirs)
  if (shared.every((byte) => byte === 0)) {
    throw new MeshError('joint.protocol', { details: { check: 'key' } })
  }
  const info = utf8(`creditmesh/joint/pair/1:${agreementId}`)
  const secret = hkdfSha256(shared, { salt: utf8(sessionId), info })
  shared.fill(0)
  return secret
}

/** Where the transcript of a session begins. */
export function openingTranscript(
  { sessionId, agreementId }: SessionPlace,
  keys: readonly SessionKey[],
) {
  const all = keys.flatMap(({ party, publicKey }) => [utf8(party), publicKey])
  return sha256(concat(utf8(`creditmesh/joint/session/1:${sessionId}:${agreementId}`), ...all))
}

function keyBytes({ sessionId, agreementId }: SessionPlace, party: Hex, publicKey: Uint8Array) {
  return concat(utf8(`creditmesh/joint/key/1\n${sessionId}\n${agreementId}\n${party}\n`), publicKey)
}
