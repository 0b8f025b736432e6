import { encodeSequence, positionalCodec } from '@creditmesh/sdk/chain/abiCodec.ts'
import { contractKeys } from '@creditmesh/sdk/chain/abis.ts'
import type { AbiParameter } from '@creditmesh/sdk/chain/abiTypes.ts'
import { contractCodecs, encodeCall } from '@creditmesh/sdk/chain/contractCodecs.ts'
import { createEventDecoder, type RawLog } from '@creditmesh/sdk/chain/events.ts'
import { interfaces } from '@creditmesh/sdk/chain/interfaces.ts'
import { fromHex, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { AbiCoder, getAddress, type ParamType } from 'ethers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyHex } from './arbitraries.ts'

const runs = { seed: 17, numRuns: 15 }

/** Any value of an ABI type, as the SDK types it. */
function anyValue(type: ParamType): fc.Arbitrary<unknown> {
  if (type.isArray()) return fc.array(anyValue(type.arrayChildren), { maxLength: 4 })
  if (type.isTuple()) return anyNamed(type.components)
  if (type.type === 'address') return anyHex(20).map(getAddress)
  if (type.type === 'bool') return fc.boolean()
  if (type.type === 'string') return fc.string({ unit: 'grapheme' })
  if (type.type === 'bytes') return fc.uint8Array({ maxLength: 100 }).map(toHex)
  const size = Number(type.type.replace(/^\D+/, ''))
  if (type.type.startsWith('bytes')) return anyHex(size)
  const max = 2n ** BigInt(size) - 1n
  return fc.bigInt({ min: 0n, max }).map((value) => (size <= 48 ? Number(value) : value))
}

function anyNamed(types: readonly ParamType[]): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(Object.fromEntries(types.map((type) => [type.name, anyValue(type)])))
}

function anyList(types: readonly ParamType[]): fc.Arbitrary<unknown[]> {
  return fc.tuple(...types.map(anyValue))
}

describe.each(contractKeys)('%s', (key) => {
  const ethers = interfaces[key]
  const codec = contractCodecs[key]

  test('every call is encoded as ethers encodes it', () => {
    ethers.forEachFunction((fragment) => {
      const ours = codec.functions.get(fragment.name)
      if (ours === undefined) throw new Error(`no codec for ${fragment.name}`)
      fc.assert(
        fc.property(anyList(fragment.inputs), (values) => {
          expect(encodeCall(ours, values)).toBe(ethers.encodeFunctionData(fragment, values))
        }),
        runs,
      )
    })
  })

  test('every output is read back from what ethers encodes', () => {
    ethers.forEachFunction((fragment) => {
      const types = fragment.outputs
      fc.assert(
        fc.property(anyList(types), (values) => {
          const data = fromHex(ethers.encodeFunctionResult(fragment, values))
          const isNamed = types.length > 1 && types.every(({ name }) => name !== '')
          const named = () => Object.fromEntries(types.map(({ name }, i) => [name, values[i]]))
          const expected = types.length === 1 ? values[0] : isNamed ? named() : values
          const read = codec.functions.get(fragment.name)?.output.read(data, 0)
          expect(types.length === 0 ? undefined : read).toEqual(
            types.length === 0 ? undefined : expected,
          )
        }),
        runs,
      )
    })
  })

  test('every event is read back from what ethers encodes', () => {
    const address = `0x${'11'.repeat(20)}` as const
    const addresses = Object.fromEntries(contractKeys.map((each) => [each, `0x${'22'.repeat(20)}`]))
    const decoder = createEventDecoder({ ...addresses, [key]: address } as never)
    ethers.forEachEvent((fragment) => {
      fc.assert(
        fc.property(anyNamed(fragment.inputs), (args) => {
          const list = fragment.inputs.map(({ name }) => args[name])
          const { topics, data } = ethers.encodeEventLog(fragment, list)
          const log = { address, topics, data, blockNumber: '0x5', logIndex: '0x1' }
          const decoded = decoder.decode(log as unknown as RawLog)
          expect(decoded).toMatchObject({ contract: key, name: fragment.name, blockNumber: 5 })
          expect(decoded?.args).toEqual(args)
        }),
        runs,
      )
    })
  })

  test('every custom error is read back from what ethers encodes', () => {
    ethers.forEachError((fragment) => {
      fc.assert(
        fc.property(anyNamed(fragment.inputs), (args) => {
          const list = fragment.inputs.map(({ name }) => args[name])
          const data = ethers.encodeErrorResult(fragment, list)
          const ours = codec.errorsBySelector.get(data.slice(0, 10))
          expect(ours?.name).toBe(fragment.name)
          expect(ours?.values.read(fromHex(`0x${data.slice(10)}`), 0)).toEqual(args)
        }),
        runs,
      )
    })
  })

  test('no name stands for two functions or events', () => {
    const names = (type: string) =>
      ethers.fragments.flatMap((each) => (each.type === type ? [Reflect.get(each, 'name')] : []))
    for (const type of ['function', 'event']) {
      expect(new Set(names(type)).size).toBe(names(type).length)
    }
  })
})

