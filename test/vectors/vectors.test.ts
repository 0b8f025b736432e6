import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type CaseResult, solveCase, tasks } from '../../scripts/conform/tasks.ts'
import { sharedFile } from '../support/sharedData.ts'
import { expectClose } from './expectClose.ts'

interface VectorCase {
  readonly name: string
  readonly task: string
  readonly input: unknown
  readonly output: unknown
  readonly tolerance: number
}

const file = sharedFile('vectors/cases.json')
const cases: VectorCase[] = file === null ? [] : JSON.parse(readFileSync(file, 'utf8'))

describe.skipIf(file === null)('independent implementations agree', () => {
  test('every task has a case, and every case a task', () => {
    expect(new Set(cases.map(({ task }) => task))).toEqual(new Set(tasks.keys()))
  })

  test.each(cases)('$task: $name', (given) => {
    const { output, tolerance } = given
    expectClose(outputOf(solveCase(given)), output, { tolerance })
  })
})

function outputOf(result: CaseResult): unknown {
  if ('output' in result) return JSON.parse(JSON.stringify(result.output))
  throw new Error(`${result.error.code}: ${result.error.message}`)
}
