import { agencyScopeKinds } from '@creditmesh/sdk/chain/consentStructs.ts'
import { commitmentOf, zeroDigest } from '@creditmesh/sdk/chain/ids.ts'
import { createAddressScope, isInScope } from '@creditmesh/sdk/chain/merkleScope.ts'
import { amendConsent, signAction } from '@creditmesh/sdk/client/subject/consentActions.ts'
import { createConsent } from '@creditmesh/sdk/client/subject/createConsent.ts'
import { openWallet } from '@creditmesh/sdk/client/subject/wallet.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { openSealed } from '@creditmesh/sdk/crypto/sealedBox.ts'
import { verifyStatement } from '@creditmesh/sdk/wire/credentials.ts'
import { decodeMessage, encodeMessage } from '@creditmesh/sdk/wire/json.ts'
import { consentPackageSchema, disclosureSchema } from '@creditmesh/sdk/wire/messages.ts'
import { disclosureContext } from '@creditmesh/sdk/wire/sealContexts.ts'
import { describe, expect, test } from 'vitest'
import { digestOf, type MemberKeys, testDomains } from '../keyring.ts'
import {
  agencyA,
  agencyB,
  enrol,
  enrolledWallet,
  lender,
  newWallet,
  plainRequest,
  recipient,
  tag,
} from './people.ts'

type Signed = Awaited<ReturnType<typeof createConsent>>

function openDisclosure({ held, package: pack }: Signed, agency: MemberKeys) {
  const found = pack.disclosures.find((disclosure) => disclosure.agency === agency.address)
  if (found === undefined) throw new Error('no disclosure for this agency')
  const context = disclosureContext(held.consentId, agency.address)
  const opened = openSealed(tweetnaclSuite, agency.x25519.secretKey, found.sealed, context)
  return decodeMessage(disclosureSchema, opened)
}

describe('a consent', () => {
  test('is signed by a key that its root vouches for', async () => {
    const { wallet } = await enrolledWallet()
    const signed = await createConsent(wallet, plainRequest())
    const { grant, signature } = signed.package
    expect(wallet.typedData.consentGrant.recover(grant, signature)).toBe(grant.subject)
    const { link } = openDisclosure(signed, agencyA)
    expect(link).toMatchObject({ consentKey: grant.subject, chainId: testDomains.chainId })
    expect(link.root).toEqual(wallet.rootKey.publicKey)
    expect(verifyStatement(tweetnaclSuite, link, wallet.rootKey.publicKey)).toBe(true)
    expect(link.until).toBe(grant.expiresAt)
  })

  test('opens its commitment to the agencies that may be asked, and to nobody else', async () => {
    const { wallet } = await enrolledWallet()
    await enrol(wallet, agencyB)
    const request = plainRequest({ agencies: [recipient(agencyA), recipient(agencyB)] })
    const signed = await createConsent(wallet, request)
    for (const agency of [agencyA, agencyB]) {
      const disclosure = openDisclosure(signed, agency)
      expect(commitmentOf(disclosure.tag, disclosure.commitSalt)).toBe(signed.held.grant.commitment)
      expect(disclosure.credentials).toHaveLength(2)
    }
    const [first] = signed.package.disclosures
    const context = disclosureContext(signed.held.consentId, agencyA.address)
    for (const secret of [agencyB.x25519.secretKey, lender.x25519.secretKey]) {
      const opening = () => openSealed(tweetnaclSuite, secret, first?.sealed as Uint8Array, context)
      expect(opening).toThrow('auth.signature_invalid')
    }
  })

  test('shares no value with another of the same person, but for what both allow', async () => {
    const { wallet } = await enrolledWallet()
    const request = plainRequest({ notBefore: 1_789_900_000, recordBy: 1_790_500_000 })
    const { grant: a } = (await createConsent(wallet, request)).package
    const { grant: b } = (await createConsent(wallet, request)).package
    const shared = Object.keys(a).filter(
      (key) => a[key as keyof typeof a] === b[key as keyof typeof b],
    )
    expect(Object.keys(a).filter((key) => !shared.includes(key))).toEqual([
      'commitment',
      'subject',
      'nonce',
    ])
  })

  test('tells the lender nothing of who she is', async () => {
    const { wallet } = await enrolledWallet()
    const signed = await createConsent(wallet, plainRequest())
    const text = new TextDecoder().decode(encodeMessage(signed.package))
    for (const secret of [tag, signed.held.commitSalt]) expect(text).not.toContain(secret.slice(2))
  })

  test('survives the journey to the lender', async () => {
    const { wallet } = await enrolledWallet()
    const { package: pack } = await createConsent(wallet, plainRequest())
    expect(decodeMessage(consentPackageSchema, encodeMessage(pack))).toEqual(pack)
  })

  test('names one agency, a list that can be proved, or any', async () => {
    const { wallet } = await enrolledWallet()
    const agencies = [recipient(agencyA), recipient(agencyB)]
    const one = (await createConsent(wallet, plainRequest())).package
    expect(one.grant.agencyScopeKind).toBe(agencyScopeKinds.ONE)
    expect(one.grant.agencyScope.endsWith(agencyA.address.slice(2).toLowerCase())).toBe(true)

    const listed = (await createConsent(wallet, plainRequest({ agencies }))).package
    const proof = createAddressScope(listed.agencies ?? []).proofOf(agencyB.address)
    expect(isInScope(listed.grant.agencyScope, agencyB.address, proof)).toBe(true)

    const any = (await createConsent(wallet, plainRequest({ agencies, scope: 'any' }))).package
    expect(any).toMatchObject({ grant: { agencyScopeKind: 0, agencyScope: zeroDigest } })
    expect(any.agencies).toBeUndefined()
    expect(any.disclosures).toHaveLength(2)
  })

  test('tells answering agencies which providers it lists', async () => {
    const { wallet } = await enrolledWallet()
    const relay = { providers: [agencyB.address], store: true }
    const signed = await createConsent(wallet, plainRequest({ relay, dataLifeDays: 30 }))
    expect(signed.held.grant).toMatchObject({ relayAllowed: true, maxHops: 1, relayStore: true })
    expect(openDisclosure(signed, agencyA).providers).toEqual([agencyB.address])
    expect(signed.held.grant.providersRoot).toBe(createAddressScope([agencyB.address]).root)
  })

  test.each([
    ['nobody could be asked', { agencies: [] }],
    ['nothing could be asked', { categories: [] }],
    ['data would be kept for no time', { mayKeep: true }],
    ['a time of keeping has nothing to keep', { dataLifeDays: 3 }],
    ['the purpose is not for her to grant', { purpose: 14 }],
    ['its end is given in milliseconds', { expiresAt: 1_790_600_000_000 }],
  ])('error: is not signed when %s', async (_, fields) => {
    const { wallet } = await enrolledWallet()
    await expect(createConsent(wallet, plainRequest(fields))).rejects.toThrow('input.invalid')
    expect(wallet.state().nextKeyIndex).toBe(0)
  })

  test('error: is not signed without a credential that is still good', async () => {
    const { wallet, clock } = await enrolledWallet()
    clock.advance(200_000_000)
    await expect(createConsent(wallet, plainRequest())).rejects.toThrow('subject.not_enrolled')
    const { wallet: stranger } = await newWallet()
    await expect(createConsent(stranger, plainRequest())).rejects.toThrow('subject.not_enrolled')
  })
})

