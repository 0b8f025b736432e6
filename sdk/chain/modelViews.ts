import { toHex, utf8 } from '../crypto/bytes.ts'
import { MeshError } from '../errors.ts'
import type { BlockTag, Contracts } from './contracts.ts'
import type { Address, Hex } from './ids.ts'

/** As `ModelStatus` in Types.sol, by position. */
export const modelStatuses = [
  'NONE',
  'PROPOSED',
  'APPROVED',
  'CHAMPION',
  'CHALLENGER',
  'RETIRED',
  'REJECTED',
] as const
export type ModelStatus = (typeof modelStatuses)[number]

/** Where a model of an agency stands. */
export interface ModelOnChain {
  readonly modelId: Hex
  readonly product: string
  readonly status: ModelStatus
  /** How often it was proposed. */
  readonly round: number
  readonly proposer: Address
  readonly proposedAtSec: number
  /** Undefined while nobody has decided in this round. */
  readonly decision?: { readonly approver: Address; readonly atSec: number }
}

/** Models and the two persons behind each. */
export interface ModelViews {
  /** Null for a model that the agency never proposed. */
  modelOf(agency: Address, modelId: Hex): Promise<ModelOnChain | null>
  /** Null while the agency has no champion for the product. */
  championOf(agency: Address, product: string): Promise<Hex | null>
  /** Whether the account may decide for the agency now. */
  isApprover(agency: Address, approver: Address): Promise<boolean>
}

export function createModelViews(
  { modelRegistry }: Pick<Contracts, 'modelRegistry'>,
  block: BlockTag,
): ModelViews {
  return {
    modelOf: async (agency, modelId) => {
      const raw = await modelRegistry.read('modelOf', [agency, modelId], { block })
      const status = modelStatuses[raw.status] ?? 'NONE'
      if (status === 'NONE') return null
      const { round, proposer, proposedAt, approver, decidedAt } = raw
      return {
        ...{ modelId, product: productName(raw.product), status, round, proposer },
        proposedAtSec: proposedAt,
        ...(decidedAt !== 0 && { decision: { approver, atSec: decidedAt } }),
      }
    },
    championOf: async (agency, product) => {
      const id = await modelRegistry.read('championOf', [agency, productWord(product)], { block })
      return /^0x0+$/.test(id) ? null : id
    },
    isApprover: (agency, approver) =>
      modelRegistry.read('isApprover', [agency, approver], { block }),
  }
}

const longestProduct = 31

/** The name of a product as the contract keeps it. Throws `input.invalid` unless it has 1 to 31 bytes. */
export function productWord(product: string): Hex {
  const bytes = utf8(product)
  if (bytes.length === 0 || bytes.length > longestProduct) {
    throw new MeshError('input.invalid', { detail: 'the name of a product has 1 to 31 bytes' })
  }
  const word = new Uint8Array(32)
  word.set(bytes)
  return toHex(word)
}

/** The inverse of `productWord`. */
export function productName(word: Hex): string {
  const codes = word.slice(2).match(/../g) ?? []
  const bytes = Uint8Array.from(codes, (code) => Number.parseInt(code, 16))
  return new TextDecoder().decode(bytes).replace(/\0+$/, '')
}
