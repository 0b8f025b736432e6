import { expect } from 'vitest'

/** Of the wrong size: within the tolerance, absolute or relative to 1 where larger (the README beside the vectors). */
function isClose(got: unknown, expected: number, tolerance: number): boolean {
  if (typeof got !== 'number') return false
  return Math.abs(got - expected) <= tolerance * Math.max(1, Math.abs(expected))
}

/** Members that count things or people: they agree exactly. */
const counts = /^(keptCalls|edges|steps|rejected|n|count_.*|binary_.*|mode_.*)$/

/** The same members on both sides, but that a missing feature is 0; counts exactly, other numbers within the tolerance. */
export function expectClose(
  got: unknown,
  expected: unknown,
  { tolerance, path = 'output' }: { readonly tolerance: number; readonly path?: string },
): void {
  if (typeof expected === 'number') {
    const isCount = counts.test(path.split('.').at(-1) ?? '') || path.startsWith('output.weights.')
    const message = `${path} is ${got}, not ${expected}`
    expect(isCount ? got === expected : isClose(got, expected, tolerance), message).toBe(true)
    return
  }
  if (typeof expected !== 'object' || expected === null) {
    expect(got, path).toEqual(expected)
    return
  }
  const ours = got as Readonly<Record<string, unknown>>
  const theirs = expected as Readonly<Record<string, unknown>>
  for (const name of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    expectClose(ours[name] ?? zeroFor(theirs[name]), theirs[name] ?? zeroFor(ours[name]), {
      tolerance,
      path: `${path}.${name}`,
    })
  }
}

function zeroFor(other: unknown): unknown {
  return typeof other === 'number' ? 0 : null
}
