import { expect, test } from 'vitest'
import { benches, parseBenchArguments } from '../../../scripts/bench.ts'

test('everything but the whole nation is measured unless some names are given', () => {
  const names = Object.keys(benches).filter((name) => name !== 'nation')
  expect(parseBenchArguments([]).names).toEqual(names)
  expect(parseBenchArguments(['--only', 'nation']).names).toEqual(['nation'])
  expect(parseBenchArguments(['--only', 'gas,crypto', '--json', 'out.json'])).toEqual({
    names: ['gas', 'crypto'],
    isQuick: false,
    json: 'out.json',
  })
})

test('error: an unknown name is refused with the names that exist', () => {
  const known = Object.keys(benches)
  expect(() => parseBenchArguments(['--only', 'gas,speed'])).toThrow(
    expect.objectContaining({
      code: 'usage.invalid',
      message: expect.stringContaining(known.join(', ')),
      details: { unknown: ['speed'], known },
    }),
  )
})

test('error: an unknown option is refused', () => {
  expect(() => parseBenchArguments(['--fast'])).toThrow(
    expect.objectContaining({ code: 'usage.invalid' }),
  )
})
