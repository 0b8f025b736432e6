import { fitFederated } from '@creditmesh/agency-node/analysis/linear/federatedLogistic.ts'
import { openAgencyServices } from '@creditmesh/agency-node/services.ts'
import type { TrainingAgreement } from '@creditmesh/sdk/wire/joint/agreement.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type JointParties, startJointParties, trainingTerms } from '../../support/jointParties.ts'

let world: JointParties

beforeAll(async () => {
  world = await startJointParties()
})
afterAll(() => world?.close())

test('error: nothing runs before every operator has approved', async () => {
  const [a, b] = world.agencies
  const agreementId = await world.agree(trainingTerms(world.addresses), [a, b])
  await expect(world.run(agreementId)).rejects.toMatchObject({ code: 'joint.not_approved' })
  const shown = await world.show(world.agencies[2], agreementId)
  expect(shown.standing).toBe('proposed')
  expect(shown.account.sessions).toEqual([])
  expect(shown.account.learnable.map(({ who }) => who)).toContain('colluding parties')
})

test('error: two parties are refused unless both allow it', async () => {
  const [a, b] = world.agencies
  const terms = trainingTerms(world.addresses.slice(0, 2))
  const agreementId = await world.agree(terms, [a, b])
  await expect(world.run(agreementId)).rejects.toMatchObject({
    code: 'joint.not_allowed',
    details: { check: 'parties' },
  })
})

test('error: a party with too few people takes no part, and no sum is learned', async () => {
  const agreementId = await world.agree(trainingTerms(world.addresses, { minRows: 5000 }))
  await expect(world.run(agreementId)).rejects.toMatchObject({ code: 'joint.too_few_rows' })
})

test('error: columns that nobody computes are refused', async () => {
  const agreementId = await world.agree(trainingTerms(world.addresses, { columns: ['shoeSize'] }))
  await expect(world.run(agreementId)).rejects.toMatchObject({
    code: 'joint.not_allowed',
    details: { check: 'columns' },
  })
})

test('three agencies fit what the pool would give; one that is away ends a session for all, and the next one works', async () => {
  const [a, b, c] = world.agencies
  const agreementId = await world.agree(trainingTerms(world.addresses))
  await b.stop()
  await expect(world.run(agreementId)).rejects.toMatchObject({
    code: 'joint.failed_closed',
    details: { party: world.addresses[1] },
  })
  await b.restart()

  const { rounds, result, state } = await world.run(agreementId)
  expect(state).toBe('finished')
  expect(rounds).toBeGreaterThan(3)
  for (const agency of [a, b, c]) {
    const { account, results, isLogWhole } = await world.show(agency, agreementId)
    const before = agency === b ? [] : ['aborted']
    // Of one second each: which comes first is not promised.
    const states = account.sessions.map((session) => session.state).toSorted()
    expect(states).toEqual([...before, 'finished'])
    expect(results.map((one) => one.result)).toEqual([result])
    expect(isLogWhole).toBe(true)
  }
  expect(await refusalOfFewer()).toBe('narrowing')

  await Promise.all([a.stop(), b.stop(), c.stop()])
  const pooled = fitFederated(await readParties(agreementId), { columns: 4, l2: 1 })
  result.beta.forEach((value, at) => {
    expect(Math.abs(value - (pooled.beta[at] ?? 0))).toBeLessThan(1e-6)
  })
})

/** What stands against an agreement of fewer parties about the same people. */
async function refusalOfFewer(): Promise<unknown> {
  const [a] = world.agencies
  const terms = trainingTerms(world.addresses.slice(0, 2), { allowTwo: true })
  const { agreementId } = (await a.command('joint.propose', { terms })) as { agreementId: string }
  return a.command('joint.approve', { agreementId }).catch((error) => error.details.check)
}

async function readParties(agreementId: `0x${string}`) {
  const parties = []
  for (const { folder } of world.agencies) {
    const services = await openAgencyServices(folder, { signal: new AbortController().signal })
    const document = await services.joint.agreements.get(agreementId)
    // The agreement of this test is a training.
    parties.push(await services.joint.trainingData(document?.agreement as TrainingAgreement, 'x'))
    await services.close()
  }
  return parties
}
