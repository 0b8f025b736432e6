import {
  createLinkHolder,
  type LinkHolder,
} from '@creditmesh/agency-node/joint/linkage/linkHolder.ts'
import { link } from '@creditmesh/agency-node/joint/linkage/linkLeader.ts'
import { entryLength } from '@creditmesh/agency-node/joint/linkage/linkTags.ts'
import { loadPrimeGroup, type PrimeGroup } from '@creditmesh/agency-node/native/primeGroup.ts'
import { toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import { tweetnaclSuite as nacl } from '@creditmesh/sdk/crypto/nacl.ts'
import type { LinkageAgreement } from '@creditmesh/sdk/wire/joint/agreement.ts'
import { beforeAll, describe, expect, test } from 'vitest'

let group: PrimeGroup

beforeAll(async () => {
  const loaded = await loadPrimeGroup()
  if (loaded === null) throw new Error('the addon of libsecp256k1 does not load')
  group = loaded
})

const sessionId = toHex(sha256(utf8('session')))
// Only what the pure pieces read of it.
const agreement = {
  kind: 'linkage',
  columns: ['calls', 'exposure'],
  minElements: 10,
  maxHolderElements: 5000,
} as unknown as LinkageAgreement

const phone = (number: number) => ({ country: 'CN', type: 'phone', value: `86${number}` })
const holderOf = (numbers: readonly number[], session = sessionId) =>
  createLinkHolder(
    numbers.map((number) => ({ identifier: phone(number), values: Float64Array.of(number, 0.5) })),
    { sessionId: session, agreement, group, nacl },
  )
const range = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at)

function linkWith(numbers: readonly number[], holder: LinkHolder, session = sessionId) {
  const calls = {
    evaluate: holder.evaluate,
    page: async (page: number) => holder.page(page),
  }
  const people = numbers.map((number) => ({ number, identifier: phone(number) }))
  const { pages } = holder
  return link(people, calls, {
    ...{ sessionId: session, columns: 2, pages, maxEntries: 5000, group, nacl },
  })
}

describe('linking people', () => {
  test('finds exactly the intersection of thousands, with each one’s own values', async () => {
    const holder = await holderOf(range(1000, 2000))
    const { linked, entries } = await linkWith(range(2500, 2000), holder)
    expect(entries).toBe(2000)
    expect(linked.map(({ person }) => person.number).sort((a, b) => a - b)).toEqual(
      range(2500, 500),
    )
    expect(linked.every(({ person, values }) => values[0] === person.number)).toBe(true)
  })

  test('means one person by any spelling of her number', async () => {
    const people = range(1, 10).map((number) => ({
      identifier: { country: 'cn', type: 'PHONE', value: `86-${number}` },
      values: Float64Array.of(number, Number.NaN),
    }))
    const holder = await createLinkHolder(people, { sessionId, agreement, group, nacl })
    const { linked } = await linkWith(range(1, 10), holder)
    expect(linked).toHaveLength(10)
    expect(linked[0]?.values[1]).toBeNaN()
  })

  test('tells nothing across sessions: the same person has another tag in each', async () => {
    const numbers = range(1, 20)
    const [one, two] = [await holderOf(numbers), await holderOf(numbers)]
    expect(one.page(0)).not.toEqual(two.page(0))
    const elsewhere = toHex(sha256(utf8('another session')))
    expect((await linkWith(numbers, await holderOf(numbers), elsewhere)).linked).toEqual([])
  })

  test('entries are of one length and in no order that comes from the people', async () => {
    const holder = await holderOf(range(1, 50))
    const page = holder.page(0)
    expect(page.length).toBe(50 * entryLength(2))
    const tags = range(0, 50).map((at) =>
      toHex(page.subarray(at * entryLength(2), at * entryLength(2) + 32)),
    )
    expect(tags).toEqual(tags.toSorted())
  })

  test.each([
    ['of zeros', new Uint8Array(33)],
    ['beyond the field', new Uint8Array(33).fill(255).fill(2, 0, 1)],
    ['in the uncompressed form', new Uint8Array(65).fill(4)],
    ['cut short', new Uint8Array(32).fill(2)],
    ['that is nothing', new Uint8Array(0)],
  ])('error: a point %s is refused', async (_, points) => {
    const holder = await holderOf(range(1, 10))
    await expect(holder.evaluate(points)).rejects.toMatchObject({ code: 'joint.protocol' })
  })

  test('error: half of all x are on no point, and those are refused', async () => {
    const holder = await holderOf(range(1, 10))
    const outcomes = await Promise.all(
      range(0, 40).map((at) => {
        const point = new Uint8Array(33)
        point[0] = 2
        point.set(sha256(Uint8Array.of(at)), 1)
        return holder.evaluate(point).then(
          () => 'evaluated',
          (error) => error.details.check,
        )
      }),
    )
    expect(new Set(outcomes)).toEqual(new Set(['evaluated', 'point']))
  })

  test('error: an entry that was changed does not open', async () => {
    const holder = await holderOf(range(1, 10))
    const page = holder.page(0).map((byte, at) => (at % entryLength(2) === 40 ? byte ^ 1 : byte))
    await expect(linkWith(range(1, 10), { ...holder, page: () => page })).rejects.toMatchObject({
      code: 'joint.protocol',
      details: { check: 'entry' },
    })
  })

  test('error: too few, too many, or the same person twice', async () => {
    await expect(holderOf(range(1, 9))).rejects.toMatchObject({ code: 'joint.too_few_rows' })
    await expect(holderOf(range(1, 5001))).rejects.toMatchObject({ code: 'joint.not_allowed' })
    await expect(holderOf([...range(1, 10), 5])).rejects.toMatchObject({ code: 'input.invalid' })
  })

  test('error: nothing is evaluated after the end', async () => {
    const holder = await holderOf(range(1, 10))
    holder.wipe()
    const point = group.hashToPoint(utf8('somebody'))
    await expect(holder.evaluate(point)).rejects.toMatchObject({ code: 'joint.session_ended' })
  })
})

describe('the group', () => {
  test('multiplies the same from both sides, and its inverse takes a multiplication back', () => {
    const [a, b] = [group.randomScalar(nacl.randomBytes), group.randomScalar(nacl.randomBytes)]
    const point = group.hashToPoint(utf8('person'))
    const ab = group.multiply(group.multiply(point, a), b)
    expect(ab).toEqual(group.multiply(group.multiply(point, b), a))
    expect(group.multiply(ab, group.invert(a))).toEqual(group.multiply(point, b))
  })
})
