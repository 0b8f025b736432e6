import { MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import { hex32 } from '@creditmesh/sdk/wire/fields.ts'
import { z } from 'zod'
import { command } from '../../admin/command.ts'
import { summariseModel } from '../../scoring/modelSummary.ts'
import type { AgencyServices } from '../../services.ts'
import { standingOf } from './standing.ts'

/** The figures of a model: the one that scores, else the newest; and where it stands on chain, if that can be asked. */
export const showModel = command(
  z.strictObject({ id: hex32.optional() }),
  async (services: AgencyServices, { id }) => {
    const { models, scorer } = services
    const { modelId } = await scorer.refresh()
    const chosen = id ?? modelId ?? (await models.list()).at(-1)?.id
    if (chosen === undefined) throw new MeshError('model.not_found')
    const summary = summariseModel(await models.get(chosen))
    return {
      ...summary,
      onChain: await standing(services, summary.modelId),
      scoring: scorer.state(),
    }
  },
)

/** Every model that is kept here, oldest first. */
export const listModels = command(z.strictObject({}), async (services: AgencyServices) => {
  const { models, scorer } = services
  const entries = await models.list()
  const listed = await Promise.all(
    entries.map(async (entry) => ({ ...entry, onChain: await standing(services, entry.id) })),
  )
  return { models: listed, scoring: await scorer.refresh() }
})

/** Null for a draft; the code of the trouble where the chain is away. */
async function standing(services: AgencyServices, id: Parameters<typeof standingOf>[1]) {
  try {
    return await standingOf(services, id)
  } catch (cause) {
    return { problem: toMeshError(cause).code }
  }
}
