import { createConsent } from '@creditmesh/sdk/client/subject/createConsent.ts'
import { addCredential } from '@creditmesh/sdk/client/subject/enrolments.ts'
import { consentSecretOf, rootKeyOf } from '@creditmesh/sdk/client/subject/keys.ts'
import { createWallet, openWallet } from '@creditmesh/sdk/client/subject/wallet.ts'
import { fromHex, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { describe, expect, test } from 'vitest'
import { digestOf } from '../keyring.ts'
import {
  agencyA,
  agencyB,
  enrol,
  enrolledWallet,
  issueCredential,
  newWallet,
  plainRequest,
} from './people.ts'

describe('the keys of a person', () => {
  const root = fromHex(digestOf('root'))

  test('follow from the root alone', () => {
    expect(consentSecretOf(root, 7)).toEqual(consentSecretOf(root, 7))
    expect(rootKeyOf(tweetnaclSuite, root)).toEqual(rootKeyOf(tweetnaclSuite, root))
  })

  test('are all different', () => {
    const secrets = Array.from({ length: 50 }, (_, i) => toHex(consentSecretOf(root, i)))
    expect(new Set(secrets).size).toBe(50)
  })

  test('error: a root of another length is refused', () => {
    expect(() => consentSecretOf(root.slice(1), 0)).toThrow('key.invalid')
    expect(() => consentSecretOf(root, -1)).toThrow('input.invalid')
    expect(() => consentSecretOf(root, 0.5)).toThrow('input.invalid')
  })
})

describe('a wallet', () => {
  test('opens with everything it was saved with', async () => {
    const { wallet, modules } = await enrolledWallet()
    await createConsent(wallet, plainRequest())
    const reopened = await openWallet(modules)
    expect(reopened.state()).toEqual(wallet.state())
    expect(reopened.rootKey).toEqual(wallet.rootKey)
  })

  test('error: one is not made over another', async () => {
    const { modules } = await newWallet()
    await expect(createWallet(modules)).rejects.toThrow('store.conflict')
  })

  test('error: none is opened where there is none', async () => {
    const { modules } = await newWallet()
    const empty = { ...modules, store: { load: async () => null, save: async () => undefined } }
    await expect(openWallet(empty)).rejects.toThrow('file.not_found')
  })

  test('gives every consent an index of its own, at once or from two processes', async () => {
    const { wallet, modules } = await enrolledWallet()
    const other = await openWallet(modules)
    await Promise.all([
      createConsent(wallet, plainRequest()),
      createConsent(wallet, plainRequest()),
    ])
    await createConsent(other, plainRequest())
    await createConsent(wallet, plainRequest())
    const latest = await openWallet(modules)
    expect(latest.state().consents.map(({ keyIndex }) => keyIndex)).toEqual([0, 1, 2, 3])
  })

  test('error: a change that fails leaves the wallet and the next change alone', async () => {
    const { wallet } = await newWallet()
    await expect(createConsent(wallet, plainRequest())).rejects.toThrow('subject.not_enrolled')
    await enrol(wallet, agencyA)
    expect((await createConsent(wallet, plainRequest())).held.keyIndex).toBe(0)
  })

  test('error: a consent that could not be saved never leaves the wallet', async () => {
    const { wallet, store } = await enrolledWallet()
    const before = store.text()
    store.save = async () => {
      throw new Error('disk')
    }
    await expect(createConsent(wallet, plainRequest())).rejects.toThrow('disk')
    expect(store.text()).toBe(before)
    expect(wallet.state().consents).toEqual([])
  })
})

describe('a credential', () => {
  test('replaces an older one of its issuer', async () => {
    const { wallet } = await enrolledWallet()
    await enrol(wallet, agencyA)
    await enrol(wallet, agencyB)
    expect(wallet.state().enrolments.map(({ agencyName }) => agencyName)).toEqual([
      agencyA.name,
      agencyB.name,
    ])
  })

  test.each([
    ['for another root', { root: agencyB.x25519.publicKey }, 'root'],
    ['that has run out', { until: 1_700_000_000 }, 'until'],
    ['of another person', { tag: digestOf('another tag') }, 'tag'],
  ])('error: one %s is refused', async (_, fields, field) => {
    const { wallet } = await enrolledWallet()
    const credential = issueCredential(agencyB, wallet.rootKey.publicKey, fields)
    const added = addCredential(wallet, { agencyName: 'B', credential }, agencyB.ed25519.publicKey)
    await expect(added).rejects.toMatchObject({
      code: 'subject.credential_invalid',
      details: { field },
    })
  })

  test('error: one that its issuer did not sign is refused', async () => {
    const { wallet } = await newWallet()
    const credential = issueCredential(agencyB, wallet.rootKey.publicKey)
    const added = addCredential(wallet, { agencyName: 'A', credential }, agencyA.ed25519.publicKey)
    await expect(added).rejects.toMatchObject({ details: { field: 'signature' } })
  })
})
