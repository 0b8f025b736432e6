import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import type {
  ParamsOf,
  RequestOf,
  ResponseOf,
  Route,
  RouteTable,
} from '@creditmesh/sdk/wire/route.ts'

/** The member whose signature the request carries. */
export interface Caller {
  /** In lower case. */
  readonly address: Hex
  readonly keyEpoch: number
  readonly x25519: Uint8Array
  readonly roles: number
  /** False for a suspended, paused or former member, whom only some routes let in. */
  readonly isActive: boolean
}

export interface HandlerContext<R extends Route> {
  readonly caller: R['access']['kind'] extends 'signed' ? Caller : null
  readonly params: ParamsOf<R>
  readonly body: RequestOf<R>
  readonly requestId: string
  readonly idempotencyKey: string | null
  /** Fires when the caller has gone. What must be finished anyway does not listen. */
  readonly signal: AbortSignal
}

/**
 * Answers a route. What it is given is authenticated, authorised and parsed; what it throws becomes a problem
 * document. A repetition of the same request must get the same answer: callers retry.
 */
export type Handler<R extends Route> = (context: HandlerContext<R>) => Promise<ResponseOf<R>>

/** A handler for each route of a table, none left out. */
export type Handlers<T extends RouteTable> = { readonly [K in keyof T]: Handler<T[K]> }
