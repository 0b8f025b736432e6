import type { Direction } from '../../analysis/network/csr.ts'
import type { Frame } from '../frame/frameFiles.ts'
import { tagName } from './findNodes.ts'

const linesAChunk = 4096

/** `from,to,weight` of every link, people by their tags; of the undirected network each pair once. */
export function* edgeLines(
  { networks, tags, facts }: Frame,
  direction: Direction,
): Generator<string> {
  const { offsets, targets, weights } = networks[direction]
  let lines = ['from,to,weight']
  for (let node = 0; node < facts.nodes; node++) {
    const name = tagName(tags, node)
    for (let link = offsets[node] as number; link < (offsets[node + 1] as number); link++) {
      const target = targets[link] as number
      if (direction === 'UD' && target < node) continue
      lines.push(`${name},${tagName(tags, target)},${weights[link]}`)
    }
    if (lines.length < linesAChunk) continue
    yield `${lines.join('\n')}\n`
    lines = []
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`
}