describe('what follows a consent', () => {
  test.each([
    'pause',
    'resume',
    'withdraw',
  ] as const)('%s is signed by the same key', async (action) => {
    const { wallet } = await enrolledWallet()
    const { consentId, grant } = (await createConsent(wallet, plainRequest())).held
    const body = signAction(wallet, consentId, { action, seq: 3 })
    const { consentPause, consentResume, consentWithdraw } = wallet.typedData
    const type = { pause: consentPause, resume: consentResume, withdraw: consentWithdraw }[action]
    const statement = { consentId, seq: 3, deadline: body.deadline }
    expect(type.recover(statement, body.signature)).toBe(grant.subject)
  })

  test('cancelling is signed without a sequence number', async () => {
    const { wallet } = await enrolledWallet()
    const { consentId, grant } = (await createConsent(wallet, plainRequest())).held
    const { deadline, signature } = signAction(wallet, consentId, { action: 'cancel', seq: 0 })
    const signer = wallet.typedData.consentCancel.recover({ consentId, deadline }, signature)
    expect(signer).toBe(grant.subject)
  })

  test('an amendment supersedes by the same key and opens to the agencies again', async () => {
    const { wallet } = await enrolledWallet()
    const old = (await createConsent(wallet, plainRequest())).held
    const wider = plainRequest({ categories: ['tradeline', 'postpaid'] })
    const amended = await amendConsent(wallet, old.consentId, wider)
    const { newGrant } = amended.amendment
    expect(newGrant).toMatchObject({ supersedes: old.consentId, subject: old.grant.subject })
    expect(newGrant.commitment).not.toBe(old.grant.commitment)
    expect(openDisclosure(amended, agencyA).tag).toBe(tag)
    expect(wallet.state().nextKeyIndex).toBe(1)
  })

  test('error: an amendment for another grantee is refused', async () => {
    const { wallet } = await enrolledWallet()
    const { consentId } = (await createConsent(wallet, plainRequest())).held
    const request = plainRequest({ grantee: { address: agencyB.address, name: 'B' } })
    await expect(amendConsent(wallet, consentId, request)).rejects.toThrow('input.invalid')
  })

  test('error: nothing is signed for a consent of another network', async () => {
    const { wallet, modules } = await enrolledWallet()
    const { consentId } = (await createConsent(wallet, plainRequest())).held
    const moved = await openWallet({ ...modules, domains: { ...testDomains, chainId: 1 } })
    const signing = () => signAction(moved, consentId, { action: 'withdraw', seq: 1 })
    expect(signing).toThrow('chain.wrong_network')
    await expect(amendConsent(moved, consentId, plainRequest())).rejects.toThrow('chain.wrong')
  })

  test('error: nothing is signed for a consent of another wallet', async () => {
    const { wallet } = await enrolledWallet()
    const signing = () => signAction(wallet, digestOf('unknown'), { action: 'pause', seq: 1 })
    expect(signing).toThrow('consent.not_found')
  })
})
