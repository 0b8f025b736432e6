import type { MeshError } from '@creditmesh/sdk/errors.ts'
import { errorFields, type Logger } from '../http/log.ts'

interface TroubleLogOptions {
  /** The same trouble is not told again sooner. */
  readonly quietMs?: number
  readonly clockMs?: () => number
}

/** Tells of what keeps the transactions from moving: at once, and then no oftener than an operator can read. */
export function createTroubleLog(
  logger: Logger,
  { quietMs = 60_000, clockMs = Date.now }: TroubleLogOptions = {},
): (trouble: MeshError) => void {
  const toldAt = new Map<string, number>()
  return (trouble) => {
    const nowMs = clockMs()
    if (nowMs - (toldAt.get(trouble.code) ?? Number.NEGATIVE_INFINITY) < quietMs) return
    toldAt.set(trouble.code, nowMs)
    logger.warn(errorFields(trouble), 'transactions wait')
  }
}
