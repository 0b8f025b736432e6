import { accessManagerAbi } from '../abi/accessManager.ts'
import { consentsAbi } from '../abi/consents.ts'
import { credentialsAbi } from '../abi/credentials.ts'
import { ledgerAbi } from '../abi/ledger.ts'
import { membersAbi } from '../abi/members.ts'
import { modelRegistryAbi } from '../abi/modelRegistry.ts'
import { priceListAbi } from '../abi/priceList.ts'
import { queriesAbi } from '../abi/queries.ts'
import { settlementTokenAbi } from '../abi/settlementToken.ts'

/** The ABI of every contract under the name that a deployment gives it. */
export const abis = {
  accessManager: accessManagerAbi,
  token: settlementTokenAbi,
  members: membersAbi,
  priceList: priceListAbi,
  credentials: credentialsAbi,
  consents: consentsAbi,
  ledger: ledgerAbi,
  queries: queriesAbi,
  modelRegistry: modelRegistryAbi,
} as const

export type Abis = typeof abis
export type ContractKey = keyof Abis

export const contractKeys = Object.keys(abis) as ContractKey[] // its own keys
