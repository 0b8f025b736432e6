import { renderModelTrace } from '@creditmesh/sdk/audit/renderModelTrace.ts'
import { traceModel } from '@creditmesh/sdk/audit/traceModel.ts'
import { readHistory } from '@creditmesh/sdk/chain/history.ts'
import { createModelDecisions } from '@creditmesh/sdk/chain/modelDecision.ts'
import { productName, productWord } from '@creditmesh/sdk/chain/modelViews.ts'
import { toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestChain, type TestChain } from '../../support/localChain.ts'

const product = 'consumer-credit'
const approverSecret = sha256(utf8('creditmesh test account approver'))
const idOf = (name: string) => toHex(sha256(utf8(name)))

let chain: TestChain

beforeAll(async () => {
  chain = await startTestChain()
  await chain.admit('agency')
  const appointment = [chain.account('agency').address, chain.account('approver').address] as const
  await chain.council.send(chain.contracts.modelRegistry.encode('appointFor', ...appointment))
})

afterAll(() => chain.close())

test('one person proposes, another approves by a signature, and the views tell of both', async () => {
  const { modelRegistry } = chain.contracts
  const [agency, approver] = [chain.account('agency'), chain.account('approver')]
  const modelId = idOf('model')
  expect(await chain.views.modelOf(agency.address, modelId)).toBeNull()
  await agency.send(modelRegistry.encode('propose', modelId, productWord(product)))
  expect(await chain.views.modelOf(agency.address, modelId)).toMatchObject({
    ...{ status: 'PROPOSED', product, round: 1, proposer: agency.address },
  })
  await agency.send(await approval(modelId))
  await agency.send(modelRegistry.encode('makeChampion', modelId))
  const model = await chain.views.modelOf(agency.address, modelId)
  expect(model).toMatchObject({ status: 'CHAMPION', decision: { approver: approver.address } })
  expect(await chain.views.championOf(agency.address, product)).toBe(modelId)
  expect(await chain.views.championOf(agency.address, 'mortgage')).toBeNull()
  expect(await chain.views.isApprover(agency.address, approver.address)).toBe(true)
})

test('the whole life of a model can be rebuilt from the log', async () => {
  const changes = await readHistory(chain.rpc, chain.deployment, {
    name: 'ModelStatusChanged',
    where: { modelId: idOf('model') },
  })
  const steps = changes.map(({ args }) => [args.from, args.to])
  expect(steps).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
  ])
})

test('the trace of a model tells its steps and checks its two persons from the log alone', async () => {
  const trace = await traceModel(chain.rpc, chain.deployment, idOf('model'))
  expect(trace?.steps.map(({ name }) => name)).toEqual([
    ...['proposed', 'became PROPOSED', 'approved', 'became APPROVED', 'became CHAMPION'],
  ])
  expect(trace?.checks.map(({ ok }) => ok)).toEqual([true, true])
  expect(trace && renderModelTrace(trace)).toContain('[ok] proposer and approver are not the same')
  expect(await traceModel(chain.rpc, chain.deployment, idOf('no model'))).toBeNull()
})

test('error: refusals have stable codes', async () => {
  const { modelRegistry } = chain.contracts
  const agency = chain.account('agency')
  const own = createModelDecisions(chain.deployment)
  const modelId = idOf('another model')
  await agency.send(modelRegistry.encode('propose', modelId, productWord(product)))
  const early = modelRegistry.encode('makeChampion', modelId)
  await expect(agency.send(early)).rejects.toThrowError('model.invalid_transition')
  const decision = await decisionOn(modelId)
  const signature = own.sign(decision, sha256(utf8('creditmesh test account agency')))
  const alone = modelRegistry.encode('decide', decision, agency.address, signature)
  await expect(agency.send(alone)).rejects.toThrowError('model.not_approver')
  const stale = { ...decision, round: 2 }
  const late = modelRegistry.encode(
    'decide',
    ...([stale, chain.account('approver').address, own.sign(stale, approverSecret)] as const),
  )
  await expect(agency.send(late)).rejects.toThrowError('model.decision_stale')
})

test('error: a product without a name, or with too long a one, has no word', () => {
  expect(productName(productWord(product))).toBe(product)
  for (const name of ['', 'x'.repeat(32)]) expect(() => productWord(name)).toThrow('input.invalid')
})

async function decisionOn(modelId: ReturnType<typeof idOf>) {
  const agency = chain.account('agency').address
  return { agency, modelId, round: 1, approved: true, deadline: (await chain.nowSec()) + 600 }
}

async function approval(modelId: ReturnType<typeof idOf>) {
  const decision = await decisionOn(modelId)
  const signature = createModelDecisions(chain.deployment).sign(decision, approverSecret)
  const { address } = chain.account('approver')
  return chain.contracts.modelRegistry.encode('decide', decision, address, signature)
}
