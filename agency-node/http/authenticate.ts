import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { formatKeyId } from '@creditmesh/sdk/wire/httpSignature/keyId.ts'
import type { RequestMessage } from '@creditmesh/sdk/wire/httpSignature/message.ts'
import {
  checkSignature,
  checkWindow,
  readRequestSignature,
} from '@creditmesh/sdk/wire/httpSignature/verify.ts'
import { type Access, memberRoleBits, memberStatus } from '@creditmesh/sdk/wire/route.ts'
import type { Caller } from './handler.ts'
import type { NonceCache } from './nonceCache.ts'

/** A member's registered keys of one epoch, with its present standing. */
export interface MemberKeys {
  readonly x25519: Uint8Array
  readonly ed25519: Uint8Array
  /** As in `memberStatus`. */
  readonly status: number
  /** Bits as in `memberRoleBits`. */
  readonly roles: number
  /** Since when a later epoch replaces these keys; absent for the present ones. */
  readonly untilSec?: number
}

/** Finds the keys that a member (address in lower case) registered as this epoch. */
export type MemberLookup = (address: Hex, epoch: number) => Promise<MemberKeys | null>

export interface AuthenticationOptions {
  readonly lookupMember: MemberLookup
  readonly nonces: NonceCache
  readonly nacl: Pick<NaclSuite, 'verify'>
  /** Whether this Host is one of ours: a request signed for another node is not for us. */
  readonly isOwnAuthority: (authority: string) => boolean
  readonly nowSec: () => number
}

/** How long after a rotation the old key still signs requests: those that were under way. */
const rotationGraceSec = 300

/**
 * Tells who signed a request, from its headers alone. The nonce is claimed last: only what verifies is
 * remembered, so nobody can fill the cache for others.
 */
export async function authenticate(
  request: RequestMessage,
  { lookupMember, nonces, nacl, isOwnAuthority, nowSec }: AuthenticationOptions,
): Promise<Caller> {
  const claimed = readRequestSignature(request)
  const now = nowSec()
  checkWindow(claimed, now)
  if (!isOwnAuthority(request.authority)) {
    throw new MeshError('auth.signature_invalid', { detail: 'it was signed for another host' })
  }
  const { address, epoch } = claimed.keyId
  const keys = await lookupMember(address, epoch)
  if (keys === null || keys.status === memberStatus.none) {
    throw new MeshError('auth.member_unknown', { details: { keyId: formatKeyId(claimed.keyId) } })
  }
  checkSignature(claimed, keys.ed25519, nacl)
  if (keys.untilSec !== undefined && now >= keys.untilSec + rotationGraceSec) {
    throw new MeshError('auth.signature_invalid', { detail: 'the key epoch has been replaced' })
  }
  const nonceKey = `${formatKeyId(claimed.keyId)}/${claimed.nonce}`
  if (!(await nonces.claim(nonceKey, claimed.expiresSec, now))) {
    throw new MeshError('auth.nonce_replayed')
  }
  const { x25519, roles, status } = keys
  return { address, keyEpoch: epoch, x25519, roles, isActive: status === memberStatus.active }
}

/** Throws `auth.member_suspended` or `auth.forbidden` unless the caller may use a route of this access. */
export function checkRole(access: Access & { kind: 'signed' }, caller: Caller): void {
  if (access.standing === 'active' && !caller.isActive) {
    throw new MeshError('auth.member_suspended')
  }
  const allowed = access.roles.reduce((bits, role) => bits | memberRoleBits[role], 0)
  if ((caller.roles & allowed) === 0) throw new MeshError('auth.forbidden')
}
