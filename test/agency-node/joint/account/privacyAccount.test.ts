import { accountText } from '@creditmesh/agency-node/cli/joint/jointText.ts'
import { narrowingParties } from '@creditmesh/agency-node/joint/account/narrowing.ts'
import { privacyAccount } from '@creditmesh/agency-node/joint/account/privacyAccount.ts'
import { createJointParticipant } from '@creditmesh/agency-node/joint/participant.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { describe, expect, test } from 'vitest'
import { agreed, memoryWorld } from '../jointWorld.ts'
import { addresses } from '../sums/parties.ts'

const id = (digit: number) => `0x${String(digit).repeat(64)}` as Hex

async function accountOf(changes: object) {
  const world = await memoryWorld(1)
  const document = await agreed(world, changes)
  const account = await privacyAccount(document, world)
  const { agreement, agreementId, standing } = document
  const summary = { ...agreement, agreementId, standing, approvedBy: [] }
  return { account, text: accountText({ ...summary, account, isLogWhole: true }) }
}

describe('before a session', () => {
  test('says which sums all parties learn, over whom, and what colluding parties could do', async () => {
    const { text } = await accountOf({ maxRounds: 12 })
    expect(text).toContain('at most 12 rounds 14 sums over the people of all 3 parties')
    expect(text).toContain('2 that put their shares together learn the sums of the last one')
    expect(text).toContain('No session so far.')
  })

  test('says that two parties hide nothing from each other', async () => {
    const { text } = await accountOf({ parties: addresses.slice(0, 2), allowTwo: true })
    expect(text).toContain("the other party's sums exactly")
    expect(text).not.toContain('colluding')
  })

  test('says of a forest that single cells may be small', async () => {
    const forest = { trees: 5, depth: 3, bins: 8, columnsPerNode: 2, minLeaf: 10, seed: 1 }
    const { text } = await accountOf({ kind: 'forest', l2: undefined, forest })
    expect(text).toContain('Single cells of the pool may be small')
  })
})

describe('beside earlier sessions', () => {
  async function worldWith(parties: readonly Hex[]) {
    const world = await memoryWorld(1)
    const { agreementId } = await agreed(world)
    await world.sessions.insert({
      ...{ sessionId: id(9), agreementId, kind: 'logistic', role: 'party', purpose: '' },
      ...{ parties, state: 'aborted', startedSec: 1, rows: 200, dataHash: '0x01' },
      learned: [{ asks: 'sums', numbers: 14 }],
    })
    return world
  }

  test('names the party that came in or left: the difference is its sums alone', async () => {
    const world = await worldWith(addresses.slice(0, 2))
    const { agreement } = await agreed(world, { nonce: id(1) })
    expect(await narrowingParties(agreement, world)).toEqual([addresses[2]])
  })

  test('finds nothing where the parties are the same, the columns others, or no sum was learned', async () => {
    const same = await worldWith(addresses)
    const { agreement } = await agreed(same, { nonce: id(1) })
    expect(await narrowingParties(agreement, same)).toEqual([])
    const other = await worldWith(addresses.slice(0, 2))
    const { agreement: elsewhere } = await agreed(other, { nonce: id(1), columns: ['linesOpen'] })
    expect(await narrowingParties(elsewhere, other)).toEqual([])
    await other.sessions.update(id(9), (session) => ({ ...session, learned: [] }))
    const { agreement: unlearned } = await agreed(other, { nonce: id(2) })
    expect(await narrowingParties(unlearned, other)).toEqual([])
  })
})

test('two parties may sum where the agreement and this agency allow it', async () => {
  const world = await memoryWorld(1)
  const allowing = { ...world, settings: { ...world.settings, allowTwo: true } }
  const terms = { parties: addresses.slice(0, 2), allowTwo: true }
  const { agreementId, approvals } = await agreed(world, terms)
  const participant = createJointParticipant(allowing)
  const answer = await participant.join(addresses[0] as Hex, id(1), { agreementId, approvals })
  expect(answer.key?.party).toBe(addresses[1])
  await participant.close()
  expect(await world.sessions.get(id(1))).toMatchObject({ state: 'aborted', reason: 'stopped' })
})
