import { exportRecords } from '@creditmesh/agency-node/records/exportRecords.ts'
import { generateSubjects } from '@creditmesh/agency-node/records/generate/subjects.ts'
import { jsonLines } from '@creditmesh/agency-node/records/jsonLines.ts'
import { createReferencer } from '@creditmesh/agency-node/records/reference.ts'
import { describe, expect, test } from 'vitest'
import { importBytes, nowSec } from '../importFixture.ts'

const context = {
  furnisherId: 'agency-a',
  nowSec,
  referencer: createReferencer(new Uint8Array(32).fill(1)),
}

const people = [...generateSubjects({ seed: 'names', count: 1_500 }, context)]

describe('synthetic people with names', () => {
  test('have long identity numbers, each its own, valid, of a region that was never issued', () => {
    const numbers = people.map(({ identifier }) => identifier.value)
    expect(new Set(numbers).size).toBe(people.length)
    for (const number of numbers) expect(number).toMatch(/^99\d{15}[\dX]$/)
  })

  test('have a birthday that fits number and file, and words long enough to be searched for', () => {
    for (const { identity, identifier } of people) {
      const { surname, firstName, dateBirth, phones } = identity?.payload ?? {}
      expect(identifier.value.slice(6, 14)).toBe(dateBirth?.replaceAll('-', ''))
      for (const word of [surname, firstName]) expect(word).toMatch(/^[A-Z][a-z]{6,}$/)
      expect(phones?.[0]).toMatch(/^\+886 9\d{8}$/)
    }
  })

  test('are imported from JSON Lines, none refused', async () => {
    let text = ''
    for await (const line of exportRecords(people)) text += line
    const { report, sink } = await importBytes(text, jsonLines)
    expect(report).toMatchObject({ subjects: 1_500, records: 3_000, outcomes: 1_500, rejected: 0 })
    const [first] = people
    expect(sink.subjects.get(first?.subjectRef ?? '')?.identity?.payload).toEqual(
      first?.identity?.payload,
    )
  })

  test('are the same for the same seed', () => {
    const again = [...generateSubjects({ seed: 'names', count: 5 }, context)]
    expect(again).toEqual(people.slice(0, 5))
  })
})
