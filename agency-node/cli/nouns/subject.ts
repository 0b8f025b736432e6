import { addCredential } from '@creditmesh/sdk/client/subject/enrolments.ts'
import { toBase64Url } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { credentialSchema } from '@creditmesh/sdk/wire/credentials.ts'
import { parseWith, toJson } from '@creditmesh/sdk/wire/json.ts'
import type { Command } from 'commander'
import { z } from 'zod'
import { localName } from '../../files/networkFile.ts'
import { callAgency } from '../callAgency.ts'
import { openChain } from '../chainAccess.ts'
import { type CommandContext, perform, type Report } from '../perform.ts'
import { addPersonOptions, personOptions, readPerson } from '../personOption.ts'
import { listSubjects } from '../subject/list.ts'
import type { Session } from '../terminal.ts'
import { makeWallet, readWallet } from '../walletAccess.ts'

const createOptions = z.strictObject({ name: localName })
const enrollOptions = z.strictObject({
  name: localName,
  agency: localName,
  contact: z.string().min(1).max(200).optional(),
  ...personOptions,
})

export function addSubjectCommands(program: Command, session: Session): void {
  const subject = program
    .command('subject')
    .description('A person with a wallet: a root secret, and a fresh key for each consent.')
  subject
    .command('create <name>')
    .description('Make a wallet. The name is for this machine alone; nobody else learns it.')
    .action(
      perform(session, createOptions, async ({ name }, { dir }) => {
        const { rootKey } = await makeWallet(dir, name)
        const root = toBase64Url(rootKey.publicKey)
        return { value: { name, root }, text: `The wallet "${name}" is made. Root key: ${root}` }
      }),
    )
  subject
    .command('list')
    .description('The wallets of this state folder, and which agencies vouch for each.')
    .action(perform(session, z.strictObject({}), listSubjects))
  const enroll = subject
    .command('enroll <name>')
    .description('Let an agency, which has identified the person, vouch for the root of a wallet.')
    .requiredOption('--agency <name>', 'an agency of this state folder, whose clerk you are now')
    .option('--contact <text>', 'where the agency tells the person of a changed root')
  addPersonOptions(enroll).action(perform(session, enrollOptions, enrollSubject))
}

/** Both sides of the counter: the person's wallet shows its root, the agency's clerk signs for it. */
async function enrollSubject(
  { name, agency, contact, ...person }: z.output<typeof enrollOptions>,
  context: CommandContext,
): Promise<Report> {
  const identifier = await readPerson(person)
  const wallet = await readWallet(context.dir, name)
  const root = toBase64Url(wallet.rootKey.publicKey)
  const { credential: issued } = await callAgency(context, {
    agency,
    command: 'subject.enroll',
    args: { identifier, root, ...(contact !== undefined && { contact }) },
  })
  const credential = parseWith(credentialSchema, issued)
  const { views } = await openChain(context.dir)
  const issuerKey = await views.keysOf(credential.issuer, credential.keyEpoch)
  await addCredential(wallet, { agencyName: agency, credential }, issuerKey.ed25519).catch(
    (cause: unknown) => {
      throw isOtherPerson(cause) ? otherPerson(name, cause) : cause
    },
  )
  const { issuer, until } = credential
  const value = toJson({ name, agency, issuer, root, until }) as object // it is given one
  const day = new Date(until * 1000).toISOString().slice(0, 10)
  return { value, text: `Agency ${agency} vouches for the root of "${name}" until ${day}.` }
}

// Agencies compute the same tag for the same document: another tag is another document's.
function isOtherPerson(cause: unknown): boolean {
  return (
    cause instanceof MeshError &&
    cause.code === 'subject.credential_invalid' &&
    cause.details.field === 'tag'
  )
}

function otherPerson(name: string, cause: unknown): MeshError {
  return new MeshError('subject.credential_invalid', {
    detail: `the wallet "${name}" is another person's: other agencies vouch for it under another document`,
    details: { field: 'tag' },
    action:
      'Use the document of before, or make a wallet for this person: creditmesh subject create.',
    cause,
  })
}
