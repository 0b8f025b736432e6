import { MeshError } from '../errors.ts'
import type { Digest, Hex } from './ids.ts'
import type { Settlement } from './queryStructs.ts'

/** A signature in the 64 bytes of ERC-2098: the parity of y is the highest bit of `vs`. */
export interface CompactSignature {
  readonly r: Digest
  readonly vs: Digest
}

/** The form that the Queries contract takes; off chain a signature keeps its 65 bytes. Throws `auth.signature_invalid`. */
export function compactSignature(signature: Hex): CompactSignature {
  const parts = /^0x([0-9a-f]{64})([0-7])([0-9a-f]{63})(1b|1c)$/i.exec(signature)
  if (parts === null) {
    throw new MeshError('auth.signature_invalid', {
      detail: 'a signature has 65 bytes: r, s in the lower half, v 27 or 28',
    })
  }
  const [, r, highDigit = '0', restOfS, v = '1b'] = parts
  const parity = v.toLowerCase() === '1c' ? 8 : 0
  const high = (Number.parseInt(highDigit, 16) | parity).toString(16)
  return { r: `0x${r}`, vs: `0x${high}${restOfS}` }
}

export type RecordedSettlement = Omit<Settlement, 'sellerSignature' | 'buyerSignature'> & {
  readonly sellerSignature: CompactSignature
  readonly buyerSignature: CompactSignature
}

/** The form in which a settlement is presented to the contract. */
export function toRecordedSettlement(settlement: Settlement): RecordedSettlement {
  return {
    ...settlement,
    sellerSignature: compactSignature(settlement.sellerSignature),
    buyerSignature: compactSignature(settlement.buyerSignature),
  }
}
