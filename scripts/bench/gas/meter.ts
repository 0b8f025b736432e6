import type { Addresses, ContractCall } from '@creditmesh/sdk/chain/contracts.ts'
import { contractKeys, interfaces } from '@creditmesh/sdk/chain/interfaces.ts'
import { median } from '../median.ts'

/** Writes down what each transaction took, under the function that it called. */
export interface Meter {
  /** `variant` tells apart ways of one function that cost differently. */
  record(call: ContractCall, gasUsed: bigint, variant?: string): void
  /** Median gas by name, in the order in which the names came up. */
  figures(): Record<string, number>
  /** State-changing functions of all contracts that no transaction called. */
  missing(): string[]
}

/** Only another contract may call these; what they take is part of the calls that lead to them. */
const calledByContracts: readonly string[] = [
  'Consents.consume',
  'Consents.noteAttempt',
  'Consents.returnUse',
  'Consents.updateCarriedLeg',
  'Ledger.lock',
  'Ledger.release',
  'Ledger.refund',
  'AccessManager.consumeScheduledOp',
]

// Every contract that the manager guards has it, and the manager alone may call it (updateAuthority).
const calledByManager = 'setAuthority'

export function createMeter(addresses: Addresses): Meter {
  const taken = new Map<string, number[]>()
  const called = new Set<string>()
  return {
    record(call, gasUsed, variant) {
      const name = nameOf(call, addresses)
      called.add(name)
      const label = variant === undefined ? name : `${name} (${variant})`
      taken.set(label, [...(taken.get(label) ?? []), Number(gasUsed)])
    },
    figures: () =>
      Object.fromEntries(Array.from(taken, ([name, values]) => [name, median(values)])),
    missing: () => stateChangingFunctions().filter((name) => !called.has(name)),
  }
}

function nameOf({ to, data }: ContractCall, addresses: Addresses): string {
  const key = contractKeys.find((candidate) => addresses[candidate] === to)
  const fragment = key && interfaces[key].getFunction(data.slice(0, 10))
  if (!key || !fragment) throw new RangeError(`a call that no ABI knows: ${to}`)
  return `${contractName(key)}.${fragment.name}`
}

function stateChangingFunctions(): string[] {
  const names = contractKeys.flatMap((key) =>
    interfaces[key].fragments
      .filter((fragment) => fragment.type === 'function')
      .map((fragment) => interfaces[key].getFunction(fragment.format('sighash')))
      .filter((fragment) => fragment !== null && !fragment.constant)
      .map((fragment) => fragment?.name ?? '')
      .filter((name) => name !== calledByManager)
      .map((name) => `${contractName(key)}.${name}`),
  )
  return names.filter((name) => !calledByContracts.includes(name))
}

function contractName(key: string): string {
  return key === 'token' ? 'SettlementToken' : key.charAt(0).toUpperCase() + key.slice(1)
}
