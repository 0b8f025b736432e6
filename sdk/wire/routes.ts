import { z } from 'zod'
import type { ErrorCode } from '../errors.ts'
import { address, hex32, seconds, uint32 } from './fields.ts'
import { healthRoutes, kib, noParams, routeDefaults } from './healthRoutes.ts'
import { jointRoutes } from './joint/routes.ts'
import {
  amendConsentSchema,
  askAnswerSchema,
  askSchema,
  consentActionSchema,
  identifyAnswerSchema,
  identifySchema,
  keyAnswerSchema,
  legStateSchema,
  receiptBodySchema,
  recordConsentSchema,
  relayedAnswerSchema,
} from './messages.ts'
import type { Route, RouteTable } from './route.ts'

const legParams = z.strictObject({ legId: hex32 })
const consentParams = z.strictObject({ consentId: hex32 })

const buyers = { kind: 'signed', roles: ['queryUser', 'agency'] } as const

const consentStates: readonly ErrorCode[] = [
  'consent.not_found',
  'consent.paused',
  'consent.withdrawn',
  'consent.revoked',
  'consent.expired',
  'consent.not_yet_valid',
  'consent.superseded',
  'consent.invalidated',
]

/** What a node tells anyone about itself. */
export const statusSchema = z.strictObject({
  member: address,
  keyEpoch: uint32,
  version: z.string().max(32),
  chainId: z.int().positive(),
  /** The last block this node has taken in, and the time of that block. */
  block: z.int().min(0),
  blockTime: seconds,
})
export type NodeStatus = z.output<typeof statusSchema>

/** Routes of an agency's node. */
export const agencyRoutes = {
  ...healthRoutes,
  ...jointRoutes,
  status: {
    ...routeDefaults,
    name: 'status',
    method: 'GET',
    path: '/v1/status',
    summary: 'Who this node is, and up to which block it has followed the chain.',
    access: { kind: 'public' },
    params: noParams,
    response: statusSchema,
    errors: ['chain.unavailable'],
  },
  ask: {
    ...routeDefaults,
    name: 'ask',
    method: 'POST',
    path: '/v1/legs/:legId/ask',
    summary: 'Ask for the answer of a leg recorded on chain; repeat it until it is delivered.',
    access: { ...buyers, standing: 'active' },
    params: legParams,
    request: askSchema,
    response: askAnswerSchema,
    errors: [
      ...consentStates,
      'consent.evidence_invalid',
      'subject.root_waiting',
      'query.not_found',
      'query.not_final',
      'query.body_mismatch',
      'query.lapsed',
      'query.refused',
      'chain.unavailable',
    ],
    maxRequestBytes: 128 * kib,
    maxResponseBytes: 6 * 1024 * kib,
  },
  receipt: {
    ...routeDefaults,
    name: 'receipt',
    method: 'POST',
    path: '/v1/legs/:legId/receipt',
    summary: 'Acknowledge a delivery and get the key that opens it.',
    access: { ...buyers, standing: 'any' },
    params: legParams,
    request: receiptBodySchema,
    response: keyAnswerSchema,
    errors: ['query.not_found', 'query.verification_failed', 'query.lapsed', 'chain.unavailable'],
    maxRequestBytes: 4 * kib,
  },
  legState: {
    ...routeDefaults,
    name: 'legState',
    method: 'GET',
    path: '/v1/legs/:legId',
    summary: 'How far a leg has come, for its buyer.',
    access: { ...buyers, standing: 'any' },
    params: legParams,
    response: legStateSchema,
    errors: ['query.not_found'],
  },
  identify: {
    ...routeDefaults,
    name: 'identify',
    method: 'POST',
    path: '/v1/queries/:queryId/identify',
    summary: 'Identify the person of a broadcast query to a peer, which may answer with an offer.',
    access: { kind: 'signed', roles: ['agency'], standing: 'active' },
    params: z.strictObject({ queryId: hex32 }),
    request: identifySchema,
    response: identifyAnswerSchema,
    errors: [
      ...consentStates,
      'relay.evidence_invalid',
      'relay.not_permitted',
      'query.not_found',
      'query.not_final',
    ],
    maxRequestBytes: 128 * kib,
    maxResponseBytes: 128 * kib,
  },
} as const satisfies RouteTable

const relayed = {
  ...routeDefaults,
  method: 'POST',
  access: { kind: 'public' },
  response: relayedAnswerSchema,
  maxRequestBytes: 16 * kib,
} as const

const relayErrors = [
  'consent.evidence_invalid',
  'consent.invalid_transition',
  'chain.reverted',
  'chain.unavailable',
  'chain.reorged',
] as const satisfies readonly ErrorCode[]

function actionRoute<const A extends 'pause' | 'resume' | 'withdraw' | 'cancel'>(
  action: A,
  summary: string,
) {
  return {
    ...relayed,
    name: `${action}Consent`,
    path: `/v1/consents/:consentId/${action}`,
    summary,
    params: consentParams,
    request: consentActionSchema.extend({ action: z.literal(action) }),
    errors: ['consent.not_found', ...relayErrors],
  } as const satisfies Route
}

/** Routes of a relayer: it brings a person's signed statements to the chain and pays the gas. */
export const relayerRoutes = {
  ...healthRoutes,
  recordConsent: {
    ...relayed,
    name: 'recordConsent',
    path: '/v1/consents',
    summary: 'Record a signed grant.',
    params: noParams,
    request: recordConsentSchema,
    errors: ['fair_use.exceeded', 'consent.exists', 'consent.expired', ...relayErrors],
  },
  pauseConsent: actionRoute('pause', 'Pause a consent until it is resumed.'),
  resumeConsent: actionRoute('resume', 'Resume a paused consent.'),
  withdrawConsent: actionRoute('withdraw', 'Withdraw a consent for good.'),
  cancelConsent: actionRoute('cancel', 'Make sure that a signed grant is never recorded.'),
  amendConsent: {
    ...relayed,
    name: 'amendConsent',
    path: '/v1/consents/:consentId/amend',
    summary: 'Replace a consent by a newly signed one.',
    params: consentParams,
    request: amendConsentSchema,
    errors: ['consent.not_found', 'fair_use.exceeded', ...relayErrors],
  },
} as const satisfies RouteTable
