import { keyHash as keyHashOf } from '@creditmesh/sdk/chain/ids.ts'
import { buyLeg } from '@creditmesh/sdk/client/buyerLeg.ts'
import { queryResponseReader } from '@creditmesh/sdk/client/leg/readQueryResponse.ts'
import { concat, type Hex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { pad } from '@creditmesh/sdk/crypto/padding.ts'
import type { QueryResponse } from '@creditmesh/sdk/wire/response.ts'
import { describe, expect, test } from 'vitest'
import { sampleIdentity, sampleTradeline } from '../../wire/records/samples.ts'
import { digestOf } from '../keyring.ts'
import {
  failedCheck,
  flipLast,
  leg,
  modulesWith,
  otherTerms,
  reader,
  stranger,
  terms,
} from './buyerSuite.ts'
import {
  type Cheats,
  createTestSeller,
  deliver,
  hitResponse,
  missResponse,
  queryTerms,
  seller,
} from './testSeller.ts'

describe('error: once the key is out, the buyer proves', () => {
  const cheats: [string, Cheats, string][] = [
    ['a wrong key', { key: () => digestOf('another key') }, 'key_hash'],
    ['a key whose hash is right and that opens nothing', wrongKeyCommitted(), 'decryption'],
    [
      'a hash of another response',
      { delivery: (d) => ({ ...d, responseHash: digestOf('x') }) },
      'response_hash',
    ],
    ['a response without padding', { pad: (encoded) => encoded }, 'padding'],
    [
      'a size that is no class',
      { pad: (encoded) => concat(pad(encoded), new Uint8Array(100)) },
      'padding',
    ],
    ['padding that is not zero', { pad: (encoded) => flipLast(pad(encoded)) }, 'padding'],
    ['a response that is no JSON', { encode: () => utf8('no JSON') }, 'schema'],
    ['a response signed by someone else', { responseSigner: stranger }, 'agency_signature'],
    ['a swapped outcome', { committedOutcome: 2 }, 'outcome'],
  ]

  test.each(cheats)('%s', async (_, cheat, check) => {
    const modules = modulesWith(createTestSeller(terms, hitResponse(terms), cheat))
    expect(await failedCheck(modules)).toBe(check)
    const record = await modules.journal.get(terms.legId)
    expect(record?.delivered).toBeDefined()
    expect(record?.findings).toMatchObject([{ check }])
  })

  const contradictions: [string, Partial<QueryResponse>, string][] = [
    ['of another leg', { legId: otherTerms.legId }, 'binding'],
    ['of another query', { queryId: digestOf('x') }, 'binding'],
    ['under another consent', { consentId: digestOf('x') }, 'binding'],
    ['for another buyer', { buyer: stranger.address }, 'binding'],
    ['in another agency’s name', { agency: stranger.address }, 'binding'],
    ['of a hit that holds nothing', { records: [], sources: [], summary: [] }, 'content'],
    ['with a record of a category not asked for', identityToo(), 'content'],
    ['with a record from nowhere', { sources: [] }, 'content'],
    ['with one record twice, one source', twice(), 'content'],
    ['that calls another agency’s record its own', foreignSource({}), 'content'],
    ['that hides the trade behind a record', foreignSource({ source: 'trade' }), 'content'],
  ]

  test.each(contradictions)('an answer %s', async (_, fields, check) => {
    const response = hitResponse(terms, fields)
    // The seller commits consistently: the lie is in the signed response alone.
    const modules = modulesWith(createTestSeller(terms, response))
    expect(await failedCheck(modules)).toBe(check)
  })

  test('a record that is not UCR', async () => {
    const broken = { ...sampleTradeline(), asOf: 'yesterday' }
    const modules = modulesWith(createTestSeller(terms, hitResponse(terms, { records: [broken] })))
    expect(await failedCheck(modules)).toBe('schema')
  })

  test('a miss that holds something', async () => {
    const summary = [{ category: 'tradeline' as const, records: 1 }]
    const modules = modulesWith(createTestSeller(terms, missResponse(terms, { summary })))
    expect(await failedCheck(modules)).toBe('content')
  })

  test('a miss that gives a reason for no score', async () => {
    const modules = modulesWith(
      createTestSeller(terms, missResponse(terms, { noScore: 'no_model' })),
    )
    expect(await failedCheck(modules)).toBe('content')
  })

  test('a key from the settlement outweighs a wrong one from the seller', async () => {
    const { answer, key } = deliver(terms, hitResponse(terms))
    const modules = modulesWith({
      ask: async () => answer,
      sendReceipt: async () => ({ key: digestOf('another key') }),
      settledKey: async () => key,
    })
    expect((await buyLeg(leg, reader, modules)).response.outcome).toBe(1)
    const record = await modules.journal.get(terms.legId)
    expect(record?.findings).toMatchObject([{ check: 'key_hash', key: digestOf('another key') }])
  })

  test('and does not judge while the chain that holds the keys is gone', async () => {
    const offline = queryResponseReader(queryTerms(), () => Promise.reject(new Error('no chain')))
    const modules = modulesWith(createTestSeller(terms, hitResponse(terms)))
    await expect(buyLeg(leg, offline, modules)).rejects.toThrow('no chain')
    expect((await buyLeg(leg, reader, modules)).response.outcome).toBe(1)
    expect((await modules.journal.get(terms.legId))?.findings).toEqual([])
  })
})

function wrongKeyCommitted(): Cheats {
  const key: Hex = digestOf('another key')
  return { key: () => key, delivery: (d) => ({ ...d, keyHash: keyHashOf(d.legId, key) }) }
}

function identityToo(): Partial<QueryResponse> {
  const records = [sampleTradeline(), sampleIdentity()]
  const sources = records.map(({ recordId }) => ({
    recordId,
    source: 'own' as const,
    supplier: seller.address,
  }))
  return { records, sources }
}

function twice(): Partial<QueryResponse> {
  return { records: [sampleTradeline(), sampleTradeline()] }
}

function foreignSource(fields: { source?: 'trade' }): Partial<QueryResponse> {
  const { recordId } = sampleTradeline()
  return { sources: [{ recordId, source: 'own', supplier: stranger.address, ...fields }] }
}
