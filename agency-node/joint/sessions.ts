import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { AgreementDocument, SessionDocument } from './documents.ts'
import type { LearnedRound } from './sums/sumParty.ts'
import type { JointWorld } from './world.ts'

type Books = Pick<JointWorld, 'sessions' | 'account' | 'nowSec'>

interface Beginning {
  readonly sessionId: Hex
  readonly document: AgreementDocument
  readonly role: SessionDocument['role']
  readonly rows?: number
  readonly dataHash?: Hex
}

/** Writes a session down before anything of it leaves. Throws `joint.session_ended` for an id that was used. */
export async function beginSession(
  { sessionId, document, role, ...own }: Beginning,
  { sessions, account, nowSec }: Books,
): Promise<void> {
  const { agreementId, agreement } = document
  const { kind, parties, purpose } = agreement
  const isNew = await sessions.insert({
    ...{ sessionId, agreementId, kind, role, parties, purpose, ...own },
    state: 'running',
    startedSec: nowSec(),
    learned: [],
  })
  if (!isNew) throw new MeshError('joint.session_ended', { details: { check: 'repetition' } })
  const { rows } = own
  await account.append({
    ...{ event: 'joined', agreementId, sessionId, kind, role, parties },
    ...(rows !== undefined && { rows }),
  })
}

/** What the sums of a round told; written before the next answer leaves. */
export async function noteLearned(
  { sessionId, agreementId }: Pick<SessionDocument, 'sessionId' | 'agreementId'>,
  learned: readonly LearnedRound[],
  { sessions, account }: Books,
): Promise<void> {
  const last = learned.at(-1)
  if (last === undefined) return
  await sessions.update(sessionId, (current) => ({ ...current, learned: [...learned] }))
  const round = learned.length
  await account.append({ event: 'learned', agreementId, sessionId, round, ...last })
}

/** How many people a peer has asked about; written before it gets the answer. */
export async function noteAsked(
  { sessionId, agreementId }: Pick<SessionDocument, 'sessionId' | 'agreementId'>,
  asked: number,
  { sessions, account }: Books,
): Promise<void> {
  await sessions.update(sessionId, (current) => ({ ...current, asked }))
  await account.append({ event: 'evaluated', agreementId, sessionId, asked })
}

type Ending = Pick<SessionDocument, 'reason' | 'result' | 'asked' | 'entries' | 'matched'> & {
  readonly state: 'finished' | 'aborted'
}

/** The first end of a session is its end. */
export async function endSession(
  sessionId: Hex,
  ending: Ending,
  { sessions, account, nowSec }: Books,
): Promise<void> {
  let isFirst = false
  const { agreementId } = await sessions.update(sessionId, (current) => {
    isFirst = current.state === 'running'
    return isFirst ? { ...current, ...ending, endedSec: nowSec() } : current
  })
  if (!isFirst) return
  const { state, reason, asked, entries, matched } = ending
  await account.append({
    ...{ event: 'ended', agreementId, sessionId, state, reason, asked, entries, matched },
  })
}

/** Ends what an earlier process left: its keys died with it, so no mask can be used again. */
export async function abortLeftSessions(books: Books): Promise<number> {
  let count = 0
  for await (const { sessionId } of books.sessions.unfinished()) {
    await endSession(sessionId, { state: 'aborted', reason: 'restarted' }, books)
    count += 1
  }
  return count
}
