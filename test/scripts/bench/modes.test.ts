import { expect, test } from 'vitest'
import type { BenchOptions, Figures } from '../../../scripts/bench/bench.ts'
import { benchMemory } from '../../../scripts/bench/memory.ts'
import { benchMode2 } from '../../../scripts/bench/modes.ts'

const quick: BenchOptions = { isQuick: true, log: () => undefined }
const patience = 120_000

function expectFigures(figures: Figures): void {
  const each = { qps: expect.any(Number), p50Ms: expect.any(Number), p99Ms: expect.any(Number) }
  expect(figures).toEqual({ lenders1: each, lenders16: each })
}

// Mode 1 is measured the same way, with less in it.
test('Mode 2 is measured between real processes', { timeout: patience }, async () => {
  const { figures, tables } = await benchMode2(quick)
  expectFigures(figures)
  const processes = tables[1]?.rows.map(([name]) => name)
  expect(processes).toEqual(['chain', 'agency-a', 'agency-b', 'lenders'])
})

test('the memory of a node with people on file is measured', { timeout: patience }, async () => {
  const { figures } = await benchMemory(quick)
  expect(Object.keys(figures)).toEqual(['rssMb'])
  expect(figures.rssMb).toBeGreaterThan(50)
})
