import type { Logger } from '@creditmesh/agency-node/http/log.ts'

/** A log that keeps the fields of what it is told, whatever the level. */
export function createTestLog(): Logger & { readonly lines: object[] } {
  const lines: object[] = []
  const keep = (fields: object) => void lines.push(fields)
  return { lines, info: keep, warn: keep, error: keep }
}
