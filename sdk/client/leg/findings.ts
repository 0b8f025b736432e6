import type { Finding, LegJournal, LegRecord } from './legRecord.ts'
import { failedCheckOf } from './verificationFailure.ts'

type Evidence = Omit<Finding, 'check' | 'at'>

/**
 * Runs a check of a leg; what does not verify goes to the journal with what proves it, once for each check, before
 * the failure is passed on. The leg's progress stays: another answer may still verify.
 */
export async function keepFinding<T>(
  record: LegRecord,
  { evidence, atSec }: { evidence: Evidence; atSec: number },
  journal: LegJournal,
  check: () => T | Promise<T>,
): Promise<T> {
  try {
    return await check()
  } catch (error) {
    const failed = failedCheckOf(error)
    const isNew = failed !== null && !record.findings.some((known) => known.check === failed)
    if (isNew) {
      const finding = { check: failed, at: atSec, ...evidence }
      await journal.put({ ...record, findings: [...record.findings, finding] })
    }
    throw error
  }
}
