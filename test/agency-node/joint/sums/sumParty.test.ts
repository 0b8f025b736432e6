import { fitFederated } from '@creditmesh/agency-node/analysis/linear/federatedLogistic.ts'
import type { SumParty } from '@creditmesh/agency-node/joint/sums/sumParty.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import type { JointReplied, MaskedAnswer, SessionKey } from '@creditmesh/sdk/wire/joint/messages.ts'
import { describe, expect, test } from 'vitest'
import { answersOf, columns, data, firstAnswers, sessionParties, signingKeys } from './parties.ts'

const refused = (check: string) => ({ code: 'joint.protocol', details: { check } })

function replaced<T>(all: readonly T[], at: number, change: (one: T) => T): T[] {
  return all.map((one, place) => (place === at ? change(one) : one))
}

describe('a session of sums', () => {
  test('fits what the pooled rows give, to 1e-6 of each coefficient, and all parties the same', async () => {
    const parties = sessionParties()
    let answers = await firstAnswers(parties)
    let replies: JointReplied[] = []
    for (;;) {
      replies = await Promise.all(parties.map((party) => party.take(answers)))
      if (replies.every(({ step }) => step === 'finished')) break
      answers = answersOf(replies)
    }
    const results = parties.map((party) => party.result())
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1)
    expect(results[1]).toEqual(results[0])
    const pooled = fitFederated(data, { columns })
    const { beta } = results[0] as { beta: number[] }
    beta.forEach((value, at) => {
      const expected = pooled.beta[at] as number
      expect(Math.abs(value - expected)).toBeLessThan(1e-6 * Math.max(1e-6, Math.abs(expected)))
    })
  })

  test('error: an answer that is missing gives nobody a sum', async () => {
    const parties = sessionParties()
    const answers = await firstAnswers(parties)
    const [first] = parties as [SumParty]
    await expect(first.take(answers.slice(0, 2))).rejects.toMatchObject(refused('parties'))
    const twice = replaced(answers, 2, () => answers[1] as MaskedAnswer)
    await expect(first.take(twice)).rejects.toMatchObject(refused('parties'))
    expect(first.learned).toEqual([])
  })

  test('error: an answer changed on its way is refused, whoever carried it', async () => {
    const [first, ...others] = sessionParties() as [SumParty, SumParty, SumParty]
    const answers = await firstAnswers([first, ...others])
    const bent = replaced(answers, 1, (answer) => {
      const masked = answer.masked.slice()
      masked[20] = (masked[20] as number) ^ 1
      return { ...answer, masked }
    })
    await expect(first.take(bent)).rejects.toMatchObject(refused('answer_signature'))
  })

  test('error: an answer signed by another party is refused', async () => {
    const parties = sessionParties()
    const answers = await firstAnswers(parties)
    const forged = replaced(answers, 1, (answer) => {
      const signature = tweetnaclSuite.sign(answer.masked, signingKeys[2]?.secretKey as Uint8Array)
      return { ...answer, signature }
    })
    const [first] = parties as [SumParty]
    await expect(first.take(forged)).rejects.toMatchObject(refused('answer_signature'))
  })

  test('error: an answer of another session is refused in this one', async () => {
    const parties = sessionParties()
    const answers = await firstAnswers(parties)
    const elsewhere = await firstAnswers(sessionParties('two'))
    const [first] = parties as [SumParty]
    const mixed = replaced(answers, 1, () => elsewhere[1] as MaskedAnswer)
    await expect(first.take(mixed)).rejects.toMatchObject(refused('answer_signature'))
  })

  test('error: the answers of a round are taken once', async () => {
    const parties = sessionParties()
    const answers = await firstAnswers(parties)
    const [first] = parties as [SumParty]
    await first.take(answers)
    await expect(first.take(answers)).rejects.toMatchObject(refused('answer_signature'))
  })

  test('error: a key that a leader puts in the place of a party’s own is refused', async () => {
    const [first, second, third] = sessionParties() as [SumParty, SumParty, SumParty]
    const { publicKey } = tweetnaclSuite.boxKeyPair()
    const swap = (key: SessionKey) => ({ ...key, publicKey })
    const keys = replaced([first.key, second.key, third.key], 1, swap)
    await expect(first.begin(keys)).rejects.toMatchObject(refused('key_signature'))
    const ofAnother = replaced([first.key, second.key, third.key], 1, () => third.key)
    await expect(first.begin(ofAnother)).rejects.toMatchObject(refused('parties'))
    const [stale] = sessionParties('two') as [SumParty]
    const replayed = [stale.key, second.key, third.key]
    await expect(second.begin(replayed)).rejects.toMatchObject(refused('key_signature'))
  })

  test('error: keys are taken once, and nothing is answered after the secrets are wiped', async () => {
    const parties = sessionParties()
    const answers = await firstAnswers(parties)
    const [first, second] = parties as [SumParty, SumParty]
    const keys = parties.map(({ key }) => key)
    await expect(first.begin(keys)).rejects.toMatchObject(refused('step'))
    second.wipe()
    await expect(second.take(answers)).rejects.toMatchObject(refused('step'))
    await expect(second.begin(keys)).rejects.toMatchObject(refused('step'))
  })

  test('error: a session ends with the rounds that were agreed', async () => {
    const parties = sessionParties('short', { maxRounds: 2 })
    const answers = await firstAnswers(parties)
    const second = answersOf(await Promise.all(parties.map((party) => party.take(answers))))
    const [first] = parties as [SumParty]
    await expect(first.take(second)).rejects.toMatchObject(refused('rounds'))
  })

  test('the same question in two sessions is answered under different masks', async () => {
    const [one] = await firstAnswers(sessionParties('one'))
    const [again] = await firstAnswers(sessionParties('one'))
    // Even under the same session id: keys are drawn anew.
    expect(again?.masked).not.toEqual(one?.masked)
  })
})
