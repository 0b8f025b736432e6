import type { ErrorCode } from '@creditmesh/sdk/errors.ts'

/** To a thread: a run begins, has a task, is over. */
export type ToThread =
  | { readonly run: number; readonly name: string; readonly setup: unknown }
  | { readonly run: number; readonly task: unknown }
  | { readonly run: number; readonly over: true }

/** From a thread, one for each task in order. */
export type FromThread =
  | { readonly result: unknown }
  | {
      readonly error: { readonly code: ErrorCode; readonly detail: string; readonly stack: string }
    }
