import type { AccountEntry } from '@creditmesh/agency-node/joint/account/accountLog.ts'
import {
  type AgreementDocument,
  agreementDocuments,
  type SessionDocument,
  sessionDocuments,
} from '@creditmesh/agency-node/joint/documents.ts'
import type { JointWorld, PersonFeatures } from '@creditmesh/agency-node/joint/world.ts'
import { loadPrimeGroup } from '@creditmesh/agency-node/native/primeGroup.ts'
import type { DocumentOptions, Documents } from '@creditmesh/agency-node/store/store.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import {
  approveAgreement,
  type JointAgreement,
  jointAgreementId,
  jointAgreementSchema,
} from '@creditmesh/sdk/wire/joint/agreement.ts'
import { parseWith, toJson } from '@creditmesh/sdk/wire/json.ts'
import { trainingTerms } from '../../support/jointParties.ts'
import { addresses, partyData, signingKeys } from './sums/parties.ts'

export const nowSec = 1_700_000_000

/** One party's world in memory, as far as an admission and a session need it. */
export interface MemoryWorld extends JointWorld {
  readonly entries: AccountEntry[]
  readonly inactive: Set<Hex>
}

export async function memoryWorld(
  self: number,
  features: readonly PersonFeatures[] = [],
): Promise<MemoryWorld> {
  const entries: AccountEntry[] = []
  const inactive = new Set<Hex>()
  const keyOf = (party: Hex) => signingKeys[addresses.indexOf(party)]
  const data = partyData(self + 1, 200)
  return {
    identity: {
      chainId: 31_337,
      address: addresses[self] as Hex,
      keyEpoch: 1,
      ed25519Secret: signingKeys[self]?.secretKey as Uint8Array,
      x25519Secrets: [],
    },
    ...{ nacl: tweetnaclSuite, group: await loadPrimeGroup(), entries, inactive },
    agreements: memoryDocuments<AgreementDocument>(agreementDocuments),
    sessions: memoryDocuments<SessionDocument>(sessionDocuments),
    account: {
      append: async (entry) => void entries.push(entry),
      entries: async () => [],
      isWhole: async () => true,
    },
    peers: { send: () => Promise.reject(new MeshError('http.unreachable')) },
    members: {
      signingKeyOf: async (party) => keyOf(party)?.publicKey ?? null,
      isActiveAgency: async (party) => !inactive.has(party),
    },
    trainingData: async () => ({ ...data, dataHash: '0x01' }),
    async *people() {},
    features: async () => features,
    settings: {
      allowTwo: false,
      linkagesPerPeer: 10,
      linkagesPerPurpose: 2,
      elementsPerPeer: 30,
      idleSec: 60,
    },
    nowSec: () => nowSec,
  }
}

/** An agreement that all have signed; this party's own word stands unless told otherwise. */
export async function agreed(
  world: MemoryWorld,
  changes: object = {},
  { standing = 'approved' }: { readonly standing?: AgreementDocument['standing'] } = {},
): Promise<AgreementDocument> {
  const agreement = parseWith(
    jointAgreementSchema,
    toJson({
      ...trainingTerms(addresses, { columns: ['daysLateNow', 'monthsLate6m', 'creditLimit'] }),
      ...{ protocol: 'creditmesh/joint/1', chainId: 31_337, leader: addresses[0] },
      ...{ validFrom: nowSec - 1, validUntil: nowSec + 1000, nonce: `0x${'0'.repeat(64)}` },
      ...changes,
    }),
  )
  const agreementId = jointAgreementId(agreement)
  const document: AgreementDocument = {
    ...{ agreementId, agreement, standing, acceptsNarrowing: false, knownSinceSec: nowSec },
    approvals: agreement.parties.map((party) => approvalOf(agreement, party)),
    ...(agreement.kind === 'linkage' && { featuresPath: 'features' }),
  }
  await world.agreements.insert(document)
  return document
}

export function approvalOf(agreement: JointAgreement, party: Hex) {
  const secretKey = signingKeys[addresses.indexOf(party)]?.secretKey as Uint8Array
  return approveAgreement(tweetnaclSuite, jointAgreementId(agreement), {
    party,
    keyEpoch: 1,
    secretKey,
  })
}

function memoryDocuments<T extends object>({ idOf, isFinal }: DocumentOptions<T>): Documents<T> {
  const kept = new Map<string, T>()
  return {
    get: async (id) => kept.get(id) ?? null,
    async insert(document) {
      if (kept.has(idOf(document))) return false
      kept.set(idOf(document), document)
      return true
    },
    put: async (document) => void kept.set(idOf(document), document),
    async update(id, change) {
      const current = kept.get(id)
      if (current === undefined) throw new MeshError('store.conflict')
      const next = change(current)
      kept.set(id, next)
      return next
    },
    remove: async (id) => void kept.delete(id),
    async *unfinished() {
      yield* [...kept.values()].filter((document) => !isFinal(document))
    },
    async *all() {
      yield* [...kept.values()]
    },
  }
}
