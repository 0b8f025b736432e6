import { createModelDecisions } from '@creditmesh/sdk/chain/modelDecision.ts'
import { productWord } from '@creditmesh/sdk/chain/modelViews.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { digestOf, hexOf, type Stage } from './stage.ts'

const product = productWord('consumer-credit')

/** Two models of an agency from the proposal to the end, and the persons who decide on them. */
export async function modelStory(stage: Stage, round: number): Promise<void> {
  const { modelRegistry } = stage.contracts
  const { council, asked, send } = stage
  const approver = stage.account('approver')
  const [first, second] = [hexOf(`model ${round}`), hexOf(`next model ${round}`)]
  const appointment = modelRegistry.encode('appointFor', asked.address, approver.address)
  await send(council, appointment)
  for (const modelId of [first, second]) {
    await send(asked, modelRegistry.encode('propose', modelId, product))
    await decide(stage, modelId)
  }
  await send(asked, modelRegistry.encode('makeChampion', first), 'first')
  await send(asked, modelRegistry.encode('makeChampion', second), 'replaces one')
  await send(asked, modelRegistry.encode('makeChallenger', second))
  await send(asked, modelRegistry.encode('retire', first))
  await send(council, modelRegistry.encode('dismissFor', asked.address, approver.address))
  const own = stage.account(`own approver ${round}`).address
  await send(asked, modelRegistry.encode('appoint', own))
  await send(asked, modelRegistry.encode('dismiss', own))
}

async function decide(stage: Stage, modelId: Hex): Promise<void> {
  const { contracts, deployment, asked, council } = stage
  const approver = stage.account('approver')
  const deadline = (await stage.nowSec()) + 3600
  const decision = { agency: asked.address, modelId, round: 1, approved: true, deadline }
  const signature = createModelDecisions(deployment).sign(decision, digestOf('account approver'))
  const { modelRegistry } = contracts
  await stage.send(council, modelRegistry.encode('decide', decision, approver.address, signature))
}
