import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pathError } from '../files/pathError.ts'
import { exportRecords } from '../records/exportRecords.ts'
import { generateCsv } from '../records/generate/csv.ts'
import { generateSubjects } from '../records/generate/subjects.ts'
import { createReferencer } from '../records/reference.ts'

export interface GenerateRecordsOptions {
  readonly path: string
  readonly people: number
  readonly seed: string
  /** With names, telephones and identity numbers of nobody, as UCR JSON Lines; else the UCI columns as CSV. */
  readonly named: boolean
}

/** Writes synthetic people; the same seed gives the same file. The file appears whole or not at all. */
export async function generateRecords(options: GenerateRecordsOptions): Promise<void> {
  const partial = `${options.path}.partial`
  try {
    await pipeline(Readable.from(lines(options)), createWriteStream(partial, { mode: 0o600 }))
    await rename(partial, options.path)
  } catch (cause) {
    await rm(partial, { force: true })
    throw pathError(options.path, cause)
  }
}

function lines({ people, seed, named }: GenerateRecordsOptions) {
  if (!named) return generateCsv({ seed, count: people })
  const secret = createHash('sha256').update(`creditmesh/synthetic/1|${seed}`).digest()
  const context = {
    furnisherId: 'synthetic',
    nowSec: Date.UTC(2005, 9, 1) / 1000, // the day after the records' own
    referencer: createReferencer(secret),
  }
  return exportRecords(generateSubjects({ seed, count: people }, context))
}
