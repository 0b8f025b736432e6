import { z } from 'zod'
import type { ErrorCode } from '../../errors.ts'
import { hex32 } from '../fields.ts'
import { kib, routeDefaults } from '../healthRoutes.ts'
import type { Route, RouteTable } from '../route.ts'
import { jointEnvelopeSchema } from './messages.ts'

const agreementParams = z.strictObject({ agreementId: hex32 })
const sessionParams = z.strictObject({ sessionId: hex32 })

const jointErrors: readonly ErrorCode[] = [
  'joint.agreement_unknown',
  'joint.not_approved',
  'joint.not_allowed',
  'joint.protocol',
]

const sessionErrors: readonly ErrorCode[] = [
  ...jointErrors,
  'joint.too_few_rows',
  'joint.session_ended',
]

const between = {
  ...routeDefaults,
  method: 'POST',
  access: { kind: 'signed', roles: ['agency'], standing: 'active' },
  request: jointEnvelopeSchema,
  response: jointEnvelopeSchema,
  maxRequestBytes: 64 * kib,
  maxResponseBytes: 64 * kib,
} as const

/** Between agencies that compute something together: each message sealed, each party only in what its operator approved. */
export const jointRoutes = {
  jointPropose: {
    ...between,
    name: 'jointPropose',
    path: '/v1/joint/agreements/:agreementId/propose',
    summary: 'Propose an agreement about a joint computation; an operator decides about it.',
    params: agreementParams,
    errors: jointErrors,
  },
  jointApprove: {
    ...between,
    name: 'jointApprove',
    path: '/v1/joint/agreements/:agreementId/approve',
    summary: 'Tell the leader that a party approves.',
    params: agreementParams,
    errors: jointErrors,
  },
  jointJoin: {
    ...between,
    name: 'jointJoin',
    path: '/v1/joint/sessions/:sessionId/join',
    summary: 'Begin a session of an approved agreement.',
    params: sessionParams,
    errors: sessionErrors,
  },
  jointRound: {
    ...between,
    name: 'jointRound',
    path: '/v1/joint/sessions/:sessionId/rounds/:round',
    summary: 'One round of a session; the same round gets the same answer once more.',
    params: z.strictObject({ sessionId: hex32, round: z.string().regex(/^\d{1,5}$/) }),
    errors: sessionErrors,
    maxRequestBytes: 20 * 1024 * kib,
    maxResponseBytes: 12 * 1024 * kib,
  },
  jointEnd: {
    ...between,
    name: 'jointEnd',
    path: '/v1/joint/sessions/:sessionId/end',
    summary: 'End a session; its keys are forgotten.',
    params: sessionParams,
    errors: sessionErrors,
  },
} as const satisfies Readonly<Record<string, Route>> satisfies RouteTable
