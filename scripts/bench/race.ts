import { median } from './median.ts'

interface RaceOptions {
  readonly runs: number
  /** How long each contender is run at a time. */
  readonly millisecondsPerRun: number
}

/**
 * Operations a second of several ways to do one thing, each the median of its runs. The contenders take turns, so that
 * a slower moment of the machine falls on all of them.
 */
export function race<Name extends string>(
  contenders: Readonly<Record<Name, () => unknown>>,
  { runs, millisecondsPerRun }: RaceOptions,
): Record<Name, number> {
  const entries = Object.entries<() => unknown>(contenders)
  const rates = new Map<string, number[]>(entries.map(([name]) => [name, []]))
  for (const [, operation] of entries) opsPerSec(operation, millisecondsPerRun / 4) // lets the compiler settle
  for (let run = 0; run < runs; run += 1) {
    for (const [name, operation] of entries) {
      rates.get(name)?.push(opsPerSec(operation, millisecondsPerRun))
    }
  }
  const medians = Array.from(rates, ([name, measured]) => [name, median(measured)])
  return Object.fromEntries(medians) as Record<Name, number> // one entry for each contender
}

function opsPerSec(operation: () => unknown, milliseconds: number): number {
  const start = performance.now()
  let done = 0
  let elapsed = 0
  // Looking at the clock once in a while: fast operations take less time than the look.
  for (let group = 1; elapsed < milliseconds; group = elapsed < 1 ? group * 2 : group) {
    for (let i = 0; i < group; i += 1) operation()
    done += group
    elapsed = performance.now() - start
  }
  return Math.round((done / elapsed) * 1000)
}
