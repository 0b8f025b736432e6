import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { stageOf } from '@creditmesh/sdk/client/lender/queryEntry.ts'
import type { QueryParameters } from '@creditmesh/sdk/client/lender/queryParameters.ts'
import type { QueryResult } from '@creditmesh/sdk/client/lender/queryResult.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { type ConsentPackage, consentPackageSchema } from '@creditmesh/sdk/wire/messages.ts'
import { categoriesIn } from '@creditmesh/sdk/wire/records/categories.ts'
import { z } from 'zod'
import { localName } from '../../files/networkFile.ts'
import { stateFolderAt } from '../../files/stateFolder.ts'
import type { ChainAccess } from '../chainAccess.ts'
import { readJsonFile } from '../jsonFile.ts'
import { findAgency, memberOption } from '../members.ts'
import { categories, duration, hexId } from '../optionTypes.ts'
import type { CommandContext } from '../perform.ts'
import { personOptions, readPerson } from '../personOption.ts'
import { packageFile } from '../walletAccess.ts'
import type { AnswerReport } from './handOver.ts'
import { withLender } from './openLender.ts'
import { estimateText, resultText } from './words.ts'

export const createOptions = z.strictObject({
  lender: localName.optional(),
  agency: memberOption,
  consent: z.string().min(1),
  ...personOptions,
  categories: categories.optional(),
  relay: z.boolean().default(false),
  key: z.string().min(1).max(255).optional(),
  answerWithin: duration.optional(),
  wait: z.boolean().default(true),
  dryRun: z.boolean().default(false),
})
type CreateOptions = z.output<typeof createOptions>

/** Asks one question: with its answer if it waits for it, else once the request stands on the chain. */
export function createQuery(
  options: CreateOptions,
  { dir }: CommandContext,
): Promise<AnswerReport> {
  return withLender({ dir, name: options.lender }, async (lender, chain, lenderName) => {
    const parameters = await parametersOf(options, { dir, chain })
    if (options.dryRun) {
      const estimate = await lender.rehearse(parameters)
      return { value: estimate, text: estimateText(estimate) }
    }
    const startedMs = performance.now()
    if (!options.wait) {
      const entry = await lender.request(parameters)
      const { id, queryId, legId, requestBlock } = entry
      const value = { id, queryId, legId, stage: stageOf(entry), requestBlock }
      return { value, text: `Requested in block ${requestBlock}: query ${queryId}` }
    }
    const result = await lender.query(parameters)
    const latencyMs = Math.round(performance.now() - startedMs)
    return {
      value: { ...answerValue(result), latencyMs },
      text: resultText(result),
      shown: { lender: lenderName, result },
    }
  })
}

/** The answer as one object, its score in front. */
export function answerValue({ response, ...result }: QueryResult) {
  return { ...result, consentId: response.consentId, score: response.score, response }
}

async function parametersOf(
  options: CreateOptions,
  { dir, chain }: { dir: string; chain: ChainAccess },
): Promise<QueryParameters> {
  const consentPackage = await readPackage(options.consent, dir)
  const { grant } = consentPackage
  const { address } = await findAgency(options.agency, dir, chain)
  return {
    agency: address,
    consentPackage,
    identifier: await readPerson(options),
    // Without a wish of its own the lender asks for all that was consented to.
    categories: options.categories ?? categoriesIn(grant.categories),
    purpose: grant.purpose,
    mayRelay: options.relay,
    idempotencyKey: options.key ?? randomUUID(),
    ...(options.answerWithin !== undefined && { answerWithinSec: options.answerWithin }),
  }
}

/** A package by its file, or by its consent's id where the person's wallet lies in the same state folder. */
function readPackage(fileOrId: string, dir: string): Promise<ConsentPackage> {
  if (!hexId.safeParse(fileOrId).success) return readJsonFile(fileOrId, consentPackageSchema)
  const subjects = join(stateFolderAt(dir).root, 'subjects')
  const names = existsSync(subjects) ? readdirSync(subjects) : []
  const file = names.map((name) => packageFile(dir, name, fileOrId)).find(existsSync)
  if (file !== undefined) return readJsonFile(file, consentPackageSchema)
  throw new MeshError('file.not_found', {
    detail: 'no wallet in this state folder has packed such a consent',
    details: { consentId: fileOrId },
  })
}
