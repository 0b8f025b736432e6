import type { Contracts } from '@creditmesh/sdk/chain/contracts.ts'
import { fromHex, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { ExchangeLog } from '../exchange/collaborators.ts'
import type { EvidenceSources } from '../exchange/consentEvidence.ts'
import type { Enrolments } from '../store/enrolments.ts'
import type { MemberDirectory } from './memberDirectory.ts'

interface EvidenceOptions {
  readonly members: MemberDirectory
  readonly contracts: Contracts
  readonly enrolments: Enrolments
  readonly nowSec: () => Promise<number>
  readonly rootWaitingHours: number
  readonly log: ExchangeLog
}

/** Where the exchange learns whom to believe about a person. */
export function createEvidenceSources({
  members,
  contracts,
  enrolments,
  nowSec,
  rootWaitingHours,
  log,
}: EvidenceOptions): EvidenceSources {
  return {
    signingKeyOf: members.signingKeyOf,
    isActiveAgency: members.isActiveAgency,
    isAffiliated: members.isAffiliated,
    credentialStatusOf: (credentialId) => contracts.credentials.read('statusOf', [credentialId]),
    async ownEnrolment(root) {
      const tag = await enrolments.tagOf(root, await nowSec())
      return tag && toHex(tag)
    },
    async observeRoot(tag, root) {
      const standing = await enrolments.present({
        ...{ tag: fromHex(tag), root, nowSec: await nowSec() },
        basis: 'observed',
        waitSec: rootWaitingHours * 3600,
      })
      if (standing.status === 'waiting' && standing.isNews) {
        // Whom it concerns stands in the store, not in the log.
        log.warn({ usableAtSec: standing.usableAtSec }, 'a changed root waits: notify the person')
      }
      return standing
    },
  }
}
