import { readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { localName } from '../../files/networkFile.ts'
import { pathErrorOf } from '../../files/pathError.ts'
import { stateFolderAt } from '../../files/stateFolder.ts'
import type { CommandContext, Report } from '../perform.ts'
import { readWallet } from '../walletAccess.ts'
import { isoTime } from '../words.ts'

/** The wallets that lie in a state folder, by name. */
export async function walletNames(dir: string): Promise<string[]> {
  const folder = dirname(stateFolderAt(dir).subject('any'))
  const names = await readdir(folder).catch((cause: unknown) => {
    if (pathErrorOf(cause)?.code === 'file.not_found') return []
    throw cause
  })
  return names.filter((name) => localName.safeParse(name).success).sort()
}

export async function listSubjects(_: object, { dir }: CommandContext): Promise<Report> {
  const subjects = await Promise.all((await walletNames(dir)).map((name) => describe(dir, name)))
  const lines = subjects.map(
    ({ name, vouchedFor, consents }) =>
      `${name.padEnd(16)} ${consents} consents; ${vouchedFor.map(({ agency, until }) => `${agency} until ${isoTime(until).slice(0, 10)}`).join(', ') || 'nobody vouches for it yet'}`,
  )
  const text = lines.join('\n') || 'No wallet lies here yet: creditmesh subject create <name>'
  return { value: { subjects }, text }
}

async function describe(dir: string, name: string) {
  const { enrolments, consents } = (await readWallet(dir, name)).state()
  const vouchedFor = enrolments.map(({ agencyName: agency, credential: { until } }) => ({
    agency,
    until,
  }))
  return { name, vouchedFor, consents: consents.length }
}
