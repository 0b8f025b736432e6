import type { ConsentGrant } from '../../chain/consentStructs.ts'
import type { Address, ConsentId } from '../../chain/ids.ts'
import { toHex } from '../../crypto/bytes.ts'
import { sealTo } from '../../crypto/sealedBox.ts'
import { type Credential, type KeyLink, signStatement } from '../../wire/credentials.ts'
import { encodeMessage } from '../../wire/json.ts'
import type { ConsentPackage, Disclosure } from '../../wire/messages.ts'
import { disclosureContext } from '../../wire/sealContexts.ts'
import { type AgencyRecipient, type ConsentRequest, grantOf } from './consentRequest.ts'
import { currentCredentials } from './enrolments.ts'
import type { Wallet } from './wallet.ts'
import type { HeldConsent } from './walletState.ts'

/** A signed consent: kept in the wallet, and packed for the lender to hand on. */
export interface SignedConsent {
  readonly held: HeldConsent
  readonly package: ConsentPackage
}

/**
 * Signs a consent under a key of its own and seals the person's disclosure to each agency of the request. The key's
 * index is used up, durably, before anything leaves the wallet. Throws `subject.not_enrolled`, `input.invalid`.
 */
export function createConsent(wallet: Wallet, request: ConsentRequest): Promise<SignedConsent> {
  return wallet.update((state) => {
    const credentials = currentCredentials(state, wallet.clock.nowSec())
    const keyIndex = state.nextKeyIndex
    const signed = signConsent(wallet, { request, credentials, keyIndex })
    const consents = [...state.consents, signed.held]
    return { next: { nextKeyIndex: keyIndex + 1, consents }, result: signed }
  })
}

/** Signs and seals, without keeping anything. An amendment comes from the same key as what it supersedes. */
export function signConsent(
  wallet: Wallet,
  parts: {
    readonly request: ConsentRequest
    readonly credentials: readonly Credential[]
    readonly keyIndex: number
    readonly supersedes?: ConsentId
  },
): SignedConsent {
  const { request, credentials, keyIndex, supersedes } = parts
  const { nacl, typedData, clock } = wallet
  const secret = wallet.consentSecret(keyIndex)
  const commitSalt = toHex(nacl.randomBytes(32))
  const grant = grantOf(request, {
    tag: tagOf(credentials),
    commitSalt,
    nonce: toHex(nacl.randomBytes(32)),
    subject: wallet.ecdsa.addressOf(secret),
    nowSec: clock.nowSec(),
    ...(supersedes !== undefined && { supersedes }),
  })
  const signature = typedData.consentGrant.sign(grant, secret)
  secret.fill(0)
  const lists = listsOf(request)
  const held: HeldConsent = {
    consentId: typedData.consentGrant.hash(grant),
    chainId: wallet.domains.chainId,
    consents: wallet.domains.addresses.consents,
    keyIndex,
    grant,
    signature,
    commitSalt,
    granteeName: request.grantee.name,
    agencyNames: request.agencies.map(({ name }) => name),
    ...lists,
    createdAt: clock.nowSec(),
  }
  const disclosures = sealDisclosures(wallet, held, { credentials, agencies: request.agencies })
  const { agencies } = lists
  return { held, package: { grant, signature, ...(agencies && { agencies }), disclosures } }
}

function tagOf([newest]: readonly Credential[]) {
  return (newest as Credential).tag // `currentCredentials` gives at least one, all of one tag
}

function listsOf({ agencies, scope = 'listed', relay }: ConsentRequest): {
  agencies?: Address[]
  providers?: Address[]
} {
  const isListed = scope === 'listed' && agencies.length > 1
  const providers = relay?.providers ?? 'any'
  return {
    ...(isListed && { agencies: agencies.map(({ address }) => address) }),
    ...(providers !== 'any' && { providers: [...providers] }),
  }
}

function sealDisclosures(
  wallet: Wallet,
  held: HeldConsent,
  to: { credentials: readonly Credential[]; agencies: readonly AgencyRecipient[] },
): ConsentPackage['disclosures'] {
  const disclosure: Disclosure = {
    tag: tagOf(to.credentials),
    commitSalt: held.commitSalt,
    link: linkKey(wallet, held.grant),
    credentials: [...to.credentials],
    ...(held.providers && { providers: held.providers }),
  }
  const encoded = encodeMessage(disclosure)
  return to.agencies.map(({ address, keyEpoch, x25519 }) => {
    const context = disclosureContext(held.consentId, address)
    const sealed = sealTo(wallet.nacl, x25519, encoded, context)
    return { agency: address, keyEpoch, sealed }
  })
}

function linkKey(wallet: Wallet, { subject, notBefore, expiresAt }: ConsentGrant): KeyLink {
  const { publicKey, secretKey } = wallet.rootKey
  return signStatement(
    wallet.nacl,
    {
      type: 'creditmesh/key-link/1',
      root: publicKey,
      consentKey: subject,
      chainId: wallet.domains.chainId,
      notBefore,
      until: expiresAt,
    },
    secretKey,
  )
}
