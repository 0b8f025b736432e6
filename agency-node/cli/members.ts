import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import { type Member, memberRoles } from '@creditmesh/sdk/chain/memberViews.ts'
import type { AgencyRecipient } from '@creditmesh/sdk/client/subject/consentRequest.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { address } from '@creditmesh/sdk/wire/fields.ts'
import { z } from 'zod'
import { localName } from '../files/networkFile.ts'
import { stateFolderAt } from '../files/stateFolder.ts'
import type { ChainAccess } from './chainAccess.ts'
import { readJsonFile } from './jsonFile.ts'

/** A member as it is named on a command line: by its name in this state folder, or by its address. */
export const memberOption = z.union([address, localName])

const identityFile = z.looseObject({ address })

/** Finds an agency that the person can seal a disclosure to. Throws `auth.member_unknown`. */
export async function findAgency(
  nameOrAddress: string,
  dir: string,
  chain: ChainAccess,
): Promise<AgencyRecipient & { readonly endpoint: string }> {
  const account = await addressOf(nameOrAddress, {
    kind: 'agency',
    folderOf: (name) => stateFolderAt(dir).agency(name),
    known: chain.network.agencies.map(({ name }) => name),
  })
  const { keyEpoch, endpoint, name } = await requireMember(account, memberRoles.AGENCY, chain)
  const { x25519 } = await chain.views.keysOf(account, keyEpoch)
  return { address: account, name, endpoint, keyEpoch, x25519 }
}

/** Finds who may ask. Throws `auth.member_unknown`. */
export async function findLender(
  nameOrAddress: string,
  dir: string,
  chain: ChainAccess,
): Promise<{ readonly address: Address; readonly name: string }> {
  const account = await addressOf(nameOrAddress, {
    kind: 'lender',
    folderOf: (name) => stateFolderAt(dir).lender(name),
    known: chain.network.lenders,
  })
  const { name } = await requireMember(account, memberRoles.QUERY_USER, chain)
  return { address: account, name }
}

interface Known {
  readonly kind: 'agency' | 'lender'
  readonly folderOf: (name: string) => string
  readonly known: readonly string[]
}

/** The address of a member, or what a name in this state folder stands for. */
export async function addressOf(
  nameOrAddress: string,
  { kind, folderOf, known }: Known,
): Promise<Address> {
  const given = address.safeParse(nameOrAddress)
  if (given.success) return given.data
  const file = join(folderOf(nameOrAddress), 'identity.json')
  if (existsSync(file)) return (await readJsonFile(file, identityFile)).address
  throw new MeshError('file.not_found', {
    detail: `there is no ${kind} "${nameOrAddress}" in this state folder; there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ') || 'none'}`,
    action: 'Choose one of them, or give its address.',
  })
}

async function requireMember(
  account: Address,
  role: number,
  { views }: ChainAccess,
): Promise<Member> {
  const member = await views.memberOf(account)
  if (member === null || (member.roles & role) === 0) {
    throw new MeshError('auth.member_unknown', {
      detail: 'the chain knows no such member in this role',
      details: { account },
    })
  }
  return member
}
