import type { Address } from '../chain/ids.ts'
import type { Member, MemberKeys, MemberViews } from '../chain/memberViews.ts'
import { MeshError } from '../errors.ts'
import type { Clock } from './clock.ts'

const freshForSec = 30

/** Looks members up on chain and remembers them for a little while. */
export interface MemberDirectory {
  /** Throws `auth.member_unknown`. */
  member(account: Address): Promise<Member>
  /** Null for an epoch that the member never had. */
  keys(account: Address, epoch: number): Promise<MemberKeys | null>
}

export function createMemberDirectory(
  views: Pick<MemberViews, 'memberOf' | 'keysOf'>,
  clock: Clock,
): MemberDirectory {
  const members = rememberFor<Member>(freshForSec, clock)
  const keyPeriods = rememberFor<MemberKeys | null>(freshForSec, clock)
  return {
    member: (account) =>
      members(account.toLowerCase(), async () => {
        const found = await views.memberOf(account)
        if (found !== null) return found
        throw new MeshError('auth.member_unknown', { details: { account } })
      }),
    keys: (account, epoch) =>
      keyPeriods(`${account.toLowerCase()}#${epoch}`, () =>
        views.keysOf(account, epoch).catch(nullIfNoSuchEpoch),
      ),
  }
}

/**
 * The key that a member may sign an answer with that was asked for at `requestedSec`: one that had not ended by
 * then, so that an old key that leaked signs nothing new. Throws `query.verification_failed`.
 */
export async function answerKeyOf(
  directory: MemberDirectory,
  { account, epoch, requestedSec }: { account: Address; epoch: number; requestedSec: number },
): Promise<Uint8Array> {
  const keys = await directory.keys(account, epoch)
  if (keys !== null && requestedSec < (keys.untilSec ?? Infinity)) return keys.ed25519
  throw new MeshError('query.verification_failed', {
    detail: `epoch ${epoch} is none that the member could sign with`,
    details: { check: 'agency_signature', account, epoch },
  })
}

function nullIfNoSuchEpoch(error: unknown): null {
  if (error instanceof MeshError && error.details.revert === 'MembersNoSuchEpoch') return null
  throw error
}

// Failures are not remembered.
function rememberFor<T>(seconds: number, clock: Clock) {
  const known = new Map<string, { readonly until: number; readonly value: Promise<T> }>()
  return (key: string, read: () => Promise<T>): Promise<T> => {
    const found = known.get(key)
    if (found !== undefined && clock.nowSec() < found.until) return found.value
    const value = read()
    known.set(key, { until: clock.nowSec() + seconds, value })
    value.catch(() => known.delete(key))
    return value
  }
}
