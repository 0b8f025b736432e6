/** From data to points of the picture. */
export interface Scale {
  readonly min: number
  readonly max: number
  readonly at: (value: number) => number
  readonly ticks: readonly number[]
}

/** A straight scale whose ends stay as given; ticks at round numbers, about `count` of them. */
export function linearScale(
  [min, max]: readonly [number, number],
  [from, to]: readonly [number, number],
  count = 5,
): Scale {
  const span = max - min || 1
  return {
    min,
    max,
    at: (value) => from + ((value - min) / span) * (to - from),
    ticks: roundTicks(min, max, count),
  }
}

function roundTicks(min: number, max: number, count: number): number[] {
  const rough = (max - min) / count
  if (!(rough > 0)) return [min]
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power
  const first = Math.ceil(min / step - 1e-9)
  const last = Math.floor(max / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, at) =>
    Number(((first + at) * step).toPrecision(12)),
  )
}
