import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { concat } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Identifier } from '@creditmesh/sdk/crypto/identifiers.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { PrimeGroup } from '../../native/primeGroup.ts'
import { breathe } from './breathe.ts'
import {
  entryLength,
  type LinkSecret,
  linkInput,
  linkSecret,
  openEntry,
  tagOf,
} from './linkTags.ts'

/** What the other side does. */
export interface HolderCalls {
  evaluate(points: Uint8Array): Promise<Uint8Array>
  page(number: number): Promise<Uint8Array>
}

export interface Linked<Person> {
  readonly person: Person
  readonly values: Float64Array
}

interface LinkOptions {
  readonly sessionId: Hex
  readonly columns: number
  readonly pages: number
  /** The most entries that the holder may have. */
  readonly maxEntries: number
  readonly group: PrimeGroup
  readonly nacl: NaclSuite
  readonly signal?: AbortSignal
}

const batch = 1000

/**
 * The side that asks: finds which of its people the holder knows, and their values. The holder sees points under a secret
 * of this session, in an order that means nothing, and so learns how many there are. Throws `joint.protocol`.
 */
export async function link<Person extends { readonly identifier: Identifier }>(
  people: readonly Person[],
  holder: HolderCalls,
  options: LinkOptions,
): Promise<{ readonly linked: readonly Linked<Person>[]; readonly entries: number }> {
  const secrets = await evaluatePeople(people, holder, options)
  const linked: Linked<Person>[] = []
  const length = entryLength(options.columns)
  let entries = 0
  for (let page = 0; page < options.pages; page++) {
    options.signal?.throwIfAborted()
    const bytes = await holder.page(page)
    if (bytes.length === 0 || bytes.length % length !== 0) throw broken('entry')
    for (let at = 0; at < bytes.length; at += length) {
      const entry = bytes.subarray(at, at + length)
      const found = secrets.get(tagOf(entry))
      if (found === undefined) continue
      linked.push({ person: found.person, values: openEntry(found, entry, options.nacl) })
      // An entry that came twice would be two people.
      secrets.delete(tagOf(entry))
    }
    entries += bytes.length / length
    if (entries > options.maxEntries) throw broken('entries')
  }
  for (const { key } of secrets.values()) key.fill(0)
  return { linked, entries }
}

interface Blinded<Person> {
  readonly person: Person
  readonly input: Uint8Array
  readonly point: Uint8Array
}

async function evaluatePeople<Person extends { readonly identifier: Identifier }>(
  people: readonly Person[],
  holder: HolderCalls,
  { sessionId, group, nacl, signal }: LinkOptions,
) {
  const blind = group.randomScalar(nacl.randomBytes)
  const inverse = group.invert(blind)
  const secrets = new Map<string, LinkSecret & { readonly person: Person }>()
  try {
    const blinded: Blinded<Person>[] = []
    for (const person of people) {
      const input = linkInput(sessionId, person.identifier)
      const point = group.multiply(group.hashToPoint(input), blind)
      await breathe(blinded.push({ person, input, point }))
    }
    // Blinded points are as good as random: sorted by them, the people have lost their order.
    blinded.sort((a, b) => Buffer.compare(a.point, b.point))
    for (let from = 0; from < blinded.length; from += batch) {
      signal?.throwIfAborted()
      const part = blinded.slice(from, from + batch)
      const answer = await holder.evaluate(concat(...part.map(({ point }) => point)))
      if (answer.length !== part.length * group.pointLength) throw broken('points')
      for (const [at, { person, input }] of part.entries()) {
        const point = answer.subarray(at * group.pointLength, (at + 1) * group.pointLength)
        const secret = linkSecret(input, group.multiply(point, inverse))
        secrets.set(tagOf(secret.tag), { ...secret, person })
        await breathe(secrets.size)
      }
    }
    return secrets
  } finally {
    blind.fill(0)
    inverse.fill(0)
  }
}

function broken(check: string): MeshError {
  return new MeshError('joint.protocol', { details: { check } })
}
