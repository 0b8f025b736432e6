import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { concat } from '@creditmesh/sdk/crypto/bytes.ts'
import { normaliseIdentifier } from '@creditmesh/sdk/crypto/identifiers.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { LinkageAgreement } from '@creditmesh/sdk/wire/joint/agreement.ts'
import type { PrimeGroup } from '../../native/primeGroup.ts'
import type { PersonFeatures } from '../world.ts'
import { breathe } from './breathe.ts'
import { entryLength, linkInput, linkSecret, sealEntry } from './linkTags.ts'

const pageBytes = 1024 * 1024

/**
 * The side that has features. It evaluates a keyed function on blinded points that tell it nothing, and gives out its own
 * entries under that function: who evaluated a person finds and opens her entry, nobody can open another.
 */
export interface LinkHolder {
  readonly pages: number
  readonly entries: number
  /** Points in, points out, in their order. Throws `joint.protocol` for what is no point. */
  evaluate(points: Uint8Array): Promise<Uint8Array>
  page(number: number): Uint8Array
  wipe(): void
}

interface HolderOptions {
  readonly sessionId: Hex
  readonly agreement: LinkageAgreement
  readonly group: PrimeGroup
  readonly nacl: NaclSuite
}

/** Throws `joint.too_few_rows`, `joint.not_allowed`, or `input.invalid` for a person who is there twice. */
export async function createLinkHolder(
  people: readonly PersonFeatures[],
  { sessionId, agreement, group, nacl }: HolderOptions,
): Promise<LinkHolder> {
  requireSizes(people.length, agreement.minElements, agreement.maxHolderElements)
  requireDistinct(people)
  const secret = group.randomScalar(nacl.randomBytes)
  const sealed: Uint8Array[] = []
  for (const { identifier, values } of people) {
    const input = linkInput(sessionId, identifier)
    const found = linkSecret(input, group.multiply(group.hashToPoint(input), secret))
    sealed.push(sealEntry(found, values, nacl))
    await breathe(sealed.length)
  }
  // Tags are as good as random: sorted by them, the entries have lost their order.
  sealed.sort(Buffer.compare)
  const perPage = Math.max(1, Math.floor(pageBytes / entryLength(agreement.columns.length)))
  const { pointLength } = group
  let isWiped = false
  return {
    entries: sealed.length,
    pages: Math.ceil(sealed.length / perPage),
    async evaluate(points) {
      if (points.length === 0 || points.length % pointLength !== 0) {
        throw new MeshError('joint.protocol', { details: { check: 'point' } })
      }
      const answer = new Uint8Array(points.length)
      for (let at = 0; at < points.length; at += pointLength) {
        if (isWiped) throw new MeshError('joint.session_ended')
        const point = points.subarray(at, at + pointLength)
        answer.set(group.multiply(point, secret), at)
        await breathe(at / pointLength + 1)
      }
      return answer
    },
    page(number) {
      const page = sealed.slice(number * perPage, (number + 1) * perPage)
      if (page.length === 0) throw new MeshError('joint.protocol', { details: { check: 'page' } })
      return concat(...page)
    },
    wipe() {
      isWiped = true
      secret.fill(0)
      sealed.length = 0
    },
  }
}

/** Throws unless a set is within the agreed bounds; the number itself is not told. */
export function requireSizes(size: number, min: number, max: number): void {
  if (size < min) throw new MeshError('joint.too_few_rows', { details: { minRows: min } })
  if (size > max) throw new MeshError('joint.not_allowed', { details: { check: 'elements', max } })
}

function requireDistinct(people: readonly PersonFeatures[]): void {
  const seen = new Set(people.map(({ identifier }) => normaliseIdentifier(identifier)))
  if (seen.size === people.length) return
  throw new MeshError('input.invalid', { detail: 'a person is in the features twice' })
}
