import { invalid } from '../labels.ts'
import type { Csr } from '../network/csr.ts'
import { aggregateLinks } from '../network/links.ts'
import { personalizedPageRank } from '../network/personalizedPageRank.ts'
import { relativeExposure } from '../network/relativeExposure.ts'
import { mergeCsr, transposeCsr } from '../network/transpose.ts'

/** Accounts seen with instruments (devices, addresses, cards): the edges of a bipartite graph, an event a row. */
export interface Sightings {
  readonly accounts: number
  readonly instruments: number
  readonly account: Uint32Array
  readonly instrument: Uint32Array
  /** Seconds of any clock. */
  readonly seconds: Float64Array
}

/** Known outcomes of accounts: 1 fraud, 0 benign, -1 unknown. */
export type FraudLabels = ArrayLike<number>

export interface FraudSignal {
  /**
   * ln of exposure to known fraud over exposure to known benign accounts; above 0 is worse than usual. NaN for accounts whose
   * outcome is known: their own label would speak.
   */
  readonly exposure: Float64Array
  /** Most accounts, itself included, that one of its instruments served within the window. */
  readonly velocity: Uint32Array
}

export interface FraudSignalOptions {
  /** Length of the window of the velocity, in seconds. */
  readonly windowSec: number
  readonly alpha?: number
}

/**
 * Signs of fraud among accounts, from what they share (guilt by association on the bipartite graph: Van Vlasselaer et al. 2015 and 2017,
 * as exposure relative to benign restarts). Kept apart from credit: it says nothing about the ability to pay, and no score reads it.
 * Many sightings of one pair count once, or a busy device would outweigh a shared one. Throws `analysis.invalid_input`.
 */
export function fraudSignal(
  sightings: Sightings,
  labels: FraudLabels,
  { windowSec, alpha = 0.85 }: FraudSignalOptions,
): FraudSignal {
  requireSightings(sightings, labels)
  if (!(windowSec >= 0)) throw invalid('The window is negative.')
  const { accounts } = sightings
  const network = bipartite(sightings)
  const exposureTo = (label: number) => {
    const sources = Array.from({ length: accounts }, (_, row) => row)
    const known = sources.filter((account) => labels[account] === label)
    return personalizedPageRank(network, known, { alpha }).scores
  }
  const relative = relativeExposure(exposureTo(1), exposureTo(0))
  return {
    exposure: Float64Array.from({ length: accounts }, (_, account) =>
      labels[account] === -1 ? (relative[account] as number) : Number.NaN,
    ),
    velocity: velocities(sightings, windowSec),
  }
}

/** Accounts are nodes 0 to accounts - 1, instruments follow; links both ways, each of weight 1. */
function bipartite({ accounts, instruments, account, instrument }: Sightings): Csr {
  const nodes = accounts + instruments
  const to = instrument.map((each) => accounts + each)
  const weights = new Float64Array(account.length).fill(1)
  const seen = aggregateLinks({ nodes, from: account, to, weights })
  const once = { ...seen, weights: seen.weights.map(() => 1) as Float64Array } // of the same kind as given
  return mergeCsr(once, transposeCsr(once))
}

/** The largest window of one instrument that holds one of the account's sightings. */
function velocities(sightings: Sightings, windowSec: number): Uint32Array {
  const { accounts, account } = sightings
  const velocity = new Uint32Array(accounts)
  const order = inTime(sightings)
  const { starts, sizes } = windows(sightings, order, windowSec)
  // Windows end at each sighting; those that hold sighting i are i to the last one that starts by then. Sizes fall along `peaks`.
  const peaks: number[] = []
  let head = 0
  let end = 0
  order.forEach((row, at) => {
    for (; end < order.length && (starts[end] as number) <= at; end++) {
      while (
        peaks.length > head &&
        (sizes[peaks.at(-1) as number] as number) <= (sizes[end] as number)
      ) {
        peaks.pop()
      }
      peaks.push(end)
    }
    while ((peaks[head] as number) < at) head++
    const own = account[row] as number
    velocity[own] = Math.max(velocity[own] as number, sizes[peaks[head] as number] as number)
  })
  return velocity
}

/** Rows by instrument, then time. */
function inTime({ instrument, seconds }: Sightings): Uint32Array {
  return Uint32Array.from(instrument, (_, row) => row).sort(
    (a, b) =>
      (instrument[a] as number) - (instrument[b] as number) ||
      (seconds[a] as number) - (seconds[b] as number) ||
      a - b,
  )
}

/** Of the window that ends at each place of the order: where it starts, and how many accounts it holds, each once. */
function windows(
  { account, instrument, seconds }: Sightings,
  order: Uint32Array,
  windowSec: number,
) {
  const starts = new Uint32Array(order.length)
  const sizes = new Uint32Array(order.length)
  const inWindow = new Map<number, number>()
  let from = 0
  order.forEach((row, at) => {
    const isPast = (early: number) =>
      instrument[early] !== instrument[row] ||
      (seconds[row] as number) - (seconds[early] as number) > windowSec
    for (; isPast(order[from] as number); from++) {
      leave(inWindow, account[order[from] as number] as number)
    }
    const own = account[row] as number
    inWindow.set(own, (inWindow.get(own) ?? 0) + 1)
    starts[at] = from
    sizes[at] = inWindow.size
  })
  return { starts, sizes }
}

function leave(inWindow: Map<number, number>, account: number): void {
  const left = (inWindow.get(account) ?? 1) - 1
  if (left === 0) inWindow.delete(account)
  else inWindow.set(account, left)
}

function requireSightings(sightings: Sightings, labels: FraudLabels): void {
  const { accounts, instruments, account, instrument, seconds } = sightings
  if (labels.length !== accounts) throw invalid(`There are ${labels.length} labels of accounts.`)
  for (let row = 0; row < accounts; row++) {
    if (![-1, 0, 1].includes(labels[row] as number)) throw invalid(`Label ${row} is none.`)
  }
  if (account.length !== instrument.length || account.length !== seconds.length) {
    throw invalid('The columns of the sightings differ in length.')
  }
  for (let row = 0; row < account.length; row++) {
    const isKnown = (account[row] as number) < accounts && (instrument[row] as number) < instruments
    if (!isKnown) throw invalid(`Sighting ${row} names nobody.`)
    if (!Number.isFinite(seconds[row])) throw invalid(`Sighting ${row} has no time.`)
  }
}
