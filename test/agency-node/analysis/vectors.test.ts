import { readFileSync } from 'node:fs'
import { calibration } from '@creditmesh/agency-node/analysis/judgement/calibration.ts'
import { roc } from '@creditmesh/agency-node/analysis/judgement/roc.ts'
import { designMatrix } from '@creditmesh/agency-node/analysis/linear/designMatrix.ts'
import { fitLogistic } from '@creditmesh/agency-node/analysis/linear/logistic.ts'
import {
  type BinCounts,
  weightOfEvidence,
} from '@creditmesh/agency-node/analysis/scorecard/weightOfEvidence.ts'
import { correctPrior } from '@creditmesh/agency-node/analysis/split.ts'
import { describe, expect, test } from 'vitest'
import { sharedFile } from '../../support/sharedData.ts'

interface Case {
  readonly name: string
  readonly task: string
  readonly input: unknown
  readonly output: unknown
  readonly tolerance: number
}

const solvers: Record<string, (input: unknown) => unknown> = {
  weightOfEvidence: solver(({ bins }: { bins: BinCounts[] }) => weightOfEvidence(bins)),
  logistic: solver(({ X, y }: { X: number[][]; y: number[] }) => ({
    beta: [...fitLogistic(designMatrix(X), y).beta],
  })),
  roc: solver(({ y, score }: { y: number[]; score: number[] }) => roc(y, score)),
  calibration: solver(({ y, p, bins }: { y: number[]; p: number[]; bins: number }) =>
    calibration(y, p, bins),
  ),
  undersamplingCorrection: solver(({ beta, p }: { beta: number; p: number[] }) => ({
    p: p.map((each) => correctPrior(beta, each)),
  })),
}

/** The README beside the file is the contract of each task's input. */
function solver<Input>(solve: (input: Input) => unknown): (input: unknown) => unknown {
  return (input) => solve(input as Input)
}

const file = sharedFile('vectors/cases.json')
const cases: Case[] = file === null ? [] : JSON.parse(readFileSync(file, 'utf8'))
const ours = cases.filter(({ task }) => Object.hasOwn(solvers, task))

describe.skipIf(file === null)('independent implementations agree', () => {
  test('every task has a case', () => {
    expect(new Set(ours.map(({ task }) => task))).toEqual(new Set(Object.keys(solvers)))
  })

  test.each(ours)('$task: $name', ({ task, input, output, tolerance }) => {
    expectClose(solvers[task]?.(input), output, tolerance)
  })
})

/** Within the tolerance, absolute or relative to 1 where larger; the same members on both sides. */
function expectClose(got: unknown, expected: unknown, tolerance: number): void {
  if (typeof expected === 'number') {
    const gap = Math.abs((got as number) - expected) / Math.max(1, Math.abs(expected))
    expect(gap).toBeLessThanOrEqual(tolerance)
    return
  }
  if (typeof expected !== 'object' || expected === null) {
    expect(got).toEqual(expected)
    return
  }
  const gotMembers = got as Record<string, unknown>
  expect(Object.keys(gotMembers).sort()).toEqual(Object.keys(expected).sort())
  for (const [key, value] of Object.entries(expected))
    expectClose(gotMembers[key], value, tolerance)
}
