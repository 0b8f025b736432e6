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
  tee,
  unsigned,
  vector,
} from '../wasmBytes.ts'
import type { Precision } from './kernel.ts'
import { type Weighing, weightBytes } from './weighing.ts'

export interface ModuleOptions {
  readonly blockBits: number
  readonly precision: Precision
  readonly weighing: Weighing
}

/**
 * The bytes of a WebAssembly module (core specification 2.0 with threads and several memories) made for one kind of network. It
 * imports `m.scores` and `m.links`, shared memories, and exports `accumulate(word, links, source, target, weight)`, addresses in bytes.
 */
export function wasmModule(options: ModuleOptions): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([
    ...magic,
    ...section(1, vector([[0x60, ...vector([[i32], [i32], [i32], [i32], [i32]]), 0]])),
    ...section(2, vector([sharedMemoryImport('scores'), sharedMemoryImport('links')])),
    ...section(3, vector([[0]])),
    ...section(7, vector([[...name('accumulate'), 0, 0]])),
    ...section(10, vector([sized([...vector([[2, i32]]), ...accumulate(options), end])])),
  ])
}

// Parameters, then locals.
const [word, links, source, target, weight, current, place] = [0, 1, 2, 3, 4, 5, 6]
/** Links a turn of the loop: V8 leaves out the checks between them. */
const UNROLLED = 8

function accumulate(options: ModuleOptions): number[] {
  const { weighing } = options
  const turn = (count: number) => [
    ...Array.from({ length: count }, (_, at) => link(options, at)).flat(),
    ...increase(word, 4 * count),
    ...(weighing === 'none' ? [] : increase(weight, weightBytes[weighing] * count)),
    ...increase(links, -count),
  ]
  return [...whileAtLeast(UNROLLED, turn(UNROLLED)), ...whileAtLeast(1, turn(1))]
}

/** One link: adds what the source gives to the target. */
function link({ blockBits, precision, weighing }: ModuleOptions, at: number): number[] {
  const isSingle = precision === 'single'
  const shift = isSingle ? 2 : 3
  const [load, store, add] = isSingle ? [0x2a, 0x38, 0x92] : [0x2b, 0x39, 0xa0]
  return [
    ...[...get(word), 0x28, ...linksAt(2, 4 * at), ...set(current)],
    // place = target + ((word & mask) << shift)
    ...[...get(target), ...get(current), ...constant(shift), shiftLeft],
    ...[...constant((2 ** blockBits - 1) * 2 ** shift), and, plus, ...tee(place)],
    ...[...get(place), load, shift, 0],
    // source + ((word >>> blockBits) << shift), in one shift and a mask
    ...[...get(source), ...get(current), ...constant(blockBits - shift), shiftRight],
    ...[...constant(-(2 ** shift)), and, plus, load, shift, 0],
    ...times(weighing, isSingle, at),
    ...[add, store, shift, 0],
  ]
}

/** Multiplies by the weight of the link, brought to the precision. */
function times(weighing: Weighing, isSingle: boolean, at: number): number[] {
  if (weighing === 'none') return []
  const width = weightBytes[weighing]
  const fromWhole = isSingle ? 0xb3 : 0xb8
  const load = {
    bytes: [0x2d, ...linksAt(0, width * at), fromWhole],
    shorts: [0x2f, ...linksAt(1, width * at), fromWhole],
    singles: [0x2a, ...linksAt(2, width * at), ...(isSingle ? [] : [0xbb])],
    doubles: [0x2b, ...linksAt(3, width * at), ...(isSingle ? [0xb6] : [])],
  }[weighing]
  return [...get(weight), ...load, isSingle ? 0x94 : 0xa2]
}

const and = 0x71
const plus = 0x6a
const shiftLeft = 0x74
const shiftRight = 0x76

/** Repeats while at least `count` links are left. */
function whileAtLeast(count: number, body: readonly number[]): number[] {
  const isLess = [...get(links), ...constant(count), 0x48]
  const void_ = 0x40
  return [0x02, void_, 0x03, void_, ...isLess, 0x0d, 1, ...body, 0x0c, 0, end, end]
}

/** Alignment with bit 6 set: an address in memory 1, the links. */
function linksAt(alignment: number, offset: number): number[] {
  return [0x40 | alignment, 1, ...unsigned(offset)]
}

function increase(local: number, by: number): number[] {
  return [...get(local), ...constant(by), plus, ...set(local)]
}

function sharedMemoryImport(field: string): number[] {
  return [...name('m'), ...name(field), 0x02, 0x03, ...unsigned(0), ...unsigned(65_536)]
}
