import { createHash } from 'node:crypto'
import { toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { keccak256 } from '@creditmesh/sdk/crypto/hash.ts'
import { normaliseIdentifier } from '@creditmesh/sdk/crypto/identifiers.ts'

/** Of a generated person, what must never be found outside of her own agency's sealed store. */
export interface SeededPerson {
  readonly identifier: { readonly country: string; readonly type: string; readonly value: string }
  readonly identity: {
    readonly payload: {
      readonly surname: string
      readonly firstName: string
      readonly dateBirth: string
      readonly phones: readonly string[]
      readonly addresses: readonly { readonly lines: readonly string[] }[]
    }
  }
}

/** Every spelling of every fact, in clear and under every hash that needs no key. */
export function needlesOf(people: readonly SeededPerson[]): Buffer[] {
  const facts = people.flatMap(factsOf)
  const texts = facts.flatMap((fact) => [fact, hexOf(Buffer.from(fact)), base64Of(fact)])
  const digests = facts.flatMap((fact) => digestsOf(fact).flatMap(spellingsOf))
  return [...texts.map((text) => Buffer.from(text)), ...digests]
}

function factsOf({ identifier, identity: { payload } }: SeededPerson): string[] {
  const { surname, firstName, dateBirth, phones, addresses } = payload
  const canonical = normaliseIdentifier(identifier)
  const numbers = phones.flatMap((phone) => [phone, phone.replaceAll(/\D/g, '')])
  return [
    ...[surname, firstName, `${firstName} ${surname}`, `${surname} ${firstName}`],
    ...[`${firstName} ${surname} ${dateBirth}`, `${surname}|${firstName}|${dateBirth}`],
    ...[identifier.value, canonical, canonical.toLowerCase()],
    ...[`creditmesh/subject-tag/1|${canonical}`, canonical.replaceAll('|', ':')],
    ...numbers,
    ...addresses.flatMap(({ lines }) => [...lines]),
  ]
}

function digestsOf(fact: string): Uint8Array[] {
  const digest = (algorithm: string) => createHash(algorithm).update(fact).digest()
  return [digest('sha256'), digest('sha3-256'), keccak256(utf8(fact))]
}

function spellingsOf(digest: Uint8Array): Buffer[] {
  const bytes = Buffer.from(digest)
  return [bytes, Buffer.from(hexOf(bytes)), Buffer.from(bytes.toString('base64').slice(0, 43))]
}

function hexOf(bytes: Uint8Array): string {
  return toHex(bytes).slice(2)
}

/** Without the last group, which depends on what follows. */
function base64Of(text: string): string {
  const whole = Buffer.from(text).toString('base64')
  return whole.slice(0, whole.length - 4)
}

/** Which of the needles a haystack holds; hex is compared in lower case. */
export function findNeedles(haystack: Buffer, needles: readonly Buffer[]): string[] {
  const lower = Buffer.from(haystack.toString('latin1').toLowerCase(), 'latin1')
  return needles
    .filter((needle) => needle.length >= 6 && (haystack.includes(needle) || lower.includes(needle)))
    .map((needle) => needle.toString('latin1'))
}
