import { utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { hkdfSha256 } from '@creditmesh/sdk/crypto/hash.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { addWords, fromBytes, type NumberKind, type Words, wordsOf } from './fixedPoint.ts'

/** Stretches a key of 32 bytes, used once, to any length: a stream cipher over nothing. */
export type KeyStream = (key: Uint8Array, length: number) => Uint8Array

export interface MaskOptions {
  /** This party's place in the session. */
  readonly self: number
  /** What this party shares with the party at each place; nothing at its own. */
  readonly secrets: readonly (Uint8Array | null)[]
  readonly round: number
  /** What everybody has seen so far: parties that were shown different things draw different masks. */
  readonly transcript: Uint8Array
  readonly kind: NumberKind
  readonly stream: KeyStream
}

/**
 * Hides an answer under a mask with every other party (Bonawitz et al. 2017, without the recovery of those who drop): the
 * party earlier in the session adds it, the later one takes it away. Only the sum of ALL answers is free of masks; if one is
 * missing every partial sum is evenly random, and that round is lost. Needs at least two parties.
 */
export function maskAnswer(answer: Words, options: MaskOptions): Words {
  const { self, secrets, kind, stream } = options
  if (secrets.length < 2)
    throw new MeshError('joint.not_allowed', { details: { check: 'parties' } })
  const masked = answer.slice()
  secrets.forEach((secret, other) => {
    if (other === self) return
    if (secret === null) throw new MeshError('joint.protocol', { details: { check: 'key' } })
    const key = roundKey(secret, options)
    const bytes = stream(key, answer.length * 4)
    addWords(
      masked,
      fromBytes(bytes, answer.length / wordsOf(kind), kind),
      kind,
      self < other ? 1 : -1,
    )
    bytes.fill(0)
    key.fill(0)
  })
  return masked
}

/** The numbers behind the masks of all parties, which must all be there. */
export function sumMasked(masked: readonly Words[], kind: NumberKind): Words {
  const [first, ...rest] = masked
  if (first === undefined) throw new MeshError('joint.protocol', { details: { check: 'parties' } })
  const sum = first.slice()
  for (const one of rest) addWords(sum, one, kind)
  return sum
}

function roundKey(secret: Uint8Array, { round, transcript }: MaskOptions): Uint8Array {
  return hkdfSha256(secret, { salt: transcript, info: utf8(`creditmesh/joint/mask/1:${round}`) })
}
