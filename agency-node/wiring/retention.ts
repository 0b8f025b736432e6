import { setTimeout as wait } from 'node:timers/promises'
import { toMeshError } from '@creditmesh/sdk/errors.ts'
import { errorFields, type Logger } from '../http/log.ts'
import type { Scores, Vault } from '../store/store.ts'

interface RetentionOptions {
  readonly everyMs: number
  readonly signal: AbortSignal
  readonly logger: Logger
  readonly nowSec?: () => number
}

interface Purged {
  readonly vault: Pick<Vault, 'purgeExpired'>
  readonly scores: Pick<Scores, 'purgeExpired'>
}

const longestRetryMs = 15 * 60_000

/** Destroys what may no longer be held, at once and then again and again, until the signal ends it. Never rejects. */
export async function keepRetention(
  { vault, scores }: Purged,
  { everyMs, signal, logger, nowSec = () => Math.floor(Date.now() / 1000) }: RetentionOptions,
): Promise<void> {
  while (!signal.aborted) {
    let nextMs = everyMs
    try {
      const purgedScores = await scores.purgeExpired(nowSec())
      const { records, subjects } = await vault.purgeExpired(nowSec())
      logger.info(
        { records, subjects, scores: purgedScores },
        'destroyed what may no longer be held',
      )
    } catch (cause) {
      nextMs = Math.min(everyMs, longestRetryMs)
      logger.error(errorFields(toMeshError(cause)), 'a purge failed and is repeated')
    }
    await wait(nextMs, undefined, { signal }).catch(() => undefined)
  }
}
