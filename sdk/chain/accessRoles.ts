/** Role ids of the AccessManager; what each may call stands in scripts/chain/networkAccess.ts. */
export const accessRoles = {
  ADMIN: 0n,
  COUNCIL: 1n,
  SUPERVISOR: 2n,
  SETTLEMENT: 3n,
  AUDITOR: 4n,
} as const
export type AccessRole = keyof typeof accessRoles
