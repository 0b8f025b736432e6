import type { PartyData } from '@creditmesh/agency-node/analysis/joint/computation.ts'
import { jointLogistic } from '@creditmesh/agency-node/analysis/joint/jointLogistic.ts'
import { designMatrix } from '@creditmesh/agency-node/analysis/linear/designMatrix.ts'
import { seededRandom } from '@creditmesh/agency-node/analysis/random.ts'
import { createSumParty, type SumParty } from '@creditmesh/agency-node/joint/sums/sumParty.ts'
import { type Hex, toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import type { JointReplied, MaskedAnswer } from '@creditmesh/sdk/wire/joint/messages.ts'

export const columns = 3

export function partyData(seed: number, rows: number): PartyData {
  const random = seededRandom(seed)
  const lines = Array.from({ length: rows }, () => [
    Math.floor(random() * 90),
    random() * 5e8,
    random() * 1e-3 + seed,
  ])
  const y = lines.map(([a = 0]) => (random() < 0.1 + a / 150 ? 1 : 0))
  return { x: designMatrix(lines), y, weightSeed: seed }
}

/** The registered keys of three parties, by their place. */
export const addresses = [1, 2, 3].map((at) => `0x${String(at).repeat(40)}` as Hex) // hex digits
export const signingKeys = addresses.map((party) => tweetnaclSuite.signKeyPair(sha256(utf8(party))))
export const data = [partyData(1, 300), partyData(2, 80), partyData(3, 500)]

export function sessionParties(
  session = 'one',
  { maxRounds = 60 }: { readonly maxRounds?: number } = {},
): SumParty[] {
  const place = {
    sessionId: toHex(sha256(utf8(session))),
    agreementId: toHex(sha256(utf8('agreement'))),
    parties: addresses,
  }
  return addresses.map((party, at) =>
    createSumParty({
      place,
      signer: { party, keyEpoch: 1, ed25519Secret: signingKeys[at]?.secretKey as Uint8Array },
      nacl: tweetnaclSuite,
      find: async (one) => signingKeys[addresses.indexOf(one)]?.publicKey ?? null,
      computation: jointLogistic(columns, 0),
      data: data[at] as PartyData,
      maxRounds,
    }),
  )
}

export function answersOf(replies: readonly JointReplied[]): MaskedAnswer[] {
  return replies.map((reply) => {
    if (reply.step !== 'answer') throw new Error('it is no answer')
    return reply.answer
  })
}

export async function firstAnswers(parties: readonly SumParty[]): Promise<MaskedAnswer[]> {
  const keys = parties.map(({ key }) => key)
  return answersOf(await Promise.all(parties.map((party) => party.begin(keys))))
}
