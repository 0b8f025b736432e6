import type { ContractCall } from '@creditmesh/sdk/chain/contracts.ts'
import type { ModelOnChain, ModelStatus } from '@creditmesh/sdk/chain/modelViews.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { toMeshError } from '@creditmesh/sdk/errors.ts'
import type { AgencyServices } from '../../services.ts'

type Chain = Pick<AgencyServices, 'agency' | 'views' | 'transactions'>

/** Where a model of this agency stands; null before its first proposal. */
export function standingOf({ agency, views }: Chain, modelId: Hex): Promise<ModelOnChain | null> {
  return views.modelOf(agency.identity.address, modelId)
}

interface Step {
  readonly modelId: Hex
  /** Where the step leads; nothing is sent if the model is there already. */
  readonly to: readonly ModelStatus[]
  /** Names the intent: the same step of the same round is one transaction. */
  readonly name: string
  readonly call: ContractCall
}

/**
 * Takes a model one step on, once: whoever was killed in between does it again, and finds it done or does it now. The
 * chain alone remembers where the model stands, so there is nothing here to contradict it. Throws the chain's refusal.
 */
export async function takeStep(
  services: Chain,
  { modelId, to, name, call }: Step,
): Promise<ModelOnChain> {
  const before = await standingOf(services, modelId)
  if (before !== null && to.includes(before.status)) return before
  try {
    await (await services.transactions.enqueueCall(name, call)).mined
  } catch (cause) {
    // An earlier attempt may have been under way; then its result is what counts.
    const { code } = toMeshError(cause)
    if (code !== 'model.invalid_transition') throw cause
    const now = await standingOf(services, modelId)
    if (now === null || !to.includes(now.status)) throw cause
  }
  return (await standingOf(services, modelId)) as ModelOnChain // the step was mined
}
