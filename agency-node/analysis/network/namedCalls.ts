import { type ClockOptions, callingBehaviour, callingBehaviourNames } from './callingBehaviour.ts'
import { callNetwork } from './callNetwork.ts'
import { type CallRecords, type KeepRule, minSecondsOf } from './callRecords.ts'
import { type CallNetworks, type Csr, type Direction, directions } from './csr.ts'

/** Start in seconds, who called, who was called, duration in seconds. */
export type NamedCall = readonly [seconds: number, from: string, to: string, duration: number]

export interface NamedNetwork {
  /** Everyone with a kept call, in order of code units: the numbers do not depend on the order of the calls. */
  readonly names: readonly string[]
  readonly idOf: ReadonlyMap<string, number>
  /** The kept calls alone. */
  readonly calls: CallRecords
  readonly networks: CallNetworks
}

/** Numbers the people of a small list of calls and builds their networks, weighed by number of calls. */
export function namedNetwork(given: readonly NamedCall[], rule: KeepRule = {}): NamedNetwork {
  const minSeconds = minSecondsOf(rule)
  const kept = given.filter(([, from, to, duration]) => from !== to && duration >= minSeconds)
  const names = [...new Set(kept.flatMap(([, from, to]) => [from, to]))].sort(byCodeUnits)
  const idOf = new Map(names.map((name, id) => [name, id]))
  const calls = {
    seconds: Float64Array.from(kept, ([seconds]) => seconds),
    from: Uint32Array.from(kept, ([, from]) => idOf.get(from) as number),
    to: Uint32Array.from(kept, ([, , to]) => idOf.get(to) as number),
    durations: Float64Array.from(kept, ([, , , duration]) => duration),
  }
  const { networks } = callNetwork(calls, { nodes: names.length, minSeconds })
  return { names, idOf, calls, networks }
}

export type NamedWeights = Readonly<Record<string, Readonly<Record<string, number>>>>

/** Number of kept calls, and who called whom how often, by name (task `callNetwork` of the reference vectors). */
export function namedWeights(calls: readonly NamedCall[], rule: KeepRule = {}) {
  const { names, networks, calls: kept } = namedNetwork(calls, rule)
  const weights = Object.fromEntries(
    directions.map((direction) => [direction, spell(networks[direction], names)]),
  ) as Record<Direction, NamedWeights> // one entry for each direction
  return { keptCalls: kept.seconds.length, weights }
}

function spell({ offsets, targets, weights }: Csr, names: readonly string[]): NamedWeights {
  return Object.fromEntries(
    names.map((name, node) => {
      const row: [string, number][] = []
      for (let link = offsets[node] as number; link < (offsets[node + 1] as number); link++) {
        row.push([names[targets[link] as number] as string, weights[link] as number])
      }
      return [name, Object.fromEntries(row)]
    }),
  )
}

export interface NamedBehaviourOptions extends KeepRule, ClockOptions {
  readonly subjects: readonly string[]
}

/** The 72 features of each subject by name (task `callingBehaviour`); all 0 for one without a kept call. */
export function namedBehaviour(calls: readonly NamedCall[], options: NamedBehaviourOptions) {
  const network = namedNetwork(calls, options)
  const { length: nobody } = network.names
  const subjects = Uint32Array.from(options.subjects, (name) => network.idOf.get(name) ?? nobody)
  const values = callingBehaviour(network.calls, { ...options, nodes: nobody + 1, subjects })
  const { length: width } = callingBehaviourNames
  const featuresOf = (row: number) =>
    Object.fromEntries(
      callingBehaviourNames.map((name, i) => [name, values[row * width + i] as number]),
    )
  return Object.fromEntries(options.subjects.map((name, row) => [name, featuresOf(row)]))
}

function byCodeUnits(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
