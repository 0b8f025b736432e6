import { join } from 'node:path'
import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import { createAccountLog } from '../joint/account/accountLog.ts'
import { agreementDocuments, sessionDocuments } from '../joint/documents.ts'
import { lowerCase } from '../joint/envelope.ts'
import { readFeatures } from '../joint/linkage/readFeatures.ts'
import { encodeTraining, requireKnownColumns } from '../joint/trainingData.ts'
import type { JointWorld } from '../joint/world.ts'
import type { PrimeGroup } from '../native/primeGroup.ts'
import { readTrainingTable } from '../scoring/trainingTable.ts'
import type { NodeIdentity } from '../store/identity.ts'
import type { Store } from '../store/store.ts'
import { createJointPeers } from './jointPeers.ts'
import type { MemberDirectory } from './memberDirectory.ts'
import type { PeerClientOptions } from './peerClient.ts'
import { readTrainingSubjects } from './trainingSubjects.ts'

interface JointWorldOptions extends Omit<PeerClientOptions, 'timeoutMs'> {
  readonly folder: string
  readonly chainId: number
  readonly identity: NodeIdentity
  readonly store: Store
  readonly members: MemberDirectory
  readonly group: PrimeGroup | null
  readonly settings: JointWorld['settings']
  readonly referenceSecret: Uint8Array
}

/** What joint computations get from this node. */
export function createJointWorld(options: JointWorldOptions): JointWorld {
  const { folder, chainId, identity, store, members, group, nacl, settings } = options
  const [newest] = identity.epochs
  const address = lowerCase(identity.address)
  const x25519Secrets = identity.epochs.map(({ x25519 }) => x25519.secretKey)
  const nowSec = () => Math.floor(Date.now() / 1000)
  const timeoutMs = settings.idleSec * 1000
  return {
    identity: {
      ...{ chainId, address, keyEpoch: newest.epoch, x25519Secrets },
      ed25519Secret: newest.ed25519.secretKey,
    },
    ...{ nacl, group, settings, nowSec },
    agreements: store.documents('jointAgreements', agreementDocuments),
    sessions: store.documents('jointSessions', sessionDocuments),
    account: createAccountLog(join(folder, 'joint', 'account.jsonl'), nowSec),
    peers: createJointPeers({ ...options, timeoutMs, self: address, x25519Secrets }),
    members: {
      signingKeyOf: async (party, epoch) => {
        const period = await members.signingKeyOf(party as Address, epoch)
        // A key that was replaced signs nothing new: an approval under it is given again.
        return period === null || period.until > 0 ? null : period.ed25519
      },
      isActiveAgency: (party) => members.isActiveAgency(party as Address),
    },
    async trainingData(agreement, session) {
      requireKnownColumns(agreement)
      const subjects = readTrainingSubjects(store, agreement.outcome)
      const table = await readTrainingTable(subjects, { currency: agreement.currency })
      return encodeTraining(agreement, table, { secret: options.referenceSecret, session })
    },
    async *people() {
      for await (const { subjectRef, identifier } of store.vault.subjects({ categories: [] })) {
        if (identifier !== undefined) yield { subjectRef, identifier }
      }
    },
    features: readFeatures,
  }
}
