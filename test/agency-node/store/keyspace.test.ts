import { readFile } from 'node:fs/promises'
import {
  formatVersion,
  keyIn,
  keyspace,
  rangeOf,
  uint32Bytes,
} from '@creditmesh/agency-node/store/keyspace.ts'
import { describe, expect, it } from 'vitest'

// Every space there ever was, with its number. Add at the end; take nothing away: old stores still hold them.
const everGiven = {
  ...{ meta: 1, subjects: 2, records: 3, expiries: 4, erasures: 5, outcomes: 6, enrolments: 7 },
  ...{ roots: 8, legs: 9, purchases: 11 },
  ...{ transactions: 14, unfinished: 15, nonces: 17, positions: 18, pins: 19 },
  ...{ peerFailures: 20, shreds: 21, offers: 22 },
  ...{ scoreFiles: 23, scores: 24, scoresOf: 25, scoreExpiries: 26 },
  ...{ jointAgreements: 27, jointSessions: 28 },
}

describe('the keyspace', () => {
  it('has given every number once, and keeps them with this format', () => {
    const given = Object.entries(keyspace).map(([name, { number }]) => [name, number])
    expect(Object.fromEntries(given)).toEqual(everGiven)
    expect(new Set(Object.values(everGiven)).size).toBe(Object.keys(everGiven).length)
    expect(formatVersion).toBe(1)
  })

  it('says of every space what it holds and how long', () => {
    for (const { key, value, retention } of Object.values(keyspace)) {
      expect([key, value, retention].every((text) => text.length > 3)).toBe(true)
    }
  })

  it('fits on one screen', async () => {
    const url = new URL('../../../agency-node/store/keyspace.ts', import.meta.url)
    const lines = (await readFile(url, 'utf8')).split('\n')
    const [first, last] = [
      lines.findIndex((l) => l.includes('meta:')),
      lines.findIndex((l) => l.includes('} as const')),
    ]
    expect(last - first).toBeLessThan(50)
  })

  it('keeps spaces apart and numbers in order', () => {
    expect([...keyIn('legs', Uint8Array.of(1), Uint8Array.of(2))]).toEqual([9, 1, 2])
    expect(rangeOf('legs')).toEqual({ from: Uint8Array.of(9), until: Uint8Array.of(10) })
    expect([...uint32Bytes(0x01020304)]).toEqual([1, 2, 3, 4])
  })
})
