import { afterAll, beforeAll, expect, test } from 'vitest'
import { type JointParties, startJointParties, trainingTerms } from '../../support/jointParties.ts'

let world: JointParties

beforeAll(async () => {
  world = await startJointParties()
})
afterAll(() => world?.close())

const forest = { trees: 10, depth: 4, bins: 8, columnsPerNode: 3, minLeaf: 10, seed: 1 }

test('three agencies grow the same forest, one level a round', async () => {
  const { kind: _, l2: __, ...terms } = trainingTerms(world.addresses)
  const agreementId = await world.agree({ ...terms, kind: 'forest', forest })
  const { rounds, result } = await world.run(agreementId)
  expect(rounds).toBe(1 + forest.depth)
  expect(result).toMatchObject({ kind: 'forest', columns: 4 })
  for (const agency of world.agencies) {
    const { results } = await world.show(agency, agreementId)
    expect(results).toEqual([{ sessionId: expect.any(String), result }])
  }
})

test('error: a forest whose answers would not fit into a message is not proposed', async () => {
  const { kind: _, l2: __, ...terms } = trainingTerms(world.addresses)
  const huge = { ...forest, trees: 100, depth: 8, bins: 32, columnsPerNode: 4 }
  await expect(world.agree({ ...terms, kind: 'forest', forest: huge })).rejects.toMatchObject({
    code: 'joint.not_allowed',
    details: { check: 'size' },
  })
})
