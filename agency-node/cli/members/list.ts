import { type Member, memberRoles } from '@creditmesh/sdk/chain/memberViews.ts'
import { readEvents } from '@creditmesh/sdk/client/readEvents.ts'
import { openChain } from '../chainAccess.ts'
import type { CommandContext, Report } from '../perform.ts'
import { isoTime } from '../words.ts'

/** Everybody whom the council has ever admitted, as the chain has them now. */
export async function listMembers(_: object, { dir }: CommandContext): Promise<Report> {
  const { rpc, deployment, views } = await openChain(dir)
  const events = await readEvents({ rpc, deployment }, { contracts: ['members'] })
  const accounts = events.flatMap((event) =>
    event.name === 'MemberAdmitted' ? [event.args.account] : [],
  )
  const found = await Promise.all([...new Set(accounts)].map((account) => views.memberOf(account)))
  const members = found.filter((member) => member !== null)
  const text = members.map(lineOf).join('\n') || 'The council has admitted nobody yet.'
  return { value: { members: members.map(shownOf) }, text }
}

function rolesOf({ roles }: Member): string[] {
  return Object.entries(memberRoles).flatMap(([role, bit]) => ((roles & bit) !== 0 ? [role] : []))
}

function shownOf(member: Member) {
  return { ...member, roles: rolesOf(member) }
}

function lineOf(member: Member): string {
  const { name, status, account, endpoint, admittedAtSec } = member
  const who = `${name.padEnd(16)} ${rolesOf(member).join().padEnd(10)} ${status.padEnd(9)}`
  return `${who} ${account}  since ${isoTime(admittedAtSec)}  ${endpoint}`.trimEnd()
}
