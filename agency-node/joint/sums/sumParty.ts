import { concat, equalBytes, type Hex, toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { canonicalJson, type JsonValue } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { JointReplied, MaskedAnswer, SessionKey } from '@creditmesh/sdk/wire/joint/messages.ts'
import type { Computation, PartyData } from '../../analysis/joint/computation.ts'
import {
  decodeNumbers,
  encodeNumbers,
  fromBytes,
  type NumberKind,
  toBytes,
} from '../../analysis/joint/fixedPoint.ts'
import { type KeyStream, maskAnswer, sumMasked } from '../../analysis/joint/pairMasks.ts'
import {
  type FindSigningKey,
  openingTranscript,
  type PartySigner,
  pairSecret,
  requireSessionKeys,
  type SessionPlace,
  signSessionKey,
} from './sessionKeys.ts'

/** One party of a session of masked sums; the leader runs one for itself as well. */
export interface SumParty {
  /** Its own key for this session; lives in memory alone, so no restart can use a mask again. */
  readonly key: SessionKey
  /** Answers the first round, when the keys of all are known. */
  begin(keys: readonly SessionKey[]): Promise<JointReplied>
  /** Takes all answers of the last round and gives the next one, or the hash of the result. */
  take(answers: readonly MaskedAnswer[]): Promise<JointReplied>
  /** What was computed; null until all is. */
  result(): JsonValue | null
  /** Rounds whose sums were learned, with what they hold. */
  readonly learned: readonly LearnedRound[]
  /** Forgets every secret: nothing can be answered any more. */
  wipe(): void
}

export interface LearnedRound {
  readonly asks: string
  readonly numbers: number
}

interface SumPartyOptions {
  readonly place: SessionPlace
  readonly signer: PartySigner
  readonly nacl: NaclSuite
  readonly find: FindSigningKey
  readonly computation: Computation<unknown>
  readonly data: PartyData
  readonly maxRounds: number
}

/** The state between rounds. */
interface Masking {
  readonly secrets: readonly (Uint8Array | null)[]
  readonly signingKeys: readonly Uint8Array[]
  readonly transcript: Uint8Array
  readonly round: number
  /** What this party answered, which must come back unchanged. */
  readonly own: Uint8Array
}

export function createSumParty(options: SumPartyOptions): SumParty {
  const { place, signer, nacl, find } = options
  const pair = nacl.boxKeyPair()
  const self = place.parties.indexOf(signer.party)
  const key = signSessionKey(nacl, place, { signer, publicKey: pair.publicKey })
  const learned: LearnedRound[] = []
  let computation = options.computation
  let masking: Masking | null = null
  let isWiped = false

  function answer(state: Omit<Masking, 'own'>): JointReplied {
    if (computation.isFinished) {
      wipe()
      return { step: 'finished', resultHash: hashOf(computation.result) }
    }
    if (state.round > options.maxRounds) throw broken('rounds')
    const { kind } = computation
    const numbers = new Float64Array(computation.length + 1)
    numbers[0] = 1
    numbers.set(computation.answer(options.data), 1)
    const stream = keyStreamOf(nacl)
    const masked = toBytes(
      maskAnswer(encodeNumbers(numbers, kind), { ...state, self, kind, stream }),
    )
    masking = { ...state, own: masked }
    const signature = nacl.sign(answerBytes(state, masked), signer.ed25519Secret)
    return { step: 'answer', answer: { party: signer.party, masked, signature } }
  }

  function wipe(): void {
    isWiped = true
    pair.secretKey.fill(0)
    for (const secret of masking?.secrets ?? []) secret?.fill(0)
    masking = null
  }

  return {
    key,
    learned,
    wipe,
    result: () => (computation.isFinished ? (computation.result as JsonValue) : null), // plain JSON, as computations give
    async begin(keys) {
      if (masking !== null || isWiped) throw broken('step')
      const signingKeys = await requireSessionKeys(nacl, place, { keys, find })
      if (isWiped) throw new MeshError('joint.session_ended')
      if (!equalBytes(keys[self]?.publicKey ?? pair.secretKey, pair.publicKey)) throw broken('key')
      const secrets = keys.map(({ publicKey }, other) =>
        other === self ? null : pairSecret(pair, publicKey, place),
      )
      return answer({ secrets, signingKeys, transcript: openingTranscript(place, keys), round: 1 })
    },
    async take(answers) {
      if (masking === null || computation.isFinished || isWiped) throw broken('step')
      const { kind, length, asks } = computation
      requireAnswers(answers, { masking, place, self, nacl })
      const sum = openSum(answers, { kind, length })
      learned.push({ asks, numbers: length })
      computation = computation.advance(sum)
      const transcript = continued(masking.transcript, answers)
      return answer({ ...masking, transcript, round: masking.round + 1 })
    },
  }
}

/** Throws `joint.protocol` unless every party answered, signed, and the own answer is as it was given. */
function requireAnswers(
  answers: readonly MaskedAnswer[],
  {
    masking,
    place: { parties },
    self,
    nacl,
  }: { masking: Masking; place: SessionPlace; self: number; nacl: Pick<NaclSuite, 'verify'> },
): void {
  if (answers.length !== parties.length) throw broken('parties')
  answers.forEach(({ party, masked, signature }, at) => {
    if (party !== parties[at]) throw broken('parties')
    const key = masking.signingKeys[at]
    if (key === undefined || !nacl.verify(answerBytes(masking, masked), signature, key)) {
      throw new MeshError('joint.protocol', { details: { check: 'answer_signature', party } })
    }
    if (at === self && !equalBytes(masked, masking.own)) throw broken('own_answer')
  })
}

/** The first number of each answer is 1: masks that cancelled leave the number of parties there, others chance. */
function openSum(
  answers: readonly MaskedAnswer[],
  { kind, length }: { kind: NumberKind; length: number },
): Float64Array {
  const words = answers.map(({ masked }) => fromBytes(masked, length + 1, kind))
  const sum = decodeNumbers(sumMasked(words, kind), kind)
  if (sum[0] !== answers.length) throw broken('masks')
  return sum.slice(1)
}

function continued(transcript: Uint8Array, answers: readonly MaskedAnswer[]): Uint8Array {
  return sha256(concat(transcript, ...answers.map(({ masked }) => sha256(masked))))
}

function answerBytes(
  { transcript, round }: Pick<Masking, 'transcript' | 'round'>,
  masked: Uint8Array,
) {
  return concat(utf8(`creditmesh/joint/answer/1\n${round}\n`), transcript, sha256(masked))
}

/** XSalsa20 over zeros; every key is used once, so the nonce can stay 0. */
export function keyStreamOf(nacl: Pick<NaclSuite, 'secretbox'>): KeyStream {
  return (key, length) =>
    nacl.secretbox(new Uint8Array(length), new Uint8Array(24), key).subarray(16)
}

export function hashOf(result: unknown): Hex {
  return toHex(sha256(utf8(canonicalJson(result as JsonValue)))) // plain JSON, as computations give
}

function broken(check: string): MeshError {
  return new MeshError('joint.protocol', { details: { check } })
}
