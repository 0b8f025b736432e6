/**
 * How the weights of links are held: not at all where each is 1, else in the narrowest form that holds every one of them exactly.
 */
export type Weighing = 'none' | 'bytes' | 'shorts' | 'singles' | 'doubles'

export type WeightArray = Uint8Array | Uint16Array | Float32Array | Float64Array

export const weightBytes: Readonly<Record<Weighing, number>> = {
  none: 0,
  bytes: 1,
  shorts: 2,
  singles: 4,
  doubles: 8,
}

/** The narrowest form that holds this weight. */
export function weighingOf(weight: number): Weighing {
  if (weight === 1) return 'none'
  if (Number.isInteger(weight) && weight <= 0xffff) return weight <= 0xff ? 'bytes' : 'shorts'
  return Math.fround(weight) === weight ? 'singles' : 'doubles'
}

/** The form that holds what either holds. */
export function wider(one: Weighing, other: Weighing): Weighing {
  return weightBytes[one] >= weightBytes[other] ? one : other
}

/** A view of `count` weights from `byteOffset`, which is a multiple of 8. */
export function weightView(
  weighing: Exclude<Weighing, 'none'>,
  buffer: ArrayBufferLike,
  { byteOffset, count }: { readonly byteOffset: number; readonly count: number },
): WeightArray {
  switch (weighing) {
    case 'bytes':
      return new Uint8Array(buffer, byteOffset, count)
    case 'shorts':
      return new Uint16Array(buffer, byteOffset, count)
    case 'singles':
      return new Float32Array(buffer, byteOffset, count)
    case 'doubles':
      return new Float64Array(buffer, byteOffset, count)
  }
}
