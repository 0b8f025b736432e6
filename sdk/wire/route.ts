import type { z } from 'zod'
import type { ErrorCode } from '../errors.ts'

/** Role bits of a member, as the Members contract keeps them. */
export const memberRoleBits = { agency: 1, queryUser: 2, auditor: 4, settlementAgent: 8 } as const
export type MemberRole = keyof typeof memberRoleBits

/** Standing of a member, as the Members contract keeps it. */
export const memberStatus = { none: 0, active: 1, suspended: 2, paused: 3, left: 4 } as const

/**
 * Who may call a route.
 * - `signed`: a member with one of the roles. With standing `any` also one who is suspended, paused or has left:
 *   what is already due is never blocked (PROTOCOL 8).
 * - `public`: anyone; what is sent carries its own authority (a person's signature), or nothing depends on it.
 * - `operator`: whoever runs the node, told apart by the node itself.
 */
export type Access =
  | {
      readonly kind: 'signed'
      readonly roles: readonly MemberRole[]
      readonly standing: 'active' | 'any'
    }
  | { readonly kind: 'public' }
  | { readonly kind: 'operator' }

/** A route, defined once: the server parses by it, the client calls by it, OpenAPI is derived from it. */
export interface Route {
  readonly name: string
  readonly method: 'GET' | 'POST'
  /** With `:name` for each parameter. */
  readonly path: string
  readonly summary: string
  readonly access: Access
  readonly params: z.ZodObject
  /** Absent where the route takes no body. */
  readonly request?: z.ZodType
  readonly response: z.ZodType
  readonly produces: 'json' | 'text'
  /** Codes besides those that any route with this access may answer. */
  readonly errors: readonly ErrorCode[]
  readonly maxRequestBytes: number
  readonly maxResponseBytes: number
}

export type RouteTable = Readonly<Record<string, Route>>

export type ParamsOf<R extends Route> = z.output<R['params']>
export type RequestOf<R extends Route> = R extends { readonly request: z.ZodType }
  ? z.output<R['request']>
  : undefined
export type ResponseOf<R extends Route> = z.output<R['response']>

/** Codes that any route with this access may answer, whatever it does. */
export function commonErrors(route: Route): readonly ErrorCode[] {
  const always: ErrorCode[] = ['input.invalid', 'rate.limited', 'internal.unexpected']
  const sized: ErrorCode[] = route.request === undefined ? [] : ['input.too_large']
  return [...always, ...sized, ...accessErrors[route.access.kind]]
}

const accessErrors: Record<Access['kind'], readonly ErrorCode[]> = {
  signed: [
    'auth.signature_missing',
    'auth.signature_invalid',
    'auth.clock_skew',
    'auth.nonce_replayed',
    'auth.member_unknown',
    'auth.member_suspended',
    'auth.forbidden',
  ],
  public: [],
  operator: ['route.not_found'],
}

/** The path with its parameters filled in. */
export function pathOf(route: Route, params: Readonly<Record<string, unknown>>): string {
  return route.path.replace(/:(\w+)/g, (_, name: string) => {
    return encodeURIComponent(String(params[name] ?? ''))
  })
}
