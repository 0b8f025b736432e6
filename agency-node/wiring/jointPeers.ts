import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import type { HttpClient } from '@creditmesh/sdk/client/http.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { jointContext } from '@creditmesh/sdk/wire/joint/messages.ts'
import { jointRoutes } from '@creditmesh/sdk/wire/joint/routes.ts'
import { openMessage, sealMessage } from '../joint/envelope.ts'
import { type JointMessage, type JointPeers, placeOf } from '../joint/world.ts'
import { clientFor, type PeerClientOptions } from './peerClient.ts'

interface JointPeersOptions extends PeerClientOptions {
  readonly self: Hex
  readonly x25519Secrets: readonly Uint8Array[]
}

/** Sends joint messages to peers at their registered endpoints: signed, sealed, one attempt each. */
export function createJointPeers(options: JointPeersOptions): JointPeers {
  const { members, nacl, self, x25519Secrets } = options
  return {
    async send(party, message, reply) {
      const { endpoint, keyEpoch } = await members.memberOf(party)
      const keys = await members.keysFor(party, keyEpoch)
      if (keys === null) throw new MeshError('auth.member_unknown', { details: { address: party } })
      const place = placeOf(message)
      const to = { to: keys.x25519, context: jointContext(message.kind, place, party) }
      const sealed = sealMessage(nacl, message.body, to)
      const answer = await call(clientFor(party as Address, endpoint, options), message, sealed)
      const context = jointContext('reply', `${message.kind}/${place}`, self)
      return openMessage(reply, answer.sealed, { nacl, x25519Secrets, context })
    },
  }
}

/** A repetition would meet a round that is past: nothing here is tried twice. */
function call(
  client: HttpClient,
  { kind, id, round = 0 }: JointMessage,
  sealed: Uint8Array<ArrayBuffer>,
): Promise<{ readonly sealed: Uint8Array }> {
  const once = { body: { sealed }, attempts: 1 }
  const ofAgreement = { params: { agreementId: id }, ...once }
  const ofSession = { params: { sessionId: id }, ...once }
  switch (kind) {
    case 'propose':
      return client.call(jointRoutes.jointPropose, ofAgreement)
    case 'approve':
      return client.call(jointRoutes.jointApprove, ofAgreement)
    case 'join':
      return client.call(jointRoutes.jointJoin, ofSession)
    case 'end':
      return client.call(jointRoutes.jointEnd, ofSession)
    case 'round': {
      const params = { sessionId: id, round: String(round) }
      return client.call(jointRoutes.jointRound, { params, ...once })
    }
  }
}
