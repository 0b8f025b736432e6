import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import { equalBytes } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { Transaction } from './database.ts'
import {
  decide,
  type Enrolment,
  type PresentedRoot,
  type RootStanding,
  rootInForce,
} from './enrolment/enrolment.ts'
import { type EnrolmentRows, enrolmentRows } from './enrolment/enrolmentRows.ts'
import type { StoreParts } from './storeParts.ts'

/** Which root key speaks for which person, as far as this agency knows (PROTOCOL 2). */
export interface Enrolments {
  /**
   * A root claims to speak for the person. The first one may; another one waits `waitSec` from the first time it was
   * seen, unless endorsed. `isNews` says when to tell her. Throws `subject.credential_invalid` if the root is another
   * person's.
   */
  present(presented: PresentedRoot): Promise<RootStanding>
  get(tag: Uint8Array): Promise<Enrolment | null>
  /** The tag that this agency itself enrolled under a root that is in force now. */
  tagOf(root: Uint8Array, nowSec: number): Promise<Bytes | null>
  /** She objects: the waiting root is dropped. False if none waits. */
  cancelWaiting(tag: Uint8Array): Promise<boolean>
  /** Throws `subject.not_enrolled`. */
  addCredential(tag: Uint8Array, credential: unknown): Promise<void>
  erase(tag: Uint8Array): Promise<boolean>
}

export function openEnrolments({ database, keys, shredding }: StoreParts): Enrolments {
  const rows = enrolmentRows(keys)
  return {
    present: (presented) => database.transact((tx) => present(rows, tx, presented)),
    get: (tag) => rows.read(database, tag),
    async tagOf(root, nowSec) {
      const tag = await rows.tagOf(database, root)
      const enrolment = tag && (await rows.read(database, tag))
      if (!enrolment) return null
      const inForce = rootInForce(enrolment, nowSec)
      return inForce.basis === 'enrolled' && equalBytes(inForce.root, root) ? enrolment.tag : null
    },
    cancelWaiting: (tag) =>
      database.transact(async (tx) => {
        const enrolment = await rows.read(tx, tag)
        if (enrolment?.waiting === undefined) return false
        const { waiting, ...rest } = enrolment
        rows.dropRoot(tx, waiting.root)
        rows.write(tx, rest)
        return true
      }),
    addCredential: (tag, credential) =>
      database.transact(async (tx) => {
        const enrolment = await rows.read(tx, tag)
        if (enrolment === null) throw new MeshError('subject.not_enrolled')
        rows.write(tx, { ...enrolment, credentials: [...enrolment.credentials, credential] })
      }),
    async erase(tag) {
      const wasThere = await database.transact(async (tx) => {
        const hers = await rows.keysOf(tx, tag)
        shredding.delete(tx, hers)
        return hers.length > 0
      })
      await shredding.cleanRows()
      return wasThere
    },
  }
}

async function present(
  rows: EnrolmentRows,
  tx: Transaction,
  presented: PresentedRoot,
): Promise<RootStanding> {
  const owner = await rows.tagOf(tx, presented.root)
  if (owner !== null && !equalBytes(owner, presented.tag)) {
    throw new MeshError('subject.credential_invalid', { detail: 'the root is of another person' })
  }
  const known = await rows.read(tx, presented.tag)
  const before = known && settled(rows, tx, known, presented.nowSec)
  const { next, standing } = decide(before, presented)
  if (before?.waiting && before.waiting.root !== next.waiting?.root) {
    rows.dropRoot(tx, before.waiting.root)
  }
  if (before && !equalBytes(before.current.root, next.current.root)) {
    rows.dropRoot(tx, before.current.root)
  }
  rows.write(tx, next)
  return standing
}

/** The enrolment after a waiting root whose time has come has taken its place. */
function settled(
  rows: EnrolmentRows,
  tx: Transaction,
  enrolment: Enrolment,
  nowSec: number,
): Enrolment {
  const { waiting, ...rest } = enrolment
  if (waiting === undefined || nowSec < waiting.usableAtSec) return enrolment
  rows.dropRoot(tx, enrolment.current.root)
  const { usableAtSec: _, ...current } = waiting
  return { ...rest, current }
}
