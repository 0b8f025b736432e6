import { type Bytes, equalBytes } from '@creditmesh/sdk/crypto/bytes.ts'

/** `enrolled`: this agency identified her itself. `observed`: it saw the root in credentials of others. */
export type EnrolmentBasis = 'enrolled' | 'observed'

export interface RootKey {
  readonly root: Bytes
  readonly basis: EnrolmentBasis
  readonly seenAtSec: number
}

export interface Enrolment {
  readonly tag: Bytes
  readonly current: RootKey
  /** A root that would replace the current one and waits for its notice time. */
  readonly waiting?: RootKey & { readonly usableAtSec: number }
  /** Where to tell her of a changed root. */
  readonly contact?: string
  /** Credentials issued by this agency, as it sent them. */
  readonly credentials: readonly unknown[]
}

export interface PresentedRoot {
  readonly tag: Uint8Array
  readonly root: Uint8Array
  readonly basis: EnrolmentBasis
  readonly nowSec: number
  readonly contact?: string
  /** The old root signed the change: nothing waits. */
  readonly isEndorsed?: boolean
  readonly waitSec: number
}

export type RootStanding =
  | { readonly status: 'usable' }
  | { readonly status: 'waiting'; readonly usableAtSec: number; readonly isNews: boolean }

export function rootInForce({ current, waiting }: Enrolment, nowSec: number): RootKey {
  return waiting !== undefined && nowSec >= waiting.usableAtSec ? waiting : current
}

/** What becomes of an enrolment when a root is presented. */
export function decide(
  before: Enrolment | null,
  { tag, root, basis, nowSec, contact, isEndorsed = false, waitSec }: PresentedRoot,
): { next: Enrolment; standing: RootStanding } {
  const presented: RootKey = { root: Uint8Array.from(root), basis, seenAtSec: nowSec }
  const reachable = contact === undefined ? {} : { contact }
  const usable: RootStanding = { status: 'usable' }
  if (before === null) {
    const first = { tag: Uint8Array.from(tag), current: presented, ...reachable, credentials: [] }
    return { next: first, standing: usable }
  }
  const { waiting, ...rest } = before
  if (equalBytes(before.current.root, root)) {
    const current = basis === 'enrolled' ? { ...before.current, basis } : before.current
    return { next: { ...before, ...reachable, current }, standing: usable }
  }
  if (isEndorsed) return { next: { ...rest, ...reachable, current: presented }, standing: usable }
  // A contact that comes with a strange root is where the impostor wants the notice to go.
  if (waiting !== undefined && equalBytes(waiting.root, root)) {
    const { usableAtSec } = waiting
    return { next: before, standing: { status: 'waiting', usableAtSec, isNews: false } }
  }
  const usableAtSec = nowSec + waitSec
  const next = { ...rest, waiting: { ...presented, usableAtSec } }
  return { next, standing: { status: 'waiting', usableAtSec, isNews: true } }
}
