import { type AccessRole, accessRoles } from '@creditmesh/sdk/chain/accessRoles.ts'
import type { ContractCall, Contracts } from '@creditmesh/sdk/chain/contracts.ts'
import type { Address, Hex } from '@creditmesh/sdk/chain/ids.ts'
import { type ContractKey, interfaces } from '@creditmesh/sdk/chain/interfaces.ts'

/** Which role may call which guarded functions; what is not listed stays with the admin. */
const permissions: readonly [AccessRole, ContractKey, readonly string[]][] = [
  ['COUNCIL', 'members', ['admit', 'suspend', 'readmit', 'unpause']],
  ['COUNCIL', 'members', ['setPurposes', 'undeclareAffiliation']],
  ['COUNCIL', 'consents', ['revokeByNetwork', 'setTemplate']],
  ['COUNCIL', 'modelRegistry', ['appointFor', 'dismissFor']],
  ['SUPERVISOR', 'members', ['pause']],
  ['SETTLEMENT', 'token', ['mint', 'burn']],
  ['AUDITOR', 'consents', ['proposeInvalidation', 'confirmInvalidation']],
]

/** Accounts that hold each role from the start. Two auditors at least, or nothing can be invalidated. */
export interface RoleHolders {
  readonly admins: readonly Address[]
  readonly council: readonly Address[]
  readonly supervisors: readonly Address[]
  readonly settlementAgents: readonly Address[]
  readonly auditors: readonly Address[]
}

/** The calls by which the deployer, still the only admin, hands its powers out and keeps none it was not given. */
export function accessCalls(
  contracts: Contracts,
  holders: RoleHolders,
  deployer: Address,
): ContractCall[] {
  const manager = contracts.accessManager
  const rules = permissions.map(([role, key, functions]) =>
    manager.encode(
      'setTargetFunctionRole',
      contracts[key].address,
      functions.map((name) => selectorOf(key, name)),
      accessRoles[role],
    ),
  )
  const labels = (['COUNCIL', 'SUPERVISOR', 'SETTLEMENT', 'AUDITOR'] as const).map((role) =>
    manager.encode('labelRole', accessRoles[role], role),
  )
  const grants = grantees(holders).map(([role, account]) =>
    manager.encode('grantRole', accessRoles[role], account, 0),
  )
  const isAdmin = holders.admins.includes(deployer)
  const leave = isAdmin ? [] : [manager.encode('renounceRole', accessRoles.ADMIN, deployer)]
  return [...rules, ...labels, ...grants, ...leave]
}

function grantees(holders: RoleHolders): (readonly [AccessRole, Address])[] {
  const of = (role: AccessRole, accounts: readonly Address[]) =>
    accounts.map((account) => [role, account] as const)
  return [
    ...of('ADMIN', holders.admins),
    ...of('COUNCIL', holders.council),
    ...of('SUPERVISOR', holders.supervisors),
    ...of('SETTLEMENT', holders.settlementAgents),
    ...of('AUDITOR', holders.auditors),
  ]
}

function selectorOf(key: ContractKey, name: string): Hex {
  return interfaces[key].getFunction(name)?.selector as Hex // the table names functions of the ABI
}
