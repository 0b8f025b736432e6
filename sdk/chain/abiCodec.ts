import { fromHex, fromUtf8, toHex, utf8 } from '../crypto/bytes.ts'
import type { AbiParameter } from './abiTypes.ts'
import { AbiWriter } from './abiWriter.ts'
import { readNumber, unreadable, wordFormat, wordLength } from './wordFormat.ts'

/**
 * Encodes and decodes values of one ABI type (Solidity, "Contract ABI Specification"), as `AbiValue` types them.
 * Ethers does the same some twenty times slower, for every request and every event; tests prove the bytes equal.
 */
export interface AbiCodec {
  readonly isDynamic: boolean
  /** Bytes that it takes where it stands: its words, or the one that points to them. */
  readonly headLength: number
  /** Writes a static value at `start`; appends a dynamic one. */
  write(writer: AbiWriter, start: number, value: unknown): void
  read(data: Uint8Array, start: number): unknown
}

/** The codec of one type. */
export function codecOf(parameter: AbiParameter): AbiCodec {
  const { type, name, components = [] } = parameter
  if (type.endsWith('[]')) return arrayCodec(codecOf({ ...parameter, type: type.slice(0, -2) }))
  if (type === 'tuple') return namedCodec(components)
  if (type === 'bytes') return textCodec((value) => fromHex(value), toHex)
  if (type === 'string') return textCodec(utf8, fromUtf8)
  return wordCodec(type, name)
}

/** Values by position: the inputs of a call, the outputs of a view. */
export function positionalCodec(parameters: readonly AbiParameter[]): AbiCodec {
  return sequenceCodec(parameters.map(codecOf), {
    toList: (value) => value as readonly unknown[], // its caller's type
    fromList: (values) => values,
  })
}

/** Values by name: structs, and the arguments of events and errors. */
export function namedCodec(parameters: readonly AbiParameter[]): AbiCodec {
  const names = parameters.map(({ name }) => name)
  return sequenceCodec(parameters.map(codecOf), {
    toList: (value) => names.map((name) => (value as Record<string, unknown>)[name]), // likewise
    fromList: (values) => Object.fromEntries(names.map((name, i) => [name, values[i]])),
  })
}

/** `abi.encode` of the values of a sequence. Throws `input.invalid` for one that its type cannot hold. */
export function encodeSequence(codec: AbiCodec, values: unknown): Uint8Array {
  const writer = new AbiWriter()
  codec.write(writer, writer.reserve(codec.isDynamic ? 0 : codec.headLength), values)
  return writer.finish()
}

interface Shape {
  readonly toList: (value: unknown) => readonly unknown[]
  readonly fromList: (values: unknown[]) => unknown
}

function sequenceCodec(codecs: readonly AbiCodec[], { toList, fromList }: Shape): AbiCodec {
  const headsLength = codecs.reduce((length, codec) => length + codec.headLength, 0)
  const isDynamic = codecs.some((codec) => codec.isDynamic)
  return {
    isDynamic,
    headLength: isDynamic ? wordLength : headsLength,
    write: (writer, start, value) => {
      const first = isDynamic ? writer.reserve(headsLength) : start
      writeHeads(writer, first, pairUp(codecs, toList(value)))
    },
    read: (data, start) => fromList(readHeads(data, start, codecs)),
  }
}

function arrayCodec(element: AbiCodec): AbiCodec {
  return {
    isDynamic: true,
    headLength: wordLength,
    write: (writer, _, value) => {
      const values = value as readonly unknown[] // its caller's type
      const start = writer.reserve(wordLength + values.length * element.headLength)
      lengthFormat.lay(writer.bytes, start, values.length, 'length')
      writeHeads(
        writer,
        start + wordLength,
        values.map((each) => [element, each] as const),
      ) // prettier-ignore
    },
    read: (data, start) => {
      const count = readNumber(data, start)
      // Every element has a head; a length that promises more than there is would only exhaust memory.
      if (count * element.headLength > data.length) throw unreadable('an array')
      return readHeads(data, start + wordLength, new Array<AbiCodec>(count).fill(element))
    },
  }
}

function textCodec(
  toBytes: (value: string) => Uint8Array,
  fromBytes: (bytes: Uint8Array) => string,
): AbiCodec {
  return {
    isDynamic: true,
    headLength: wordLength,
    write: (writer, _, value) => {
      const bytes = toBytes(value as string) // its caller's type
      const padded = Math.ceil(bytes.length / wordLength) * wordLength
      const start = writer.reserve(wordLength + padded)
      lengthFormat.lay(writer.bytes, start, bytes.length, 'length')
      writer.bytes.set(bytes, start + wordLength)
    },
    read: (data, start) => {
      const from = start + wordLength
      const to = from + readNumber(data, start)
      if (to > data.length) throw unreadable('bytes')
      return fromBytes(data.subarray(from, to))
    },
  }
}

function wordCodec(type: string, name: string): AbiCodec {
  const format = wordFormat(type)
  return {
    isDynamic: false,
    headLength: wordLength,
    write: (writer, start, value) => format.lay(writer.bytes, start, value, name),
    read: (data, start) => format.read(data, start),
  }
}

const lengthFormat = wordFormat('uint48')

type Pair = readonly [codec: AbiCodec, value: unknown]

function pairUp(codecs: readonly AbiCodec[], values: readonly unknown[]): Pair[] {
  return codecs.map((codec, i) => [codec, values[i]])
}

// A dynamic value follows behind all heads; its own head says how far behind the first one.
function writeHeads(writer: AbiWriter, first: number, pairs: readonly Pair[]): void {
  let head = first
  for (const [codec, value] of pairs) {
    if (codec.isDynamic) lengthFormat.lay(writer.bytes, head, writer.length - first, 'offset')
    codec.write(writer, head, value)
    head += codec.headLength
  }
}

function readHeads(data: Uint8Array, first: number, codecs: readonly AbiCodec[]): unknown[] {
  let head = first
  return codecs.map((codec) => {
    const at = codec.isDynamic ? first + readNumber(data, head) : head
    head += codec.headLength
    return codec.read(data, at)
  })
}
