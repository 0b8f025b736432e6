import { randomBytes } from 'node:crypto'
import { type Hex, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import {
  type JointAgreement,
  type JointApproval,
  jointAgreementId,
  jointAgreementSchema,
  type SignedAgreement,
} from '@creditmesh/sdk/wire/joint/agreement.ts'
import { jointNoticeSchema } from '@creditmesh/sdk/wire/joint/messages.ts'
import { parseWith } from '@creditmesh/sdk/wire/json.ts'
import { narrowingParties } from './account/narrowing.ts'
import { ownApproval, requireApproval, withApproval } from './approvals.ts'
import { requireComputable } from './computations.ts'
import type { AgreementDocument } from './documents.ts'
import type { JointWorld } from './world.ts'

/** Proposals of one peer that nobody has decided about; more are refused. */
const maxUndecided = 20

/** Draws up an agreement that this agency leads, signs it, and shows it to the other parties. */
export async function propose(terms: object, world: JointWorld) {
  const { chainId, address } = world.identity
  const agreement = parseWith(jointAgreementSchema, {
    ...terms,
    protocol: 'creditmesh/joint/1',
    chainId,
    leader: address,
    nonce: toHex(randomBytes(32)),
  })
  requireComputable(agreement)
  const agreementId = jointAgreementId(agreement)
  const document = documentOf({ agreementId, agreement, nowSec: world.nowSec() })
  await world.agreements.insert(document)
  return { agreementId, ...(await show(document, world)) }
}

/** Sends the proposal to every other party again, in case one was away. */
export async function show(document: AgreementDocument, world: JointWorld) {
  const { agreementId, agreement, approvals } = document
  const others = agreement.parties.filter((party) => party !== world.identity.address)
  const unreachable: Record<string, string> = {}
  await Promise.all(
    others.map(async (party) => {
      const body: SignedAgreement = { agreement, approvals: [...approvals] }
      const message = { kind: 'propose', id: agreementId, body } as const
      await world.peers.send(party, message, jointNoticeSchema).catch((error: unknown) => {
        unreachable[party] = error instanceof MeshError ? error.code : 'internal.unexpected'
      })
    }),
  )
  return { unreachable }
}

/** A peer's proposal: kept for the operator, who alone decides. */
export async function receiveProposal(
  caller: Hex,
  agreementId: Hex,
  { signed, world }: { signed: SignedAgreement; world: JointWorld },
): Promise<void> {
  const { agreement } = signed
  const refuse = (check: string) => new MeshError('joint.not_allowed', { details: { check } })
  if (jointAgreementId(agreement) !== agreementId) throw refuse('agreement_id')
  if (agreement.leader !== caller) throw refuse('leader')
  if (agreement.chainId !== world.identity.chainId) throw refuse('chain')
  if (!agreement.parties.includes(world.identity.address)) throw refuse('parties')
  requireComputable(agreement)
  for (const approval of signed.approvals) await requireApproval(agreementId, approval, world)
  if ((await world.agreements.get(agreementId)) !== null) return
  let undecided = 0
  for await (const { agreement: other, standing } of world.agreements.all()) {
    if (other.leader === caller && standing === 'proposed') undecided += 1
  }
  if (undecided >= maxUndecided) throw refuse('undecided')
  const nowSec = world.nowSec()
  const document = documentOf({ agreementId, agreement, nowSec })
  await world.agreements.insert({ ...document, approvals: signed.approvals })
}

interface ApproveOptions {
  readonly acceptNarrowing: boolean
  readonly featuresPath?: string | undefined
}

/** The operator's word. It goes to the leader; without one of every party there is no session. */
export async function approve(
  agreementId: Hex,
  { acceptNarrowing, featuresPath }: ApproveOptions,
  world: JointWorld,
) {
  const { agreement, standing } = await agreementOf(agreementId, world)
  if (standing === 'withdrawn') throw new MeshError('joint.not_approved')
  const { address } = world.identity
  const isHolder = agreement.kind === 'linkage' && agreement.leader !== address
  if (isHolder !== (featuresPath !== undefined)) {
    const detail = isHolder
      ? 'the file of features to link is missing'
      : 'a file of features is only for the party that is linked with'
    throw new MeshError('usage.invalid', { detail })
  }
  const narrowing = await narrowingParties(agreement, world)
  if (narrowing.length > 0 && !acceptNarrowing) {
    throw new MeshError('joint.not_allowed', { details: { check: 'narrowing', party: narrowing } })
  }
  const approval = ownApproval(agreementId, world)
  await world.account.append({ event: 'approved', agreementId, kind: agreement.kind, narrowing })
  const document = await world.agreements.update(agreementId, (current) => ({
    ...current,
    standing: 'approved',
    approvals: withApproval(current.approvals, approval),
    acceptsNarrowing: acceptNarrowing,
    ...(featuresPath !== undefined && { featuresPath }),
  }))
  if (agreement.leader !== address) await tellLeader(document, approval, world)
  return document
}

/** The operator takes the word back: no session of it begins here again. What was learned stays learned. */
export async function withdraw(agreementId: Hex, world: JointWorld): Promise<AgreementDocument> {
  await agreementOf(agreementId, world)
  await world.account.append({ event: 'withdrawn', agreementId })
  const own = world.identity.address
  return world.agreements.update(agreementId, (current) => ({
    ...current,
    standing: 'withdrawn',
    approvals: current.approvals.filter(({ party }) => party !== own),
  }))
}

/** A party's approval, for the leader to show to the others. */
export async function receiveApproval(
  caller: Hex,
  agreementId: Hex,
  { approval, world }: { approval: JointApproval; world: JointWorld },
): Promise<void> {
  const { agreement } = await agreementOf(agreementId, world)
  const isExpected = approval.party === caller && agreement.parties.includes(caller)
  if (!isExpected || agreement.leader !== world.identity.address) {
    throw new MeshError('joint.not_allowed', { details: { check: 'parties' } })
  }
  await requireApproval(agreementId, approval, world)
  await world.agreements.update(agreementId, (current) => ({
    ...current,
    approvals: withApproval(current.approvals, approval),
  }))
}

/** Throws `joint.agreement_unknown`. */
export async function agreementOf(
  agreementId: Hex,
  { agreements }: Pick<JointWorld, 'agreements'>,
): Promise<AgreementDocument> {
  const document = await agreements.get(agreementId)
  if (document === null) throw new MeshError('joint.agreement_unknown')
  return document
}

async function tellLeader(
  { agreementId, agreement }: AgreementDocument,
  approval: JointApproval,
  { peers }: JointWorld,
): Promise<void> {
  const message = { kind: 'approve', id: agreementId, body: { approval } } as const
  await peers.send(agreement.leader, message, jointNoticeSchema)
}

function documentOf({
  agreementId,
  agreement,
  nowSec: knownSinceSec,
}: {
  agreementId: Hex
  agreement: JointAgreement
  nowSec: number
}): AgreementDocument {
  const standing = 'proposed' as const
  return {
    agreementId,
    agreement,
    approvals: [],
    standing,
    knownSinceSec,
    acceptsNarrowing: false,
  }
}
