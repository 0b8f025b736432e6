import { invalid } from '../labels.ts'
import type { NumericColumn } from '../table.ts'
import { type CallNetworks, type Csr, directions } from './csr.ts'

/** Late payments of each node as known at scoring time, `notCustomer` for people whom nobody lent to. */
export type LatePayments = ArrayLike<number>

export const notCustomer = -1

/** Three late payments or more are one class: they define default in the paper. */
export const lateClasses = [0, 1, 2, 3] as const

/**
 * The 36 link-based features of the paper (table 3), one row a subject: `count`, `binary` and `mode` of neighbours with 0, 1, 2 and 3
 * or more late payments, in each direction. Only neighbours who are customers count; a subject is no neighbour of its own, so
 * its own label never enters. `mode` is one-hot for the commonest class, ties to the larger class, all 0 without labelled neighbours.
 * Throws `analysis.invalid_input` for a subject that is no node and for what is no number of payments.
 */
export function linkBased(
  networks: CallNetworks,
  late: LatePayments,
  subjects: ArrayLike<number>,
): NumericColumn[] {
  return directions.flatMap((direction) => {
    const classes = requireLate(late, networks[direction].nodes)
    const counts = countClasses(networks[direction], classes, subjects)
    return lateClasses.flatMap((each) => {
      const column = (statistic: string, value: (row: number) => number): NumericColumn => ({
        kind: 'numeric',
        name: `${statistic}_${each}_${direction}`,
        values: Float64Array.from({ length: subjects.length }, (_, row) => value(row)),
        specials: [],
      })
      const count = (row: number) => counts[row * lateClasses.length + each] as number
      return [
        column('count', count),
        column('binary', (row) => Number(count(row) > 0)),
        column('mode', (row) => Number(modeOf(counts, row) === each)),
      ]
    })
  })
}

/** The class of each node, 3 standing for more; `notCustomer` stays. Refuses fractions, NaN and lengths that differ. */
export function requireLate(late: LatePayments, nodes: number): Int8Array {
  if (late.length !== nodes) throw invalid('There is not one number of late payments a node.')
  const classes = new Int8Array(nodes)
  for (let node = 0; node < nodes; node++) {
    const payments = late[node] as number
    if (!Number.isInteger(payments) || payments < notCustomer) {
      throw invalid(`The late payments of node ${node} are no whole number.`)
    }
    classes[node] = Math.min(payments, 3)
  }
  return classes
}

function countClasses(network: Csr, classes: Int8Array, subjects: ArrayLike<number>): Uint32Array {
  const { nodes, offsets, targets } = network
  const counts = new Uint32Array(subjects.length * lateClasses.length)
  for (let row = 0; row < subjects.length; row++) {
    const subject = subjects[row] as number
    if (!Number.isInteger(subject) || subject < 0 || subject >= nodes) {
      throw invalid(`Subject ${row} is no node of the network.`)
    }
    for (let link = offsets[subject] as number; link < (offsets[subject + 1] as number); link++) {
      const neighbour = targets[link] as number
      const each = classes[neighbour] as number
      if (neighbour === subject || each === notCustomer) continue
      const at = row * lateClasses.length + each
      counts[at] = (counts[at] as number) + 1
    }
  }
  return counts
}

function modeOf(counts: Uint32Array, row: number): number {
  let mode = notCustomer
  let most = 1
  for (const each of lateClasses) {
    const count = counts[row * lateClasses.length + each] as number
    if (count < most) continue
    most = count
    mode = each
  }
  return mode
}
