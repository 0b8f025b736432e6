import type { ConsentState } from '../../chain/consentStates.ts'
import type { ConsentViews } from '../../chain/consentViews.ts'
import { createContracts } from '../../chain/contracts.ts'
import type { Deployment } from '../../chain/deployment.ts'
import { readHistory } from '../../chain/history.ts'
import type { Address, ConsentId } from '../../chain/ids.ts'
import { createRpc, type Rpc } from '../../chain/rpc.ts'
import { createViews } from '../../chain/views.ts'
import type { JsonValue } from '../../crypto/canonicalJson.ts'
import { MeshError } from '../../errors.ts'
import type { Credential } from '../../wire/credentials.ts'
import type { ConsentPackage } from '../../wire/messages.ts'
import { createMemberDirectory } from '../memberDirectory.ts'
import { type AccessLogEntry, readAccessLog } from './accessLog.ts'
import { amendConsent, type ConsentActionBody, heldConsent, signAction } from './consentActions.ts'
import { consentReceiptOf } from './consentReceipt.ts'
import type { AgencyRecipient, ConsentRequest } from './consentRequest.ts'
import { createConsent, type SignedConsent } from './createConsent.ts'
import { addCredential } from './enrolments.ts'
import type { Relayer } from './relayer.ts'
import type { Wallet } from './wallet.ts'

export interface SubjectOptions {
  readonly wallet: Wallet
  readonly deployment: Deployment
  readonly rpc: Rpc | string
  readonly relayer: Relayer
}

/** A consent that stands on the chain. */
export interface RecordedConsent {
  readonly consentId: ConsentId
  readonly package: ConsentPackage
  readonly summary: string
}

/** A person's client: her wallet, brought to the chain by a relayer and checked there. */
export interface Subject {
  /** Keeps a credential after checking its issuer's signature against the chain. */
  enrol(agencyName: string, credential: Credential): Promise<void>
  /** An agency with the key that disclosures are sealed to. */
  recipient(agency: Address): Promise<AgencyRecipient>
  grant(request: ConsentRequest): Promise<RecordedConsent>
  amend(consentId: ConsentId, request: ConsentRequest): Promise<RecordedConsent>
  pause(consentId: ConsentId): Promise<ConsentState>
  resume(consentId: ConsentId): Promise<ConsentState>
  withdraw(consentId: ConsentId): Promise<ConsentState>
  /** Makes sure that a grant that was signed but not recorded never is. */
  cancel(consentId: ConsentId): Promise<ConsentState>
  status(consentId: ConsentId): Promise<ConsentState>
  /** The receipt, with where the chain took the consent in if it did. */
  receipt(consentId: ConsentId): Promise<JsonValue>
  accessLog(): Promise<AccessLogEntry[]>
}

export function createSubject(options: SubjectOptions): Subject {
  const { wallet, deployment } = options
  const rpc = typeof options.rpc === 'string' ? createRpc(options.rpc) : options.rpc
  const views = createViews(createContracts(rpc, deployment.addresses))
  const directory = createMemberDirectory(views, wallet.clock)
  return {
    ...consentChanges(options, views),
    async enrol(agencyName, credential) {
      const { ed25519 } = await views.keysOf(credential.issuer, credential.keyEpoch)
      await addCredential(wallet, { agencyName, credential }, ed25519)
    },
    async recipient(agency) {
      const { account, name, keyEpoch } = await directory.member(agency)
      const { x25519 } = await views.keysOf(account, keyEpoch)
      return { address: account, name, keyEpoch, x25519 }
    },
    async receipt(consentId) {
      const held = heldConsent(wallet.state(), consentId)
      const query = { name: 'ConsentRecorded', where: { consentId } } as const
      const [recorded] = await readHistory(rpc, deployment, query)
      if (recorded === undefined) return consentReceiptOf(held)
      const { txHash: transactionHash, blockNumber } = recorded
      return consentReceiptOf(held, { transactionHash, blockNumber })
    },
    accessLog: () => readAccessLog(wallet, { rpc, deployment }, directory),
  }
}

type ConsentChanges = Omit<Subject, 'enrol' | 'recipient' | 'receipt' | 'accessLog'>

/** Signs, hands to the relayer, and looks on the chain whether it was done. */
function consentChanges({ wallet, relayer }: SubjectOptions, views: ConsentViews): ConsentChanges {
  const status = (consentId: ConsentId) =>
    views.statusOf(heldConsent(wallet.state(), consentId).grant)
  const requireState = async (consentId: ConsentId, wanted: ConsentState) => {
    const state = await status(consentId)
    if (state === wanted) return state
    const detail = `the relayer says that it is done; on the chain the consent is ${state}`
    throw new MeshError('http.bad_response', { detail, details: { consentId } })
  }
  const change = (action: ConsentActionBody['action'], to: ConsentState) => {
    return async (consentId: ConsentId) => {
      const slot = action === 'cancel' ? null : await views.slotOf(consentId)
      const seq = slot === null ? 0 : slot.seq + 1
      await relayer.act(consentId, signAction(wallet, consentId, { action, seq }))
      return requireState(consentId, to)
    }
  }
  const recorded = async ({ held, package: consentPackage }: SignedConsent) => {
    const { consentId, grant } = held
    await requireState(consentId, 'ACTIVE')
    return { consentId, package: consentPackage, summary: grant.summary }
  }
  return {
    status,
    pause: change('pause', 'PAUSED'),
    resume: change('resume', 'ACTIVE'),
    withdraw: change('withdraw', 'WITHDRAWN'),
    cancel: change('cancel', 'CANCELLED'),
    async grant(request) {
      const signed = await createConsent(wallet, request)
      const { grant, signature } = signed.package
      await relayer.record({ grant, signature })
      return recorded(signed)
    },
    async amend(consentId, request) {
      const amended = await amendConsent(wallet, consentId, request)
      await relayer.amend(consentId, amended.amendment)
      await requireState(consentId, 'SUPERSEDED')
      return recorded(amended)
    },
  }
}
