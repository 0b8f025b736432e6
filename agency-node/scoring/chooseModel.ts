import type { ModelViews } from '@creditmesh/sdk/chain/modelViews.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { LoadedModel } from './loadModel.ts'
import type { ModelRegistry } from './registry.ts'

export interface ChosenModel {
  readonly loaded: LoadedModel
  /** Whether a second person approved it on chain. */
  readonly isApproved: boolean
}

export interface ModelChoice {
  readonly agency: Hex
  readonly product: string
  /** While the chain names no champion, the newest draft scores: for development, where there is nobody to ask. */
  readonly allowUnapproved: boolean
}

/**
 * The model that scores: the champion on chain, and while there is none nothing, or a draft where that is allowed. A
 * champion whose artefact is not here is an error, never a reason to score with another one. Throws `model.not_found`
 * and what loading throws.
 */
export async function chooseModel(
  { agency, product, allowUnapproved }: ModelChoice,
  { models, views }: { readonly models: ModelRegistry; readonly views: ModelViews },
): Promise<ChosenModel | null> {
  const champion = await views.championOf(agency, product)
  if (champion !== null) return { loaded: await models.get(champion), isApproved: true }
  if (!allowUnapproved) return null
  const drafts = (await models.list()).filter((entry) => entry.product === product).reverse()
  for (const { id } of drafts) {
    const onChain = await views.modelOf(agency, id)
    // Whoever refused or retired it meant it.
    const isRefused = onChain?.status === 'REJECTED' || onChain?.status === 'RETIRED'
    if (!isRefused) return { loaded: await models.get(id), isApproved: false }
  }
  return null
}
