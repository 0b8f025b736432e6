import { type Bytes, fromHex } from '../crypto/bytes.ts'
import type { BlockTag, Contracts } from './contracts.ts'
import type { Address } from './ids.ts'

/** As `MemberStatus` in Types.sol, by position. */
export const memberStatuses = ['NONE', 'ACTIVE', 'SUSPENDED', 'PAUSED', 'LEFT'] as const
export type MemberStatus = (typeof memberStatuses)[number]

/** Bits of a member's roles. */
export const memberRoles = { AGENCY: 1, QUERY_USER: 2, AUDITOR: 4, SETTLEMENT_AGENT: 8 } as const

export interface Member {
  readonly account: Address
  readonly status: MemberStatus
  readonly roles: number
  /** Bit `1 << code` for every purpose that it is licensed to ask for. */
  readonly purposes: number
  readonly keyEpoch: number
  readonly admittedAtSec: number
  readonly endpoint: string
  readonly name: string
}

export interface MemberKeys {
  readonly epoch: number
  readonly x25519: Bytes
  readonly ed25519: Bytes
  readonly sinceSec: number
  /** Undefined while they are in force. */
  readonly untilSec?: number
}

/** Who takes part, with which keys. */
export interface MemberViews {
  /** Null for an account that was never admitted. */
  memberOf(account: Address): Promise<Member | null>
  /** Throws `input.invalid` for an epoch that the member never had. */
  keysOf(account: Address, epoch: number): Promise<MemberKeys>
  /** The keys in force at a time, for evidence of that time; null if there were none. */
  keysAt(account: Address, sec: number): Promise<MemberKeys | null>
  isActive(account: Address, roles: number): Promise<boolean>
  isAffiliated(a: Address, b: Address): Promise<boolean>
  /** Whether the account holds a role of the AccessManager (0 admin, 1 council, 2 supervisor, ...). */
  hasRole(role: bigint, account: Address): Promise<boolean>
}

export function createMemberViews(
  { members, accessManager }: Pick<Contracts, 'members' | 'accessManager'>,
  block: BlockTag,
): MemberViews {
  const memberOf = async (account: Address) => {
    const raw = await members.read('memberOf', [account], { block })
    const { status, admittedAt, ...rest } = raw
    if (status === 0) return null
    const name = memberStatuses[status] ?? 'NONE'
    return { account, ...rest, status: name, admittedAtSec: admittedAt }
  }
  const keysOf = async (account: Address, epoch: number): Promise<MemberKeys> => {
    const raw = await members.read('keysOf', [account, epoch], { block })
    return {
      epoch,
      x25519: fromHex(raw.x25519),
      ed25519: fromHex(raw.ed25519),
      sinceSec: raw.sinceSec,
      ...(raw.untilSec !== 0 && { untilSec: raw.untilSec }),
    }
  }
  return {
    memberOf,
    keysOf,
    keysAt: async (account, sec) => {
      const epochs = (await memberOf(account))?.keyEpoch ?? 0
      for (let epoch = epochs; epoch >= 1; epoch -= 1) {
        const keys = await keysOf(account, epoch)
        if (keys.sinceSec <= sec) return sec < (keys.untilSec ?? Infinity) ? keys : null
      }
      return null
    },
    isActive: (account, roles) => members.read('isActive', [account, roles], { block }),
    isAffiliated: (a, b) => members.read('isAffiliated', [a, b], { block }),
    hasRole: async (role, account) =>
      (await accessManager.read('hasRole', [role, account], { block })).isMember,
  }
}
