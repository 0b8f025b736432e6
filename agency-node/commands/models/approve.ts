import { productWord } from '@creditmesh/sdk/chain/modelViews.ts'
import { fromHex, type Hex, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { keccak256 } from '@creditmesh/sdk/crypto/hash.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { address, hex32, signatureHex } from '@creditmesh/sdk/wire/fields.ts'
import { z } from 'zod'
import { command } from '../../admin/command.ts'
import type { AgencyServices } from '../../services.ts'
import { standingOf, takeStep } from './standing.ts'

const modelArguments = z.strictObject({ id: hex32.optional() })

/** Proposes a draft on chain by the agency's account: the first of the two persons. */
export const publishModel = command(modelArguments, async (services: AgencyServices, { id }) => {
  const { agency, contracts, models } = services
  const modelId = id ?? (await newestDraft(services))
  const { artefact } = await models.get(modelId)
  const { product } = agency.config.scoring
  if (artefact.product !== product) {
    throw new MeshError('usage.invalid', {
      detail: `the model is for ${artefact.product}, and this agency scores for ${product}`,
    })
  }
  const round = ((await standingOf(services, modelId))?.round ?? 0) + 1
  const onChain = await takeStep(services, {
    ...{ modelId, to: ['PROPOSED', 'APPROVED', 'CHAMPION', 'CHALLENGER'] },
    name: `model.propose:${modelId}:${round}`,
    call: contracts.modelRegistry.encode('propose', modelId, productWord(product)),
  })
  return { modelId, onChain, scoring: await services.scorer.refresh() }
})

/** Sends what the second person signed; nobody here can sign it. An approval makes the model champion, unless told not to. */
export const decideModel = command(
  z.strictObject({
    id: hex32,
    round: z.int().positive(),
    approved: z.boolean(),
    deadline: z.int().positive(),
    approver: address,
    signature: signatureHex,
    as: z.enum(['approved', 'champion', 'challenger']).default('champion'),
  }),
  async (services: AgencyServices, args) => {
    const { agency, contracts, views } = services
    const { id: modelId, approver, signature, as, ...terms } = args
    const self = agency.identity.address
    const decision = { ...terms, modelId, agency: self }
    const standing = await standingOf(services, modelId)
    if (standing?.status === 'PROPOSED' && !(await views.isApprover(self, approver))) {
      throw new MeshError('model.not_approver', { details: { approver } })
    }
    const mark = toHex(keccak256(fromHex(signature)))
    const decided = await takeStep(services, {
      ...{ modelId, to: decision.approved ? ['APPROVED', 'CHAMPION', 'CHALLENGER'] : ['REJECTED'] },
      name: `model.decide:${modelId}:${mark}`,
      call: contracts.modelRegistry.encode('decide', decision, approver, signature),
    })
    if (!decision.approved || as === 'approved') {
      return { modelId, onChain: decided, scoring: await services.scorer.refresh() }
    }
    return promote(services, modelId, as)
  },
)

/** What the agency alone may do with a model that two persons stand behind. */
export const promoteModel = command(
  z.strictObject({ id: hex32, as: z.enum(['champion', 'challenger']) }),
  async (services: AgencyServices, { id, as }) => promote(services, id, as),
)

export const retireModel = command(
  z.strictObject({ id: hex32 }),
  async (services: AgencyServices, { id: modelId }) => {
    const onChain = await takeStep(services, {
      ...{ modelId, to: ['RETIRED'], name: `model.retire:${modelId}:${Date.now()}` },
      call: services.contracts.modelRegistry.encode('retire', modelId),
    })
    return { modelId, onChain, scoring: await services.scorer.refresh() }
  },
)

async function promote(services: AgencyServices, modelId: Hex, as: 'champion' | 'challenger') {
  const { contracts, models, scorer } = services
  // A champion that this node cannot load would end its scoring.
  await models.get(modelId)
  const isChampion = as === 'champion'
  const onChain = await takeStep(services, {
    ...{ modelId, to: [isChampion ? 'CHAMPION' : 'CHALLENGER'] },
    // A model may come and go more than once: another time is another transaction.
    name: `model.${as}:${modelId}:${Date.now()}`,
    call: contracts.modelRegistry.encode(isChampion ? 'makeChampion' : 'makeChallenger', modelId),
  })
  return { modelId, onChain, scoring: await scorer.refresh() }
}

async function newestDraft({ models, agency }: AgencyServices): Promise<Hex> {
  const { product } = agency.config.scoring
  const newest = (await models.list()).filter((entry) => entry.product === product).at(-1)
  if (newest === undefined) throw new MeshError('model.not_found')
  return newest.id
}
