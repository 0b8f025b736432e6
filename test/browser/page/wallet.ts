import type { Deployment } from '@creditmesh/sdk/chain/deployment.ts'
import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import { createConsent } from '@creditmesh/sdk/client/subject/createConsent.ts'
import { addCredential } from '@creditmesh/sdk/client/subject/enrolments.ts'
import { createWallet, openWallet } from '@creditmesh/sdk/client/subject/wallet.ts'
import type { WalletStore } from '@creditmesh/sdk/client/subject/walletState.ts'
import { toBase64Url } from '@creditmesh/sdk/crypto/bytes.ts'
import type { JsonValue } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { credentialSchema } from '@creditmesh/sdk/wire/credentials.ts'
import { parseWith, toJson } from '@creditmesh/sdk/wire/json.ts'
import { purposes } from '@creditmesh/sdk/wire/purposes.ts'

/** The wallet where a page keeps it: the browser's own storage for this origin. */
const pageStore: WalletStore = {
  load: async () => {
    const text = localStorage.getItem('wallet')
    return text === null ? null : (JSON.parse(text) as JsonValue) // it wrote JSON
  },
  async save(document, replacesVersion) {
    const present = (await pageStore.load()) as { version: number } | null // a wallet has one
    if ((present?.version ?? 0) !== replacesVersion) throw new MeshError('store.conflict')
    localStorage.setItem('wallet', JSON.stringify(document))
  },
}

type Domains = Pick<Deployment, 'chainId' | 'addresses'>

/** Makes the person's wallet; gives the root key that she shows to an agency. */
export async function makeWallet(domains: Domains): Promise<string> {
  const wallet = await createWallet({ store: pageStore, domains })
  return toBase64Url(wallet.rootKey.publicKey)
}

export interface GrantTo {
  readonly grantee: { readonly address: Address; readonly name: string }
  readonly agency: { readonly address: Address; readonly name: string }
  readonly agencyX25519: readonly number[]
  readonly issuerEd25519: readonly number[]
  readonly credential: unknown
  readonly expiresAt: number
}

/** Opens the wallet again, keeps the credential, signs a consent; gives its package as JSON. */
export async function grantConsent(domains: Domains, to: GrantTo): Promise<unknown> {
  const wallet = await openWallet({ store: pageStore, domains })
  const credential = parseWith(credentialSchema, to.credential)
  const issuerKey = Uint8Array.from(to.issuerEd25519)
  await addCredential(wallet, { agencyName: to.agency.name, credential }, issuerKey)
  const x25519 = Uint8Array.from(to.agencyX25519)
  const { package: consentPackage } = await createConsent(wallet, {
    grantee: to.grantee,
    agencies: [{ ...to.agency, keyEpoch: 1, x25519 }],
    purpose: purposes.CREDIT_APPLICATION,
    categories: ['tradeline'],
    lookbackMonths: 60,
    mayKeep: true, // the page reads its answer again after a reload
    dataLifeDays: 30,
    expiresAt: to.expiresAt,
  })
  return toJson(consentPackage)
}
