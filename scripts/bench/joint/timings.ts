import type { Computation, PartyData } from '@creditmesh/agency-node/analysis/joint/computation.ts'
import { createLinkHolder } from '@creditmesh/agency-node/joint/linkage/linkHolder.ts'
import { link } from '@creditmesh/agency-node/joint/linkage/linkLeader.ts'
import { createSumParty } from '@creditmesh/agency-node/joint/sums/sumParty.ts'
import type { PrimeGroup } from '@creditmesh/agency-node/native/primeGroup.ts'
import { type Hex, toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import type { LinkageAgreement } from '@creditmesh/sdk/wire/joint/agreement.ts'

const sessionId = toHex(sha256(utf8('bench')))

/** A whole session of sums between parties in this process. */
export async function timeSums(
  data: readonly PartyData[],
  begin: () => Computation<unknown>,
  nacl: NaclSuite,
): Promise<number> {
  const addresses = data.map((_, at) => `0x${String(at + 1).repeat(40)}` as Hex) // hex digits
  const keys = addresses.map((party) => nacl.signKeyPair(sha256(utf8(party))))
  const start = performance.now()
  const parties = data.map((own, at) =>
    createSumParty({
      place: { sessionId, agreementId: sessionId, parties: addresses },
      signer: {
        party: addresses[at] as Hex,
        keyEpoch: 1,
        ed25519Secret: keys[at]?.secretKey as Uint8Array,
      },
      ...{ nacl, computation: begin(), data: own, maxRounds: 200 },
      find: async (party) => keys[addresses.indexOf(party)]?.publicKey ?? null,
    }),
  )
  const sessionKeys = parties.map(({ key }) => key)
  let replies = await Promise.all(parties.map((party) => party.begin(sessionKeys)))
  for (;;) {
    const answers = replies.flatMap((reply) => (reply.step === 'answer' ? [reply.answer] : []))
    if (answers.length === 0) return (performance.now() - start) / 1000
    replies = await Promise.all(parties.map((party) => party.take(answers)))
  }
}

/** A whole linkage between two sides in this process, half of whose people are the same. */
export async function timeLinkage(
  people: number,
  { group, nacl }: { readonly group: PrimeGroup; readonly nacl: NaclSuite },
): Promise<number> {
  const personOf = (number: number) => ({
    identifier: { country: 'CN', type: 'phone', value: String(number) },
    values: Float64Array.of(number, 0, 0),
  })
  const range = (from: number) => Array.from({ length: people }, (_, at) => personOf(from + at))
  // What the holder reads of an agreement.
  const agreement = { columns: ['a', 'b', 'c'], minElements: 1, maxHolderElements: people }
  const start = performance.now()
  const holder = await createLinkHolder(range(0), {
    ...{ sessionId, group, nacl },
    agreement: agreement as unknown as LinkageAgreement,
  })
  const { evaluate, pages } = holder
  const calls = { evaluate, page: async (page: number) => holder.page(page) }
  const { linked } = await link(range(Math.floor(people / 2)), calls, {
    ...{ sessionId, columns: 3, pages, maxEntries: people, group, nacl },
  })
  const seconds = (performance.now() - start) / 1000
  if (linked.length !== people - Math.floor(people / 2)) throw new Error('not everybody was linked')
  return seconds
}
