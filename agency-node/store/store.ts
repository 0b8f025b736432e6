import type { Address, ConsentId, LegId, QueryId } from '@creditmesh/sdk/chain/ids.ts'
import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Identifier } from '@creditmesh/sdk/crypto/identifiers.ts'
import type { RecordCategory } from '@creditmesh/sdk/wire/records/categories.ts'
import type { IdentityRecord, UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import type { Awaitable, Transaction, TransactOptions } from './database.ts'
import type { Enrolments } from './enrolments.ts'

/**
 * Everything an agency keeps. Behind it any engine may stand; the behaviour suite in test/agency-node/store holds for
 * all. A resolved promise of a write means flushed to the disk, unless a method says otherwise.
 */
export interface Store {
  readonly vault: Vault
  readonly outcomes: Outcomes
  readonly enrolments: Enrolments
  readonly scores: Scores
  readonly nonces: Nonces
  readonly positions: Positions
  /** The documents of one kind. `idOf` and `isFinal` read what the documents themselves say. */
  documents<T extends object>(kind: DocumentKind, options: DocumentOptions<T>): Documents<T>
  /**
   * Remembers the network at the first start and compares it ever after. Throws `chain.wrong_network` with what
   * differs; nothing is changed then.
   */
  pinNetwork(network: NetworkPin): Promise<void>
  /** Several changes as one: hand `tx` to the methods that take it. */
  transact<T>(work: (tx: Transaction) => Awaitable<T>, options?: TransactOptions): Promise<T>
  /**
   * Destroys all that is kept about a person in vault, outcomes, enrolments and scores, and what of it lies in the files.
   * The exchange's documents are evidence and hold nothing of her once their leg is final.
   */
  eraseSubject(tag: Uint8Array): Promise<ErasureReport>
  /**
   * Cleans the files of what documents held that have ended or were removed. Erasing and purging do it as well, and so
   * does opening; call it once in a while, for what the exchange forgets at its deadlines.
   */
  shred(): Promise<void>
  close(): Promise<void>
}

// --- vault

export interface SubjectInput {
  readonly tag: Uint8Array
  /** The agency's own pseudonym of the person; the first one stored stays. */
  readonly subjectRef: string
  /** What the tag was made of, so that an export can name the person. */
  readonly identifier?: Identifier
  readonly identity?: IdentityRecord
  readonly records: readonly UcrRecord[]
}

/** How a record of another agency came here, and how long it may stay. */
export interface Custody {
  readonly supplier: Address
  readonly tradeLegId?: LegId
  readonly queryId: QueryId
  readonly consentId: ConsentId
  /** The last second at which the copy may be held. */
  readonly keepUntilSec: number
}

export interface StoredSubject {
  readonly tag: Bytes
  readonly subjectRef: string
  readonly identifier?: Identifier
  /** The identity record among them, if the view asked for it. */
  readonly records: readonly UcrRecord[]
  /** Beside `records`, in the same order: null for the agency's own. */
  readonly custody: readonly (Custody | null)[]
}

export interface SubjectView {
  /** The identity record is not even opened unless asked for. */
  readonly withIdentity?: boolean
  /** Records of other categories are not opened. */
  readonly categories?: readonly RecordCategory[]
  /** Leaves out what may no longer be held then, although no purge has run yet. */
  readonly nowSec?: number
  /** Also records that a later one supersedes. */
  readonly withHistory?: boolean
}

export interface PutReport {
  readonly stored: number
  /** Of those stored: additions to people who were there already, from earlier or from a line before. */
  readonly merged: number
  /** Positions in the input of people who were erased here; nothing of them was stored. */
  readonly erased: readonly number[]
}

export interface PurgeReport {
  readonly records: number
  /** Subjects of whom nothing was left. */
  readonly subjects: number
}

/**
 * Credit records by subject tag. Each subject has a data key of her own; a subject is written whole or not at all.
 * A record whose furnisher and record id are there already is replaced; a correction is a new record that supersedes.
 */
export interface Vault {
  get(tag: Uint8Array, view?: SubjectView): Promise<StoredSubject | null>
  /** Throws `subject.erased`. */
  putSubject(subject: SubjectInput): Promise<void>
  /** All of them, and `position` with them, in one atomic write. */
  putSubjects(
    subjects: readonly SubjectInput[],
    options?: { position?: Position; isDurable?: boolean },
  ): Promise<PutReport>
  /** For many at once: they are sealed before, and outside of, the transaction that stores them. */
  openBatch(): SubjectBatch
  /**
   * Saves what was bought; `custody` stands beside `records`, in the same order. The agency's own record of the same
   * furnisher and id stays as it is. Throws `subject.erased`.
   */
  saveTraded(subject: SubjectInput, custody: readonly Custody[]): Promise<void>
  /** Every subject, in no order that means anything. */
  subjects(view?: SubjectView): AsyncIterable<StoredSubject>
  count(): Promise<number>
  /**
   * Destroys the subject's data key, index entry and records, in the files too. Nothing of her can be stored again
   * until `readmit`. False if there was nothing.
   */
  erase(tag: Uint8Array): Promise<boolean>
  /** Lifts the bar that `erase` left; what was erased stays gone. False if there was none. */
  readmit(tag: Uint8Array): Promise<boolean>
  /** Destroys what may no longer be held: the subject gets a new data key, the rest is sealed anew under it. */
  purgeExpired(nowSec: number): Promise<PurgeReport>
}

export interface SubjectBatch {
  /** Seals the subject; nothing is stored yet. Throws `input.invalid`. */
  add(subject: SubjectInput): void
  /** Puts everybody into a transaction of the same store, but nothing of those who were erased. */
  write(tx: Transaction): Promise<PutReport>
}

export interface ErasureReport {
  readonly vault: boolean
  readonly outcomes: boolean
  readonly enrolment: boolean
  readonly scores: boolean
}

// --- outcomes

/** What became of a person after the date of her records, and attributes that only the fairness report may read. */
export interface SubjectOutcome {
  readonly tag: Uint8Array
  readonly subjectRef: string
  readonly outcome?: { readonly name: string; readonly value: 0 | 1; readonly asOf: string }
  readonly protectedAttributes?: Readonly<Record<string, string | undefined>>
}

export interface StoredOutcomes {
  readonly tag: Bytes
  readonly subjectRef: string
  readonly outcomes: Readonly<Record<string, { readonly value: 0 | 1; readonly asOf: string }>>
  readonly protectedAttributes: Readonly<Record<string, string | undefined>>
}

export interface Outcomes {
  /** Adds to what is there; replaces an outcome of the same name, and attributes as a whole. Skips erased people. */
  put(
    outcomes: readonly SubjectOutcome[],
    options?: TransactOptions & { tx?: Transaction },
  ): Promise<void>
  get(tag: Uint8Array): Promise<StoredOutcomes | null>
  entries(): AsyncIterable<StoredOutcomes>
  erase(tag: Uint8Array): Promise<boolean>
}

// --- scores

/** A score that was given. `content` is JSON and says what it was made of. */
export interface KeptScore {
  readonly scoreId: string
  readonly tag: Bytes
  /** The last second at which it is kept. */
  readonly keepUntilSec: number
  readonly content: unknown
}

export interface Scores {
  /** Stores it in the place of what may be there. False for somebody who was erased: nothing is stored. */
  put(score: KeptScore): Promise<boolean>
  /** Null for a score that is unknown, purged, or of somebody who was erased. */
  get(scoreId: string): Promise<KeptScore | null>
  /** In no order that means anything. */
  ofSubject(tag: Uint8Array): AsyncIterable<KeptScore>
  erase(tag: Uint8Array): Promise<boolean>
  /** Destroys what is kept no longer; gives their number. */
  purgeExpired(nowSec: number): Promise<number>
}

// --- documents of the exchange

export type DocumentKind =
  | 'legs'
  | 'purchases'
  | 'offers'
  | 'transactions'
  | 'peerFailures'
  | 'jointAgreements'
  | 'jointSessions'

export interface DocumentOptions<T> {
  readonly idOf: (document: T) => string
  /** A final document is kept and no longer listed as unfinished. */
  readonly isFinal: (document: T) => boolean
}

/** JSON values with bigints and byte arrays, sealed. */
export interface Documents<T extends object> {
  get(id: string, tx?: Transaction): Promise<T | null>
  /** False if there is one with this id; that one stays. */
  insert(document: T, tx?: Transaction): Promise<boolean>
  /** Stores it in the place of what may be there. */
  put(document: T, tx?: Transaction): Promise<void>
  /**
   * Compare and set: `change` gets the stored document, alone, and gives the next. Throws `store.conflict` if there is
   * none, or whatever `change` throws; nothing is written then.
   */
  update(id: string, change: (current: T) => T, tx?: Transaction): Promise<T>
  remove(id: string, tx?: Transaction): Promise<void>
  unfinished(): AsyncIterable<T>
  all(): AsyncIterable<T>
}

// --- small things

/** Used nonces of signed requests, for the replay cache. */
export interface Nonces {
  load(): AsyncIterable<readonly [key: string, expiresAtSec: number]>
  /** Handed to the operating system, not flushed: survives a kill. After a power cut the signatures have expired. */
  put(key: string, expiresAtSec: number): Promise<void>
  deleteMany(keys: readonly string[]): Promise<void>
}

export interface Position {
  readonly name: string
  readonly value: unknown
}

/** How far a reader got: the chain follower, an import. */
export interface Positions {
  get<T>(name: string): Promise<T | null>
  set(position: Position, tx?: Transaction): Promise<void>
  remove(name: string): Promise<void>
}

export interface NetworkPin {
  readonly chainId: number
  readonly genesisHash: string
  /** Contract names and addresses. */
  readonly addresses: Readonly<Record<string, string>>
}
