import fs from 'node:fs/promises'
import { createFileJournal } from '@creditmesh/sdk/client/lender/fileJournal.ts'
import type { QueryJournal } from '@creditmesh/sdk/client/lender/queryEntry.ts'

/** A lender's queries as files of the folder, the same that a program of its own would keep by the SDK. */
export function queryJournalIn(folder: string): QueryJournal {
  return createFileJournal(folder, fs)
}
