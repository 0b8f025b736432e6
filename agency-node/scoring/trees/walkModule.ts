import {
  constant,
  end,
  get,
  i32,
  magic,
  name,
  section,
  set,
  sized,
  unsigned,
  vector,
} from '../wasmBytes.ts'

/** Rows that go down a tree side by side: while one waits for memory the others go on. */
export const LANES = 16

/**
 * The bytes of a WebAssembly module that walks rows down one tree. It imports `m.memory` and exports
 * `walk(root, at, end, group, sum, values, turns)`, addresses in bytes except `root`, a node's number. Nodes stand from address 0 on,
 * eight bytes each: from the lowest bit on 24 of LANES times the column, 8 of 255 less the level, 32 of the left child. The bytes of
 * LANES rows stand together, `group` long, column after column; `values` and `sum` hold doubles, one a node and one a row.
 *
 * A row's level, added to the 8 bits, carries into the child where it is above the test's level: no branch, and no comparison.
 * With masks, `turns` has for every node the address of its 256 bits, set for levels that go right (all clear for a test of a level).
 */
export function walkModule({ hasMasks }: { readonly hasMasks: boolean }): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([
    ...magic,
    ...section(1, vector([[0x60, ...vector(Array.from({ length: 7 }, () => [i32])), 0]])),
    ...section(2, vector([[...name('m'), ...name('memory'), 0x02, 0x00, ...unsigned(1)]])),
    ...section(3, vector([[0]])),
    ...section(7, vector([[...name('walk'), 0, 0]])),
    ...section(10, vector([sized([...locals, ...walk(hasMasks), end])])),
  ])
}

// Parameters, then locals: a node for each lane.
const [root, at, last, group, sum, values, turns, next, moved, firstNode] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
]
const [word, level] = [firstNode + LANES, firstNode + LANES + 1]
const i64 = 0x7e
const locals = vector([
  [2 + LANES, i32],
  [2, i64],
])
const lanes = Array.from({ length: LANES }, (_, lane) => lane)

function walk(hasMasks: boolean): number[] {
  const step = lanes.flatMap((lane) => stepDown(lane, hasMasks))
  const watchedStep = lanes.flatMap((lane) => [
    ...stepDown(lane, hasMasks, next),
    ...[...get(next), ...get(firstNode + lane), exclusiveOr, ...get(moved), or, ...set(moved)],
    ...[...get(next), ...set(firstNode + lane)],
  ])
  // Looking at every third step costs less than the steps taken in vain.
  const down = [...step, ...step, ...constant(0), ...set(moved), ...watchedStep]
  return whileLess(at, last, [
    ...lanes.flatMap((lane) => [...get(root), ...set(firstNode + lane)]),
    // A leaf is its own child: the walk is over when no lane moved.
    ...[loop, void_, ...down, ...get(moved), branchIf, 0, end],
    ...lanes.flatMap(addValue),
    ...increase(at, get(group)),
    ...increase(sum, constant(8 * LANES)),
  ])
}

/** The lane's node becomes the child that the row goes to, or `to` does. */
function stepDown(lane: number, hasMasks: boolean, to = firstNode + lane): number[] {
  const node = get(firstNode + lane)
  return [
    ...[...node, ...constant(3), shiftLeft, loadLong, 3, 0, ...set(word)],
    ...[...get(word), wrap, ...constant(0xffffff), and, ...get(at), plus, loadByte, 0, lane],
    ...set(level),
    ...[...get(word), ...longConstant(24), shiftRightLong, ...get(level), plusLong],
    ...[...longConstant(8), shiftRightLong, wrap],
    ...(hasMasks ? turn(node) : []),
    ...set(to),
  ]
}

/** Adds the bit of the level in the node's mask. */
function turn(node: number[]): number[] {
  return [
    ...[...node, ...constant(2), shiftLeft, ...get(turns), plus, loadWord, 2, 0],
    ...[...get(level), wrap, ...constant(5), shiftRight, ...constant(2), shiftLeft, plus],
    ...[loadWord, 2, 0, ...get(level), wrap, shiftRight, ...constant(1), and, plus],
  ]
}

/** sum[lane] += values[node], rounded once as in JavaScript. */
function addValue(lane: number): number[] {
  return [
    ...[...get(sum), ...get(sum), loadDouble, 3, ...unsigned(8 * lane)],
    ...[...get(firstNode + lane), ...constant(3), shiftLeft, ...get(values), plus],
    ...[loadDouble, 3, 0, plusDouble, storeDouble, 3, ...unsigned(8 * lane)],
  ]
}

const [loop, block, void_, branch, branchIf] = [0x03, 0x02, 0x40, 0x0c, 0x0d]
const [loadWord, loadLong, loadDouble, loadByte, storeDouble] = [0x28, 0x29, 0x2b, 0x31, 0x39]
const [plus, and, or, exclusiveOr, shiftLeft, shiftRight] = [0x6a, 0x71, 0x72, 0x73, 0x74, 0x76]
const [plusLong, shiftRightLong, plusDouble, wrap] = [0x7c, 0x88, 0xa0, 0xa7]
const isAtLeast = 0x4f

function whileLess(local: number, bound: number, body: readonly number[]): number[] {
  const isOver = [...get(local), ...get(bound), isAtLeast]
  return [block, void_, loop, void_, ...isOver, branchIf, 1, ...body, branch, 0, end, end]
}

function increase(local: number, by: readonly number[]): number[] {
  return [...get(local), ...by, plus, ...set(local)]
}

function longConstant(value: number): number[] {
  return [0x42, value]
}
