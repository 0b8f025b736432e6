import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import {
  approveAgreement,
  isApproval,
  type JointAgreement,
  type JointApproval,
} from '@creditmesh/sdk/wire/joint/agreement.ts'
import type { JointWorld } from './world.ts'

type ApprovalWorld = Pick<JointWorld, 'nacl' | 'members'>

/** Throws `joint.not_approved` unless this party's registered key signed it. */
export async function requireApproval(
  agreementId: Hex,
  approval: JointApproval,
  { nacl, members }: ApprovalWorld,
): Promise<void> {
  const key = await members.signingKeyOf(approval.party, approval.keyEpoch)
  if (key !== null && isApproval(nacl, agreementId, approval, key)) return
  throw new MeshError('joint.not_approved', { details: { party: approval.party } })
}

/** Throws `joint.not_approved` unless there is a verified approval of every party. */
export async function requireAllApprovals(
  { agreementId, agreement }: { agreementId: Hex; agreement: JointAgreement },
  approvals: readonly JointApproval[],
  world: ApprovalWorld,
): Promise<void> {
  for (const party of agreement.parties) {
    const approval = approvals.find((one) => one.party === party)
    if (approval === undefined) {
      throw new MeshError('joint.not_approved', { details: { party } })
    }
    await requireApproval(agreementId, approval, world)
  }
}

export function ownApproval(agreementId: Hex, { nacl, identity }: JointWorld): JointApproval {
  const { address: party, keyEpoch, ed25519Secret: secretKey } = identity
  return approveAgreement(nacl, agreementId, { party, keyEpoch, secretKey })
}

/** The same approvals with this one in the place of an earlier one of its party. */
export function withApproval(all: readonly JointApproval[], approval: JointApproval) {
  return [...all.filter(({ party }) => party !== approval.party), approval]
}
