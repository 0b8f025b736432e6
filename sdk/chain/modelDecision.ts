import { type EcdsaSuite, ethersEcdsa } from '../crypto/secp256k1.ts'
import type { Address, Hex } from './ids.ts'
import { defineStruct } from './structHash.ts'
import { bindDomain, eip712Domain, type TypedMessage } from './typedData.ts'

/** What an approver signs about one proposal of a model, as `ModelDecision` in Types.sol. */
export interface ModelDecision {
  readonly agency: Address
  /** SHA-256 of the canonical artefact. */
  readonly modelId: Hex
  /** Of the proposal: an artefact that was retired can be proposed again. */
  readonly round: number
  readonly approved: boolean
  /** Whole seconds of block time. */
  readonly deadline: number
}

const modelDecisionType = defineStruct<ModelDecision>('ModelDecision', [
  ['agency', 'address'],
  ['modelId', 'bytes32'],
  ['round', 'uint32'],
  ['approved', 'bool'],
  ['deadline', 'uint48'],
])

export interface ModelRegistryDomain {
  readonly chainId: number
  readonly addresses: { readonly modelRegistry: Address }
}

/** The one signed type of the ModelRegistry, under its domain. */
export function createModelDecisions(
  { chainId, addresses }: ModelRegistryDomain,
  ecdsa: EcdsaSuite = ethersEcdsa,
): TypedMessage<ModelDecision> {
  return bindDomain(eip712Domain(chainId, addresses.modelRegistry), ecdsa)(modelDecisionType)
}
