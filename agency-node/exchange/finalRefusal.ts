import { toMeshError } from '@creditmesh/sdk/errors.ts'

/** Whether a failure stays one however often it is tried. What is not understood may pass. */
export function isFinalRefusal(cause: unknown): boolean {
  const { retryable, code } = toMeshError(cause)
  return !retryable && code !== 'internal.unexpected'
}
