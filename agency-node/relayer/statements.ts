import { toRecordedGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import type { ContractCall, Contracts } from '@creditmesh/sdk/chain/contracts.ts'
import type { EventOf } from '@creditmesh/sdk/chain/events.ts'
import { type ConsentId, consentIdOf } from '@creditmesh/sdk/chain/ids.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type {
  amendConsentSchema,
  consentActionSchema,
  recordConsentSchema,
} from '@creditmesh/sdk/wire/messages.ts'
import type { z } from 'zod'

/** A person's signed statement on its way to the chain. */
export interface Statement {
  /** The consent whose events tell whether it has arrived. */
  readonly consentId: ConsentId
  /** The consent that the person has afterwards. */
  readonly resultId: ConsentId
  readonly call: ContractCall
  /** Whether an event is the trace of this very statement. */
  readonly isTrace: (event: EventOf<'consents'>) => boolean
}

type Consents = Contracts['consents']
type RecordBody = z.output<typeof recordConsentSchema>
type ActionBody = z.output<typeof consentActionSchema>
type AmendBody = z.output<typeof amendConsentSchema>

export function recordStatement(consents: Consents, { grant, signature }: RecordBody): Statement {
  const consentId = consentIdOf(grant)
  return {
    consentId,
    resultId: consentId,
    call: consents.encode('record', toRecordedGrant(grant), signature),
    isTrace: ({ name }) => name === 'ConsentRecorded',
  }
}

const traces = {
  pause: 'ConsentPaused',
  resume: 'ConsentResumed',
  withdraw: 'ConsentWithdrawn',
} as const

/** Throws `input.invalid` if the path names another consent than the grant. */
export function actionStatement(
  consents: Consents,
  consentId: ConsentId,
  { action, grant, seq, deadline, signature }: ActionBody,
): Statement {
  requireSame(consentId, consentIdOf(grant))
  const recorded = toRecordedGrant(grant)
  const ids = { consentId, resultId: consentId }
  if (action === 'cancel') {
    const call = consents.encode('cancel', recorded, deadline, signature)
    return { ...ids, call, isTrace: ({ name }) => name === 'ConsentCancelled' }
  }
  return {
    ...ids,
    call: consents.encode(action, recorded, seq, deadline, signature),
    isTrace: (event) => event.name === traces[action] && event.args.seq === seq,
  }
}

export function amendStatement(
  consents: Consents,
  consentId: ConsentId,
  { oldGrant, newGrant, signature }: AmendBody,
): Statement {
  requireSame(consentId, consentIdOf(oldGrant))
  const resultId = consentIdOf(newGrant)
  const grants = [toRecordedGrant(oldGrant), toRecordedGrant(newGrant)] as const
  return {
    consentId,
    resultId,
    call: consents.encode('amend', ...grants, signature),
    isTrace: (event) => event.name === 'ConsentSuperseded' && event.args.newConsentId === resultId,
  }
}

function requireSame(inPath: ConsentId, inBody: ConsentId): void {
  if (inPath === inBody) return
  throw new MeshError('input.invalid', {
    detail: 'the path names another consent than the grant',
    details: { field: 'consentId' },
  })
}
