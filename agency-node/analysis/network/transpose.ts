import type { Csr } from './csr.ts'

/** The same links read the other way; targets ascend again, because rows are visited in order. */
export function transposeCsr({ nodes, offsets, targets, weights }: Csr): Csr {
  const starts = new Uint32Array(nodes + 1)
  for (const target of targets) starts[target + 1] = (starts[target + 1] as number) + 1
  for (let node = 0; node < nodes; node++) {
    starts[node + 1] = (starts[node + 1] as number) + (starts[node] as number)
  }
  const next = starts.slice(0, nodes)
  const sources = new Uint32Array(targets.length)
  const turned = weights.slice()
  for (let source = 0; source < nodes; source++) {
    const end = offsets[source + 1] as number
    for (let link = offsets[source] as number; link < end; link++) {
      const target = targets[link] as number
      const place = next[target] as number
      next[target] = place + 1
      sources[place] = source
      turned[place] = weights[link] as number
    }
  }
  return { nodes, offsets: starts, targets: sources, weights: turned }
}

/** Links of either network, weights added where both have one. Both have the same nodes and kind of weight. */
export function mergeCsr(one: Csr, other: Csr): Csr {
  const { nodes } = one
  const offsets = new Uint32Array(nodes + 1)
  for (let node = 0; node < nodes; node++) {
    offsets[node + 1] = (offsets[node] as number) + unionSize(one, other, node)
  }
  const links = offsets[nodes] as number
  const targets = new Uint32Array(links)
  const weights =
    one.weights instanceof Uint32Array ? new Uint32Array(links) : new Float64Array(links)
  for (let node = 0; node < nodes; node++) {
    mergeRow(one, other, { node, at: offsets[node] as number, targets, weights })
  }
  return { nodes, offsets, targets, weights }
}

function unionSize(one: Csr, other: Csr, node: number): number {
  let a = one.offsets[node] as number
  let b = other.offsets[node] as number
  const endA = one.offsets[node + 1] as number
  const endB = other.offsets[node + 1] as number
  let size = 0
  while (a < endA && b < endB) {
    const x = one.targets[a] as number
    const y = other.targets[b] as number
    if (x <= y) a++
    if (y <= x) b++
    size++
  }
  return size + (endA - a) + (endB - b)
}

interface Destination {
  readonly node: number
  readonly at: number
  readonly targets: Uint32Array
  readonly weights: Uint32Array | Float64Array
}

function mergeRow(one: Csr, other: Csr, { node, at, targets, weights }: Destination): void {
  let a = one.offsets[node] as number
  let b = other.offsets[node] as number
  const endA = one.offsets[node + 1] as number
  const endB = other.offsets[node + 1] as number
  for (let place = at; a < endA || b < endB; place++) {
    const x = a < endA ? (one.targets[a] as number) : Infinity
    const y = b < endB ? (other.targets[b] as number) : Infinity
    targets[place] = Math.min(x, y)
    let weight = 0
    if (x <= y) weight += one.weights[a++] as number
    if (y <= x) weight += other.weights[b++] as number
    weights[place] = weight
  }
}
