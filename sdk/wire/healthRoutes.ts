import { z } from 'zod'
import type { RouteTable } from './route.ts'

export const kib = 1024
export const noParams = z.strictObject({})

export const routeDefaults = {
  produces: 'json',
  errors: [],
  maxRequestBytes: 0,
  maxResponseBytes: 64 * kib,
} as const

/** Routes of every server, relayers included: for those who watch over it. */
export const healthRoutes = {
  live: {
    ...routeDefaults,
    name: 'live',
    method: 'GET',
    path: '/livez',
    summary: 'Whether the process answers at all.',
    access: { kind: 'public' },
    params: noParams,
    response: z.strictObject({ status: z.literal('live') }),
  },
  ready: {
    ...routeDefaults,
    name: 'ready',
    method: 'GET',
    path: '/readyz',
    summary: 'Whether it can serve: store open, chain followed.',
    access: { kind: 'public' },
    params: noParams,
    response: z.strictObject({ status: z.literal('ready') }),
    errors: ['chain.unavailable', 'store.disk_full'],
  },
  metrics: {
    ...routeDefaults,
    name: 'metrics',
    method: 'GET',
    path: '/metrics',
    summary: 'Figures in the text format of Prometheus.',
    access: { kind: 'operator' },
    params: noParams,
    response: z.string(),
    produces: 'text',
    maxResponseBytes: 1024 * kib,
  },
  openapi: {
    ...routeDefaults,
    name: 'openapi',
    method: 'GET',
    path: '/openapi.json',
    summary: 'This description.',
    access: { kind: 'public' },
    params: noParams,
    response: z.looseObject({ openapi: z.string() }),
    maxResponseBytes: 1024 * kib,
  },
  explainError: {
    ...routeDefaults,
    name: 'explainError',
    method: 'GET',
    path: '/errors/:code',
    summary: 'What an error code means and what to do about it.',
    access: { kind: 'public' },
    params: z.strictObject({ code: z.string().max(64) }),
    response: z.strictObject({
      code: z.string(),
      status: z.int(),
      message: z.string(),
      action: z.string(),
      retryable: z.boolean(),
    }),
    errors: ['route.not_found'],
  },
} as const satisfies RouteTable
