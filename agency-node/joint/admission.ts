import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { JointApproval } from '@creditmesh/sdk/wire/joint/agreement.ts'
import { agreementOf } from './agreements.ts'
import { requireAllApprovals } from './approvals.ts'
import type { AgreementDocument, SessionDocument } from './documents.ts'
import type { JointWorld } from './world.ts'

const windowSec = 30 * 86_400

/**
 * Whether a session of an agreement may begin here: what every party checks for itself, the leader too. Throws
 * `joint.agreement_unknown`, `joint.not_approved`, `joint.not_allowed` with what stands against it.
 */
export async function requireAdmission(
  { agreementId, leader }: { readonly agreementId: Hex; readonly leader: Hex },
  approvals: readonly JointApproval[],
  world: JointWorld,
): Promise<AgreementDocument> {
  const document = await agreementOf(agreementId, world)
  const { agreement, standing } = document
  const refuse = (check: string) => new MeshError('joint.not_allowed', { details: { check } })
  if (agreement.leader !== leader) throw refuse('leader')
  if (standing !== 'approved') {
    throw new MeshError('joint.not_approved', { details: { party: world.identity.address } })
  }
  await requireAllApprovals(document, approvals, world)
  const nowSec = world.nowSec()
  if (nowSec < agreement.validFrom || nowSec >= agreement.validUntil) throw refuse('validity')
  for (const party of agreement.parties) {
    if (!(await world.members.isActiveAgency(party))) throw refuse('member')
  }
  if (agreement.kind !== 'linkage' && agreement.parties.length < 3) {
    if (!agreement.allowTwo || !world.settings.allowTwo) throw refuse('parties')
  }
  await requireRate(document, nowSec, world)
  return document
}

/** Every session that began counts, finished or not: what it told cannot be taken back. */
async function requireRate(
  { agreementId, agreement }: AgreementDocument,
  nowSec: number,
  world: JointWorld,
): Promise<void> {
  const refuse = (check: string) => new MeshError('joint.not_allowed', { details: { check } })
  let ofAgreement = 0
  const recent: SessionDocument[] = []
  for await (const session of world.sessions.all()) {
    if (session.agreementId === agreementId) ofAgreement += 1
    if (isLinkageWith(session, agreement.parties) && session.startedSec > nowSec - windowSec) {
      recent.push(session)
    }
  }
  if (ofAgreement >= agreement.maxSessions) throw refuse('sessions')
  if (agreement.kind !== 'linkage') return
  const { linkagesPerPeer, linkagesPerPurpose } = world.settings
  if (recent.length >= linkagesPerPeer) throw refuse('rate_peer')
  const { purpose } = agreement
  if (recent.filter((one) => one.purpose === purpose).length >= linkagesPerPurpose) {
    throw refuse('rate_purpose')
  }
}

/** People whom a peer has asked about within the window. */
export async function askedRecently(
  parties: readonly Hex[],
  world: Pick<JointWorld, 'sessions' | 'nowSec'>,
): Promise<number> {
  const sinceSec = world.nowSec() - windowSec
  let asked = 0
  for await (const session of world.sessions.all()) {
    if (session.startedSec > sinceSec && isLinkageWith(session, parties))
      asked += session.asked ?? 0
  }
  return asked
}

/** Only whom it is told about has something to protect: sessions that this agency leads do not count. */
function isLinkageWith({ kind, role, parties }: SessionDocument, others: readonly Hex[]): boolean {
  return kind === 'linkage' && role === 'party' && parties.every((one) => others.includes(one))
}
