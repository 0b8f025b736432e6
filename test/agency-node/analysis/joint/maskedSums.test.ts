import {
  addWords,
  decodeNumbers,
  encodeNumbers,
  fromBytes,
  type NumberKind,
  toBytes,
  type Words,
} from '@creditmesh/agency-node/analysis/joint/fixedPoint.ts'
import { maskAnswer, sumMasked } from '@creditmesh/agency-node/analysis/joint/pairMasks.ts'
import { keyStreamOf } from '@creditmesh/agency-node/joint/sums/sumParty.ts'
import { utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const stream = keyStreamOf(tweetnaclSuite)
const transcript = sha256(utf8('transcript'))

/** What two places share, the same from both sides. */
function secretsOf(self: number, parties: number) {
  return Array.from({ length: parties }, (_, other) =>
    other === self ? null : sha256(utf8(`${Math.min(self, other)}-${Math.max(self, other)}`)),
  )
}

function masked(answers: readonly Float64Array[], kind: NumberKind, changes: object = {}): Words[] {
  return answers.map((answer, self) =>
    maskAnswer(encodeNumbers(answer, kind), {
      ...{ self, secrets: secretsOf(self, answers.length), round: 1, transcript, kind, stream },
      ...changes,
    }),
  )
}

describe('numbers', () => {
  test('real numbers survive to 2^-41, counts exactly, whatever their sign', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e20, max: 1e20, noNaN: true }), (value) => {
        const [back = Number.NaN] = decodeNumbers(
          encodeNumbers(Float64Array.of(value), 'real'),
          'real',
        )
        expect(Math.abs(back - value)).toBeLessThanOrEqual(
          Math.max(2 ** -41, Math.abs(value) * 2 ** -52),
        )
      }),
    )
    const counts = Float64Array.of(0, 1, -1, 2 ** 46, -(2 ** 46))
    expect(decodeNumbers(encodeNumbers(counts, 'count'), 'count')).toEqual(counts)
  })

  test('words are added as the whole numbers that they are', () => {
    const value = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })
    const words = (x: bigint) => Uint32Array.of(Number(x & 0xffffffffn), Number(x >> 32n))
    fc.assert(
      fc.property(value, value, (a, b) => {
        const sum = words(a)
        addWords(sum, words(b), 'count')
        expect(sum).toEqual(words(BigInt.asUintN(64, a + b)))
        addWords(sum, words(b), 'count', -1)
        expect(sum).toEqual(words(a))
      }),
    )
  })

  test.each([
    ['real', Number.NaN],
    ['real', Number.POSITIVE_INFINITY],
    ['real', 2 ** 71],
    ['count', 2 ** 47],
    ['count', 0.5],
  ] as const)('error: a %s of %d is refused, not wrapped', (kind, value) => {
    expect(() => encodeNumbers(Float64Array.of(value), kind)).toThrow('analysis.invalid_input')
  })

  test('error: bytes of another length are refused', () => {
    const bytes = toBytes(encodeNumbers(Float64Array.of(1, 2), 'count'))
    expect(() => fromBytes(bytes, 3, 'count')).toThrow('joint.protocol')
    expect(() => fromBytes(bytes, 2, 'real')).toThrow('joint.protocol')
  })
})

describe('masks', () => {
  const answers = [Float64Array.of(1, -2.5), Float64Array.of(10, 0.25), Float64Array.of(100, 1e15)]

  test('cancel in the sum of all', () => {
    const sum = decodeNumbers(sumMasked(masked(answers, 'real'), 'real'), 'real')
    expect(Array.from(sum)).toEqual([111, 1e15 - 2.25])
  })

  test('leave nothing of an answer, nor of a sum of some, that is not evenly random', () => {
    // Zeros behind masks: a bit that is set in half of the words is as good as random.
    const zeros = [0, 1, 2].map(() => new Float64Array(4000))
    const [first, second] = masked(zeros, 'count') as [Words, Words, Words]
    for (const partial of [first, sumMasked([first, second], 'count')]) {
      for (let bit = 0; bit < 32; bit++) {
        const set = partial.filter((word) => (word >>> bit) & 1).length / partial.length
        expect(Math.abs(set - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / partial.length))
      }
    }
  })

  test('differ from round to round and from transcript to transcript', () => {
    const [one] = masked(answers, 'real')
    expect(masked(answers, 'real', { round: 2 })[0]).not.toEqual(one)
    expect(masked(answers, 'real', { transcript: sha256(utf8('other')) })[0]).not.toEqual(one)
  })

  test('error: do not cancel where one party was shown something else', () => {
    const [a, b] = masked(answers, 'real') as [Words, Words]
    const [, , c] = masked(answers, 'real', { transcript: sha256(utf8('other')) }) as [
      Words,
      Words,
      Words,
    ]
    const [first = 0] = decodeNumbers(sumMasked([a, b, c], 'real'), 'real')
    expect(Math.abs(first - 111)).toBeGreaterThan(1e6)
  })

  test('error: a party alone has nobody to hide among', () => {
    expect(() => masked([Float64Array.of(1)], 'real')).toThrow('joint.not_allowed')
  })

  test('error: a key that is missing stops the answer', () => {
    expect(() => masked(answers, 'real', { secrets: [null, null, null] })).toThrow('joint.protocol')
  })
})
