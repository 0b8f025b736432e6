import { type ConsentViews, createConsentViews } from './consentViews.ts'
import type { BlockTag, Contracts } from './contracts.ts'
import { createLegViews, type LegViews } from './legViews.ts'
import { createMemberViews, type MemberViews } from './memberViews.ts'
import { createModelViews, type ModelViews } from './modelViews.ts'
import { createMoneyViews, type MoneyViews } from './moneyViews.ts'

/** Everything that can be asked of the contracts, typed; reads of one turn travel as one request. */
export interface ChainViews extends MemberViews, ConsentViews, LegViews, MoneyViews, ModelViews {}

/** `block` is the state that all of them see: `latest` where a block is final at once. */
export function createViews(contracts: Contracts, block: BlockTag = 'latest'): ChainViews {
  return {
    ...createMemberViews(contracts, block),
    ...createConsentViews(contracts, block),
    ...createLegViews(contracts, block),
    ...createMoneyViews(contracts, block),
    ...createModelViews(contracts, block),
  }
}
