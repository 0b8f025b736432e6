import {
  type EvidenceSources,
  requireRootInForce,
  verifyConsentEvidence,
} from '@creditmesh/agency-node/exchange/consentEvidence.ts'
import type { ConsentGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import { commitmentOf } from '@creditmesh/sdk/chain/ids.ts'
import { type Hex, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { tweetnaclSuite as nacl } from '@creditmesh/sdk/crypto/nacl.ts'
import { type Credential, credentialIdOf, signStatement } from '@creditmesh/sdk/wire/credentials.ts'
import type { Disclosure } from '@creditmesh/sdk/wire/messages.ts'
import { describe, expect, test } from 'vitest'

const addressOf = (digit: number): Hex => `0x${String(digit).repeat(40)}`
const lender = addressOf(1)
const asked = addressOf(2)
const issuers = [addressOf(3), addressOf(4), addressOf(5)]
const seedOf = (digit: number) => new Uint8Array(32).fill(digit)
const keyOf = (member: Hex) => nacl.signKeyPair(seedOf(Number(member[2])))
const root = nacl.signKeyPair(seedOf(9))
const tag = toHex(seedOf(7))
const commitSalt = toHex(seedOf(8))
const nowSec = 1_700_000_000
const context = { chainId: 31337, nowSec, askedAgency: asked }

function credentialBy(issuer: Hex, changes: Partial<Credential> = {}): Credential {
  const { signature: _, ...fields } = { signature: new Uint8Array(64), ...changes }
  const statement = {
    type: 'creditmesh/credential/1' as const,
    issuer,
    keyEpoch: 1,
    root: root.publicKey,
    tag,
    issuedAt: nowSec - 100,
    until: nowSec + 100,
    nonce: toHex(seedOf(6)),
    ...fields,
  }
  return signStatement(nacl, statement, keyOf(issuer).secretKey)
}

function disclosureWith(credentials: Credential[], linkChanges: object = {}): Disclosure {
  const statement = {
    type: 'creditmesh/key-link/1' as const,
    root: root.publicKey,
    consentKey: addressOf(6),
    chainId: 31337,
    notBefore: nowSec - 100,
    until: nowSec + 100,
    ...linkChanges,
  }
  return { tag, commitSalt, link: signStatement(nacl, statement, root.secretKey), credentials }
}

// The evidence reads only these fields of a grant.
const grant = {
  commitment: commitmentOf(tag, commitSalt),
  subject: addressOf(6),
  grantee: lender,
} as ConsentGrant

function sourcesWith(changes: Partial<EvidenceSources> = {}): EvidenceSources {
  return {
    signingKeyOf: async (member) => ({ ed25519: keyOf(member).publicKey, since: 1, until: 0 }),
    isActiveAgency: async () => true,
    isAffiliated: async () => false,
    credentialStatusOf: async (id) => ({ issuer: issuerOf(id), anchoredAt: 5, revokedAt: 0 }),
    ownEnrolment: async () => null,
    observeRoot: async () => ({ status: 'usable' }),
    ...changes,
  }
}

function issuerOf(credentialId: Hex): Hex {
  const known = [...issuers, asked, lender]
  return (
    known.find((issuer) => credentialIdOf(credentialBy(issuer)) === credentialId) ?? addressOf(0)
  )
}

const twoCredentials = issuers.slice(0, 2).map((issuer) => credentialBy(issuer))
const verify = (disclosure: Disclosure, sources = sourcesWith(), of = grant) =>
  verifyConsentEvidence({ grant: of, disclosure }, context, { nacl, sources })
const failing = (check: string) =>
  expect.objectContaining({ code: 'consent.evidence_invalid', details: { check } })

describe('the evidence behind a consent', () => {
  test('is believed for a root that this agency enrolled itself', async () => {
    const sources = sourcesWith({ ownEnrolment: async () => tag })
    await verify(disclosureWith([credentialBy(asked)]), sources)
  })

  test('is believed for credentials of two unaffiliated issuers', async () => {
    await verify(disclosureWith(twoCredentials))
  })

  test('error: a root that replaces a known one waits, whoever vouches for it', async () => {
    const observeRoot = async () => ({ status: 'waiting' as const, usableAtSec: nowSec + 10 })
    const waiting = expect.objectContaining({ code: 'subject.root_waiting' })
    const disclosure = disclosureWith(twoCredentials)
    expect(await verify(disclosure)).toBe('vouched')
    await expect(requireRootInForce(disclosure, { observeRoot })).rejects.toEqual(waiting)
  })

  test('error: one issuer is not enough, nor one issuer twice', async () => {
    const [first] = twoCredentials as [Credential]
    await expect(verify(disclosureWith([first]))).rejects.toEqual(failing('two_issuers'))
    await expect(verify(disclosureWith([first, first]))).rejects.toEqual(failing('two_issuers'))
  })

  test('error: neither the grantee nor the asked agency can vouch', async () => {
    for (const party of [lender, asked]) {
      const credentials = [credentialBy(party), credentialBy(addressOf(3))]
      await expect(verify(disclosureWith(credentials))).rejects.toEqual(failing('two_issuers'))
    }
  })

  test('error: an affiliate of the grantee, or of the other issuer, cannot vouch', async () => {
    for (const other of [lender, addressOf(4)]) {
      const pair = [addressOf(3), other]
      const isAffiliated = async (a: Hex, b: Hex) => a !== b && pair.includes(a) && pair.includes(b)
      const sources = sourcesWith({ isAffiliated })
      await expect(verify(disclosureWith(twoCredentials), sources)).rejects.toEqual(
        failing('two_issuers'),
      )
    }
  })

  test('error: this agency knows the root under another tag', async () => {
    const sources = sourcesWith({ ownEnrolment: async () => toHex(seedOf(1)) })
    await expect(verify(disclosureWith(twoCredentials), sources)).rejects.toEqual(
      failing('enrolment'),
    )
  })

  test.each([
    ['not anchored', { anchoredAt: 0, revokedAt: 0 }],
    ['revoked', { anchoredAt: 5, revokedAt: 6 }],
  ])('error: a credential that is %s does not count', async (_, status) => {
    const credentialStatusOf = async (id: Hex) => ({ issuer: issuerOf(id), ...status })
    const sources = sourcesWith({ credentialStatusOf })
    await expect(verify(disclosureWith(twoCredentials), sources)).rejects.toEqual(
      failing('two_issuers'),
    )
  })

  test('error: an issuer that is suspended, or whose key had ended, does not count', async () => {
    const ended = { ed25519: keyOf(addressOf(3)).publicKey, since: 1, until: nowSec - 1000 }
    for (const changes of [
      { isActiveAgency: async () => false },
      { signingKeyOf: async () => ended },
      { signingKeyOf: async () => null },
    ]) {
      await expect(verify(disclosureWith(twoCredentials), sourcesWith(changes))).rejects.toEqual(
        failing('two_issuers'),
      )
    }
  })

  test('error: a credential about another tag, another root or another time is refused', async () => {
    const otherRoot = nacl.signKeyPair(seedOf(2)).publicKey
    for (const changes of [{ tag: commitSalt }, { root: otherRoot }, { until: nowSec - 1 }]) {
      const credentials = [credentialBy(addressOf(3), changes), credentialBy(addressOf(4))]
      await expect(verify(disclosureWith(credentials))).rejects.toEqual(
        failing('credential_content'),
      )
    }
  })

  test('error: a key link for another key, chain or time is refused', async () => {
    const cases = [
      ['link_key', { consentKey: addressOf(7) }],
      ['link_chain', { chainId: 1 }],
      ['link_time', { until: nowSec - 1 }],
      ['link_time', { notBefore: nowSec + 1 }],
    ] as const
    for (const [check, changes] of cases) {
      await expect(verify(disclosureWith(twoCredentials, changes))).rejects.toEqual(failing(check))
    }
  })

  test('error: a link that the root did not sign is refused', async () => {
    const disclosure = disclosureWith(twoCredentials)
    const link = { ...disclosure.link, until: nowSec + 5000 }
    await expect(verify({ ...disclosure, link })).rejects.toEqual(failing('link_signature'))
  })

  test('error: a tag that does not open the commitment is refused', async () => {
    const other = { ...grant, commitment: commitmentOf(tag, tag) }
    await expect(verify(disclosureWith(twoCredentials), sourcesWith(), other)).rejects.toEqual(
      failing('commitment'),
    )
  })
})
