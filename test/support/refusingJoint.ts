import { MeshError } from '@creditmesh/sdk/errors.ts'

const refuse = () => Promise.reject(new MeshError('joint.not_allowed'))

/** The joint routes of a node that takes part in nothing. */
export const refusingJoint = {
  jointPropose: refuse,
  jointApprove: refuse,
  jointJoin: refuse,
  jointRound: refuse,
  jointEnd: refuse,
}
