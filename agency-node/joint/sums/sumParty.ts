import { concat, equalBytes, type Hex, toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { canonicalJson, type JsonValue } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import type { KeyPair, NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
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

/** A party between two messages; a secret that is gone is zeros. */
interface State {
  readonly options: SumPartyOptions
  readonly pair: KeyPair
  readonly self: number
  readonly learned: LearnedRound[]
  computation: Computation<unknown>
  masking: Masking | null
  isWiped: boolean
}

export function createSumParty(options: SumPartyOptions): SumParty {
  const { place, signer, nacl, computation } = options
  const pair = nacl.boxKeyPair()
  const self = place.parties.indexOf(signer.party)
  const key = signSessionKey(nacl, place, { signer, publicKey: pair.publicKey })
  const learned: LearnedRound[] = []
  const state: State = { options, pair, self, learned, computation, masking: null, isWiped: false }
  return {
    ...{ key, learned },
    begin: (keys) => begin(keys, state),
    take: async (answers) => take(answers, state),
    result() {
      const { computation: last } = state
      return last.isFinished ? (last.result as JsonValue) : null // plain JSON, as computations give
    },
    wipe: () => wipe(state),
  }
}

async function begin(keys: readonly SessionKey[], state: State): Promise<JointReplied> {
  const { place, nacl, find } = state.options
  const { pair, self } = state
  if (state.masking !== null || state.isWiped) throw broken('step')
  const signingKeys = await requireSessionKeys(nacl, place, { keys, find })
  if (state.isWiped) throw new MeshError('joint.session_ended')
  if (state.masking !== null) throw broken('step')
  const own = keys[self]?.publicKey
  if (own === undefined || !equalBytes(own, pair.publicKey)) throw broken('key')
  const secrets = keys.map(({ publicKey }, other) =>
    other === self ? null : pairSecret(pair, publicKey, place),
  )
  const transcript = openingTranscript(place, keys)
  return answer({ secrets, signingKeys, transcript, round: 1 }, state)
}

function take(answers: readonly MaskedAnswer[], state: State): JointReplied {
  const { computation, masking, learned } = state
  const { place, nacl } = state.options
  if (masking === null || computation.isFinished || state.isWiped) throw broken('step')
  const { kind, length, asks } = computation
  requireAnswers(answers, { masking, place, self: state.self, nacl })
  const sum = openSum(answers, { kind, length })
  learned.push({ asks, numbers: length })
  state.computation = computation.advance(sum)
  const transcript = continued(masking.transcript, answers)
  return answer({ ...masking, transcript, round: masking.round + 1 }, state)
}

/** Answers the question that the computation has come to, under the masks of this round; or gives its result's hash. */
function answer(at: Omit<Masking, 'own'>, state: State): JointReplied {
  const { computation, self, options } = state
  const { nacl, data, maxRounds, signer } = options
  if (computation.isFinished) {
    wipe(state)
    return { step: 'finished', resultHash: hashOf(computation.result) }
  }
  if (at.round > maxRounds) throw broken('rounds')
  const { kind, length } = computation
  const numbers = new Float64Array(length + 1)
  numbers[0] = 1
  numbers.set(computation.answer(data), 1)
  const stream = keyStreamOf(nacl)
  const masks = maskAnswer(encodeNumbers(numbers, kind), { ...at, self, kind, stream })
  const masked = toBytes(masks)
  state.masking = { ...at, own: masked }
  const signature = nacl.sign(answerBytes(at, masked), signer.ed25519Secret)
  return { step: 'answer', answer: { party: signer.party, masked, signature } }
}

function wipe(state: State): void {
  state.isWiped = true
  state.pair.secretKey.fill(0)
  for (const secret of state.masking?.secrets ?? []) secret?.fill(0)
  state.masking = null
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