describe('what nests', () => {
  const parameters: AbiParameter[] = [
    { name: 'words', type: 'bytes32[]' },
    {
      name: 'lists',
      type: 'tuple[]',
      components: [
        { name: 'text', type: 'string' },
        { name: 'deep', type: 'tuple[]', components: [{ name: 'data', type: 'bytes' }] },
        { name: 'small', type: 'uint8' },
      ],
    },
    { name: 'grid', type: 'uint16[][]' },
  ]
  const types = [
    'bytes32[]',
    'tuple(string text, tuple(bytes data)[] deep, uint8 small)[]',
    'uint16[][]',
  ] // prettier-ignore
  const deep = fc.record({ data: fc.uint8Array({ maxLength: 70 }).map(toHex) })
  const list = fc.record({
    text: fc.string({ unit: 'grapheme' }),
    deep: fc.array(deep, { maxLength: 3 }),
    small: fc.nat({ max: 255 }),
  })
  const values = fc.tuple(
    fc.array(anyHex(32), { maxLength: 3 }),
    fc.array(list, { maxLength: 3 }),
    fc.array(fc.array(fc.nat({ max: 65_535 }), { maxLength: 3 }), { maxLength: 3 }),
  )

  test('is encoded as ethers does, and read back', () => {
    const codec = positionalCodec(parameters)
    fc.assert(
      fc.property(values, (sample) => {
        const encoded = encodeSequence(codec, sample)
        expect(toHex(encoded)).toBe(AbiCoder.defaultAbiCoder().encode(types, sample))
        expect(codec.read(encoded, 0)).toEqual(sample)
      }),
      { seed: 4, numRuns: 100 },
    )
  })

  test('error: whatever is cut off or altered is refused or reads as something, never hangs', () => {
    const codec = positionalCodec(parameters)
    const changes = fc.tuple(values, fc.nat(), fc.nat({ max: 255 }), fc.nat())
    fc.assert(
      fc.property(changes, ([sample, at, byte, cut]) => {
        const encoded = Uint8Array.from(encodeSequence(codec, sample))
        encoded[at % encoded.length] = byte
        const damaged = encoded.subarray(0, cut % (encoded.length + 1))
        try {
          codec.read(damaged, 0)
        } catch (error) {
          expect(error).toMatchObject({ code: 'input.invalid' })
        }
      }),
      { seed: 5, numRuns: 300 },
    )
  })
})

test.each([
  ['a number that is too large', { type: 'uint8', name: 'small' }, 256],
  ['a negative amount', { type: 'uint96', name: 'fee' }, -1n],
  ['an address that is too short', { type: 'address', name: 'buyer' }, '0x1234'],
  ['a hash without 0x', { type: 'bytes32', name: 'hash' }, `00${'11'.repeat(32)}`],
  ['a truth that is none', { type: 'bool', name: 'flag' }, 1],
  ['nothing at all', { type: 'bytes32', name: 'hash' }, undefined],
])('error: %s is refused by name before it is sent', (_, parameter, value) => {
  expect(() => encodeSequence(positionalCodec([parameter]), [value])).toThrow(
    expect.objectContaining({
      code: 'input.invalid',
      details: expect.objectContaining({ field: parameter.name }),
    }),
  )
})
