// What every WebAssembly module that is put together here is made of (core specification 2.0, chapter 5).

export const magic = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]
export const i32 = 0x7f
export const end = 0x0b

export function get(local: number): number[] {
  return [0x20, local]
}

export function set(local: number): number[] {
  return [0x21, local]
}

export function tee(local: number): number[] {
  return [0x22, local]
}

export function constant(value: number): number[] {
  return [0x41, ...signed(value)]
}

export function section(id: number, content: readonly number[]): number[] {
  return [id, ...sized(content)]
}

export function sized(content: readonly number[]): number[] {
  return [...unsigned(content.length), ...content]
}

export function vector(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()]
}

export function name(text: string): number[] {
  return sized([...new TextEncoder().encode(text)])
}

/** LEB128. */
export function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]
}

function signed(value: number): number[] {
  const low = value & 0x7f
  const rest = value >> 7
  const isLast = (rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40)
  return isLast ? [low] : [low | 0x80, ...signed(rest)]
}
