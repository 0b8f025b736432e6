import * as sdk from '@creditmesh/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasChromium } from './chromium.ts'
import { type OpenPage, openPage } from './openPage.ts'
import { knownAnswers } from './page/knownAnswers.ts'

const canRun = hasChromium()
let page: OpenPage

beforeAll(async () => {
  if (canRun) page = await openPage()
})
afterAll(() => page?.close())

describe.skipIf(!canRun)('the SDK in a browser', () => {
  test('gives the same bytes as in Node', async () => {
    const answers = await page.call('knownAnswers')
    expect(answers).toEqual(knownAnswers())
  })

  test('gives the answers that standards print', async () => {
    const answers = await page.call('knownAnswers')
    expect(answers).toMatchObject({
      // FIPS 180-4, "abc".
      sha256: '0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      // Keccak-256 of nothing, as in Ethereum's yellow paper.
      keccak256: '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
      // RFC 4231, 4.3.
      hmac: '0x5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
      // RFC 5869, A.1.
      hkdf: '0x3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
      // RFC 8032, 7.1, test 1.
      ed25519:
        '0xe5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
      // RFC 8785, 3.2.3: members in the order of their names' UTF-16 code units.
      canonical: '{"a":{"1":true,"€":null},"b":[1e+21,0.1,"ö"]}',
    })
  })

  test('loads all that its front door gives, and nothing of Node', async () => {
    expect(await page.call('exportedNames')).toEqual(Object.keys(sdk).sort())
    expect(page.complaints).toEqual([])
  })

  test('fits into a page', () => {
    expect(page.bundleBytes).toBeLessThan(1_500_000)
  })
})
