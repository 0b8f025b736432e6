import type { Csr } from '@creditmesh/agency-node/analysis/network/csr.ts'
import { countOf, percent, whole } from '../report/words.ts'

/** Sizes of the groups of people whom calls connect, over any number of others; the largest first. `network` holds both ends (UD). */
export function groupSizes({ offsets, targets }: Csr, people: Uint32Array): number[] {
  const seen = new Set<number>()
  const sizes = Array.from(people, (start) => {
    if (seen.has(start)) return 0
    seen.add(start)
    const group = [start]
    for (const node of group) {
      for (const other of targets.subarray(offsets[node], offsets[node + 1])) {
        if (seen.has(other)) continue
        seen.add(other)
        group.push(other)
      }
    }
    return group.length
  })
  return sizes.filter((size) => size > 0).sort((a, b) => b - a)
}

/** How far anything could spread. */
export function groupWords(sizes: readonly number[]): string {
  const all = sizes.reduce((sum, size) => sum + size, 0)
  const [largest = 0, ...others] = sizes
  if (others.length === 0) return `All ${whole(all)} people are connected by calls.`
  return (
    `${whole(largest)} of ${whole(all)} people (${percent(largest / all)}) belong to one group that calls connect; the rest sit in ${countOf(others.length, 'smaller group')} of at ` +
    `most ${whole(others[0] ?? 0)}. Calls carry nothing from one group to another.`
  )
}
