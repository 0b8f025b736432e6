import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { shortTextSchema } from '@creditmesh/sdk/wire/records/primitives.ts'
import { z } from 'zod'
import { command } from '../admin/command.ts'
import { pathError } from '../files/pathError.ts'
import { type ExportedSubject, exportRecords } from '../records/exportRecords.ts'
import { type ImportOptions, importRecords } from '../records/importRecords.ts'
import { jsonLines } from '../records/jsonLines.ts'
import { demoPartition } from '../records/partition.ts'
import { policyPacks } from '../records/policyPacks.ts'
import { createReferencer } from '../records/reference.ts'
import { openFileSource } from '../records/source.ts'
import { uciCreditCard } from '../records/uciCreditCard.ts'
import type { AgencyServices } from '../services.ts'
import type { StoredSubject } from '../store/store.ts'
import { createRecordSink } from '../wiring/recordSink.ts'

const formats = { uci: uciCreditCard, ucr: jsonLines } as const

const importArguments = z.strictObject({
  path: z.string().min(1),
  format: z.enum(['uci', 'ucr']),
  pack: z.enum(['CN', 'US', 'EU', 'RESEARCH']),
  /** What the records are said to come from; a format has its own name for it. */
  dataset: shortTextSchema.optional(),
  strict: z.boolean().default(false),
  resume: z.boolean().default(true),
  /** Of a demonstration: which of the three agencies, in this order, this one is. */
  partition: z
    .strictObject({ agencies: z.tuple([z.string(), z.string(), z.string()]), self: z.string() })
    .optional(),
})

/** Streams a file into the vault; a killed import goes on where it was, and a bad line stops nothing. */
export const importFile = command(
  importArguments,
  async (services: AgencyServices, args, { onProgress, signal }) => {
    const { store, identity, referenceSecret } = services.agency
    await using source = await openFileSource(args.path)
    const options: ImportOptions = {
      format: formats[args.format],
      pack: policyPacks[args.pack],
      furnisherId: identity.address,
      nowSec: Math.floor(Date.now() / 1000),
      referencer: createReferencer(referenceSecret),
      strict: args.strict,
      resume: args.resume,
      onProgress: (progress) => onProgress({ ...progress }),
      signal,
      ...(args.dataset !== undefined && { dataset: args.dataset }),
      ...(args.partition && { accepts: acceptsFor(args.partition) }),
    }
    return await importRecords(source, createRecordSink(store, identity.pepper), options)
  },
)

function acceptsFor({
  agencies,
  self,
}: NonNullable<z.output<typeof importArguments>['partition']>) {
  const partition = demoPartition(...agencies)
  return (canonicalIdentifier: string) => partition(canonicalIdentifier).includes(self)
}

/** Writes every person as UCR JSON Lines; the file appears whole or not at all, readable by its owner alone. */
export const exportFile = command(
  z.strictObject({ path: z.string().min(1) }),
  async ({ agency }: AgencyServices, { path }, { onProgress, signal }) => {
    const partial = `${path}.partial`
    let subjects = 0
    async function* exported(): AsyncGenerator<ExportedSubject> {
      for await (const subject of agency.store.vault.subjects({ withIdentity: true })) {
        if (subject.identifier === undefined) continue
        subjects += 1
        if (subjects % 1000 === 0) onProgress({ subjects })
        yield toExported(subject, subject.identifier)
      }
    }
    try {
      const file = createWriteStream(partial, { mode: 0o600, flush: true })
      await pipeline(Readable.from(exportRecords(exported())), file, { signal })
      await rename(partial, path)
    } catch (error) {
      await rm(partial, { force: true }).catch(() => undefined) // the first failure is the one to tell
      throw pathError(path, error)
    }
    return { subjects, path }
  },
)

function toExported(
  { subjectRef, records }: StoredSubject,
  identifier: NonNullable<StoredSubject['identifier']>,
): ExportedSubject {
  const identity = records.find((record) => record.category === 'identity')
  const others = records.filter(({ category }) => category !== 'identity')
  return { identifier, subjectRef, records: others, ...(identity && { identity }) }
}
