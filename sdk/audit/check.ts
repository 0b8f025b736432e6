import type { Deployment } from '../chain/deployment.ts'
import type { ChainEvent } from '../chain/events.ts'

/** A statement about a story that its events bear out, or do not. */
export interface TraceCheck {
  readonly claim: string
  readonly ok: boolean
  /** Which of several queries or legs it is about. */
  readonly about: string
}

export interface CheckContext {
  readonly deployment: Deployment
  readonly timeOf: (event: ChainEvent) => number
}
