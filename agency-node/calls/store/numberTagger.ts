import { createKeyedHash } from '../../native/keyedHash.ts'
import { digitsOf } from '../reading/callBatch.ts'
import { tagWords } from './tagTable.ts'

export interface NumberTagger {
  /** Puts the tag of a number into `into` at a word. */
  readonly tag: (high: number, low: number, into: Uint32Array, at: number) => void
  /** Tells two keys apart without telling anything else about them. */
  readonly keyCheck: string
  readonly wipe: () => void
}

const numberDomain = 'creditmesh/calls/number/1|'
const keyDomain = 'creditmesh/calls/key-check/1'

/** HMAC-SHA-256 under the network's key: the disk holds no number, and whoever lacks the key cannot try them all. */
export function createNumberTagger(key: Uint8Array): NumberTagger {
  const keyed = createKeyedHash(key)
  return {
    tag(high, low, into, at) {
      const hash = keyed.of(numberDomain + digitsOf(high, low))
      const view = new DataView(hash.buffer, hash.byteOffset)
      for (let i = 0; i < tagWords; i++) into[at + i] = view.getUint32(4 * i, true)
    },
    keyCheck: Buffer.from(keyed.of(keyDomain)).toString('hex'),
    wipe: () => keyed.wipe(),
  }
}
