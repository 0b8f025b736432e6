import type { QueryLeg } from '@creditmesh/agency-node/exchange/legDocument.ts'
import {
  queryResponseOf,
  showableCategories,
} from '@creditmesh/agency-node/exchange/queryResponse.ts'
import { detailBits } from '@creditmesh/sdk/chain/consentStructs.ts'
import { outcomes } from '@creditmesh/sdk/chain/ids.ts'
import { tweetnaclSuite as nacl } from '@creditmesh/sdk/crypto/nacl.ts'
import { categoryMask } from '@creditmesh/sdk/wire/records/categories.ts'
import type { Score } from '@creditmesh/sdk/wire/response.ts'
import { describe, expect, test } from 'vitest'
import { sampleTradeline } from '../../sdk/wire/records/samples.ts'

const hash = `0x${'11'.repeat(32)}` as const
const address = `0x${'22'.repeat(20)}` as const
const categories = categoryMask(['tradeline', 'publicRecord'])
const record = sampleTradeline()
const source = { recordId: record.recordId, source: 'own' as const, supplier: address }
const file = { records: [record], sources: [source] }
const scored = { scoreValue: 600 } as Score

const { SCORE_ONLY, SUMMARY, DETAIL } = detailBits

// A response reads only these fields of a leg.
const legWith = (detail: number) =>
  ({
    ...{ legId: hash, queryId: hash, grant: { detail } },
    terms: { consentId: hash, buyer: address, categories },
  }) as unknown as QueryLeg

const warnings: string[] = []
const worldWith = (score: () => Score | null, canScore = true) => ({
  canScore: () => canScore,
  identity: { address } as never, // no other field is read
  ...{ nacl, score, nowSec: 1 },
  log: { info: () => {}, warn: (_: object, message: string) => void warnings.push(message) },
})

const something = (): Score => scored
const nothing = () => null

describe('an answer shows what the grant names', () => {
  test('all of it', () => {
    const response = queryResponseOf(
      legWith(SCORE_ONLY | SUMMARY | DETAIL),
      file,
      worldWith(() => scored),
    )
    expect(response).toMatchObject({ outcome: outcomes.HIT, score: scored, complete: false })
    expect(response.summary).toEqual([{ category: 'tradeline', records: 1 }])
    expect(response.sources).toEqual([source])
  })

  test.each([
    ['a score', SUMMARY | DETAIL, { score: null }],
    ['records and their sources', SCORE_ONLY | SUMMARY, { records: [], sources: [] }],
    ['a count of records', SCORE_ONLY, { summary: [], records: [] }],
  ])('and not %s that it does not name', (_, detail, shown) => {
    const response = queryResponseOf(
      legWith(detail),
      file,
      worldWith(() => scored),
    )
    expect(response).toMatchObject({ outcome: outcomes.HIT, ...shown })
  })

  test.each([
    ['the person did not consent to one', DETAIL, true, something, 'not_granted'],
    ['the agency has no approved model', SCORE_ONLY | DETAIL, false, nothing, 'no_model'],
    ['the file is no basis for one', SCORE_ONLY | DETAIL, true, nothing, 'no_basis'],
    ['there is one', SCORE_ONLY | DETAIL, true, something, undefined],
  ] as const)('and says why there is no score: %s', (_, detail, hasModel, score, noScore) => {
    const response = queryResponseOf(legWith(detail), file, worldWith(score, hasModel))
    expect(response.noScore).toBe(noScore)
  })

  test('and is a miss where nothing is left to show', () => {
    const leg = legWith(SCORE_ONLY)
    const unscored = queryResponseOf(
      leg,
      file,
      worldWith(() => null),
    )
    const miss = queryResponseOf(
      leg,
      null,
      worldWith(() => null),
    )
    expect(unscored).toMatchObject({ outcome: outcomes.MISS, complete: false, sources: [] })
    expect({ ...unscored, outcomeSalt: '' }).toEqual({ ...miss, outcomeSalt: '' })
  })

  test('error: a model that fails is logged, and the file is shown without a score', () => {
    const response = queryResponseOf(
      legWith(SCORE_ONLY | DETAIL),
      file,
      worldWith(() => {
        throw new Error('no such feature')
      }),
    )
    expect(response).toMatchObject({ outcome: outcomes.HIT, score: null })
    expect(warnings).toEqual(['a file could not be scored'])
  })
})

describe('only what could be shown is asked of peers', () => {
  test.each([
    [SUMMARY, false, categories],
    [DETAIL, false, categories],
    [SCORE_ONLY, true, categoryMask(['tradeline'])],
    [SCORE_ONLY, false, 0],
  ])('detail %d, a model: %s', (detail, hasModel, expected) => {
    const { grant } = legWith(detail)
    expect(showableCategories(grant, categories, { canScore: () => hasModel })).toBe(expected)
  })
})
