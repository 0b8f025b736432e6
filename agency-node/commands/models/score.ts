import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Hex, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { canonicalJson } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { hex32 } from '@creditmesh/sdk/wire/fields.ts'
import { identifierSchema } from '@creditmesh/sdk/wire/messages.ts'
import { z } from 'zod'
import { command } from '../../admin/command.ts'
import { explanationOf } from '../../scoring/explanation.ts'
import {
  createExplainer,
  type Explainer,
  replayScore,
  type ScoreResult,
} from '../../scoring/score.ts'
import type { AgencyServices } from '../../services.ts'
import type { StoredSubject } from '../../store/store.ts'
import { keptScore, type ScoreContent } from '../../wiring/scoreKeeper.ts'

const scoring = {
  model: hex32.optional(),
  dryRun: z.boolean().default(false),
  asOf: z.int().optional(),
}

/** Scores a person whom the agency knows, and keeps the score unless told not to. Another model than the champion only tries. */
export const scorePerson = command(
  z.strictObject({ identifier: identifierSchema, ...scoring }),
  async (services: AgencyServices, { identifier, model, dryRun, asOf }) => {
    const { agency, tagger } = services
    const tag = await tagger.tagOf(identifier)
    const nowSec = asOf ?? wallClockSec()
    const subject = await agency.store.vault.get(tag, { nowSec: wallClockSec() })
    if (subject === null) throw new MeshError('subject.not_found')
    const explain = await explainerOf(services, model)
    const result = explain(subject.records, nowSec)
    const isTrial = dryRun || model !== undefined
    const scoreId = isTrial ? null : await keep(services, subject, result)
    const { inputs, score, ...rest } = result
    const values = inputs?.values ?? null
    const { name, contact = null } = agency.config
    const shown = { ...rest, values, calculatedAt: nowSec, askAt: { agency: name, contact } }
    if (score === null || values === null) return { scoreId, score, ...shown }
    const loaded = await services.models.get(score.modelId)
    const explanation = explanationOf(loaded, values, { records: subject.records, asOf: nowSec })
    return { scoreId, score, ...shown, ...explanation }
  },
)

/** Scores everybody into a file of JSON lines, the agency's own names for people in it, and keeps nothing: a trial. */
export const scoreEverybody = command(
  z.strictObject({ path: z.string().min(1), ...scoring }),
  async (services: AgencyServices, { path, model, asOf }, { onProgress, signal }) => {
    const explain = await explainerOf(services, model)
    const nowSec = asOf ?? wallClockSec()
    const counts = { subjects: 0, scored: 0 }
    async function* lines(): AsyncGenerator<string> {
      for await (const { subjectRef, records } of services.agency.store.vault.subjects({
        nowSec: wallClockSec(),
      })) {
        const { score, reasonCodes } = explain(records, nowSec)
        counts.subjects += 1
        if (score !== null) counts.scored += 1
        if (counts.subjects % 1000 === 0) onProgress({ ...counts })
        const reasons = reasonCodes.map(({ code }) => code)
        const { scoreValue = null, probabilityOfDefault = null, band = null } = score ?? {}
        yield `${JSON.stringify({ subjectRef, scoreValue, probabilityOfDefault, band, reasons })}\n`
      }
    }
    await writeLines(path, lines(), signal)
    return { path, ...counts }
  },
)

/** Scores again what a kept score was made of, by the model of then. Throws `model.replay_mismatch` unless bit-equal. */
export const replayKeptScore = command(
  z.strictObject({ id: hex32 }),
  async ({ agency, models }: AgencyServices, { id }) => {
    const kept = await agency.store.scores.get(id)
    if (kept === null) throw new MeshError('model.score_not_found', { details: { scoreId: id } })
    const { score, inputs, basis } = kept.content as ScoreContent // this node wrote it
    const loaded = await models.get(score.modelId)
    const replayed = replayScore(loaded, inputs)
    if (canonicalJson(replayed) !== canonicalJson(score)) {
      const differs = (Object.keys(score) as (keyof typeof score)[]).filter(
        (field) => canonicalJson(replayed[field]) !== canonicalJson(score[field]),
      )
      throw new MeshError('model.replay_mismatch', { details: { scoreId: id, differs } })
    }
    const { basePoints, perFeature, lifts } = loaded.model.judge(inputs.values)
    const explanation = explanationOf(loaded, inputs.values, null)
    return {
      scoreId: id,
      isSame: true,
      score,
      basis,
      basePoints,
      perFeature,
      lifts,
      ...explanation,
    }
  },
)

async function explainerOf(services: AgencyServices, model?: Hex): Promise<Explainer> {
  if (model !== undefined) return createExplainer(await services.models.get(model))
  const { problem } = await services.scorer.refresh()
  if (services.scorer.explain !== null) return services.scorer.explain
  throw new MeshError(problem ?? 'model.not_approved')
}

async function keep(
  { agency }: AgencyServices,
  { tag }: StoredSubject,
  { score, inputs }: ScoreResult,
): Promise<Hex | null> {
  if (score === null || inputs === null) return null
  const scoreId = toHex(randomBytes(32))
  const content: ScoreContent = { score, inputs, basis: { kind: 'own' } }
  const { keepScoresDays } = agency.config.scoring
  await agency.store.scores.put(keptScore({ scoreId, tag: toHex(tag), content }, keepScoresDays))
  return scoreId
}

async function writeLines(path: string, lines: AsyncIterable<string>, signal: AbortSignal) {
  const partial = `${path}.partial`
  try {
    await pipeline(Readable.from(lines), createWriteStream(partial, { mode: 0o600, flush: true }), {
      signal,
    }) // prettier-ignore
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

function wallClockSec(): number {
  return Math.floor(Date.now() / 1000)
}
