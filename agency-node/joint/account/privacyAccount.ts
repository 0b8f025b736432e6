import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { JointAgreement, TrainingAgreement } from '@creditmesh/sdk/wire/joint/agreement.ts'
import { gridCells } from '../../analysis/joint/globalCuts.ts'
import { answerLength } from '../../analysis/linear/federatedDerivatives.ts'
import { designColumns } from '../computations.ts'
import type { AgreementDocument, SessionDocument } from '../documents.ts'
import type { JointWorld } from '../world.ts'
import { narrowingParties } from './narrowing.ts'

/** What one kind of party could learn of the others, in sentences for an operator. */
export interface Learnable {
  readonly who: 'every party' | 'leader' | 'holder' | 'colluding parties' | 'nobody'
  readonly what: string
}

/** What an agreement lets others learn, before a session and after each. */
export interface PrivacyAccount {
  readonly agreementId: Hex
  readonly kind: JointAgreement['kind']
  readonly learnable: readonly Learnable[]
  /** Parties whose own sums would be the difference to earlier sessions known here. */
  readonly narrowing: readonly Hex[]
  readonly sessions: readonly SessionAccount[]
}

export interface SessionAccount {
  readonly sessionId: Hex
  readonly state: SessionDocument['state']
  readonly reason?: string
  readonly startedSec: number
  readonly role: SessionDocument['role']
  /** Own people in the sums. */
  readonly ownRows?: number
  readonly roundsLearned: number
  readonly numbersLearned: number
  readonly rounds: SessionDocument['learned']
  readonly asked?: number
  readonly entries?: number
  readonly matched?: number
}

/** Draws the account up from the agreement and from what this agency's books say. */
export async function privacyAccount(
  { agreementId, agreement }: AgreementDocument,
  world: JointWorld,
): Promise<PrivacyAccount> {
  const sessions: SessionAccount[] = []
  for await (const session of world.sessions.all()) {
    if (session.agreementId === agreementId) sessions.push(accountOf(session))
  }
  sessions.sort((a, b) => a.startedSec - b.startedSec)
  const narrowing = await narrowingParties(agreement, world)
  return { agreementId, kind: agreement.kind, learnable: learnable(agreement), narrowing, sessions }
}

function accountOf(session: SessionDocument): SessionAccount {
  const { sessionId, state, reason, startedSec, role, rows, learned } = session
  const { asked, entries, matched } = session
  return {
    ...{ sessionId, state, startedSec, role },
    ...(reason !== undefined && { reason }),
    ...(rows !== undefined && { ownRows: rows }),
    roundsLearned: learned.length,
    numbersLearned: learned.reduce((sum, { numbers }) => sum + numbers, 0),
    rounds: learned,
    ...(asked !== undefined && { asked }),
    ...(entries !== undefined && { entries }),
    ...(matched !== undefined && { matched }),
  }
}

function learnable(agreement: JointAgreement): Learnable[] {
  if (agreement.kind === 'linkage') {
    const { maxLeaderElements, maxHolderElements, columns } = agreement
    return [
      {
        who: 'leader',
        what: `which of its own people the holder has, and their ${columns.length} columns; how many people the holder has (at most ${maxHolderElements}). It could ask about people who are not on its file, at most ${maxLeaderElements} a session: it picks whom it asks about`,
      },
      {
        who: 'holder',
        what: 'how many people the leader asked about; not who, nor how many matched',
      },
    ]
  }
  return [...sumsOf(agreement), ...coalitions(agreement)]
}

function sumsOf(agreement: TrainingAgreement): Learnable[] {
  const { parties, minRows, minPerClass, maxRounds } = agreement
  const columns = designColumns(agreement).length
  const pool = `the people of all ${parties.length} parties, each with at least ${minRows} and ${minPerClass} of each class`
  const sums =
    agreement.kind === 'logistic'
      ? `in each of at most ${maxRounds} rounds ${answerLength(columns + 1)} sums over ${pool}: rows, bads, sums, squares and products of the columns, then gradients and Hessians`
      : `the number of rows in each of ${gridCells} cells of every column, then at most ${agreement.forest.depth} rounds of weighted class counts by node, column and bin, over ${pool}. Single cells of the pool may be small`
  return [
    { who: 'every party', what: sums },
    {
      who: 'every party',
      what: 'the model, and by taking its own share off each sum, the sums of the others together',
    },
    {
      who: 'nobody',
      what: 'a sum of fewer than all parties, if one drops out: the masks of that round stay on',
    },
  ]
}

function coalitions({ parties }: TrainingAgreement): Learnable[] {
  if (parties.length === 2) {
    return [
      {
        who: 'every party',
        what: "the other party's sums exactly: two parties hide nothing from each other",
      },
    ]
  }
  const others = parties.length - 1
  return [
    {
      who: 'colluding parties',
      what: `${others} that put their shares together learn the sums of the last one`,
    },
  ]
}
