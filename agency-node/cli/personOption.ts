import { type Identifier, normaliseIdentifier } from '@creditmesh/sdk/crypto/identifiers.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { identifierSchema } from '@creditmesh/sdk/wire/messages.ts'
import type { Command } from 'commander'
import { z } from 'zod'
import { readIfPresent } from '../files/atomicFile.ts'

/** Whom a command is about: named by an identity document, which better stands in a file than on a command line. */
export const personOptions = {
  person: z.string().min(1).optional(),
  identifier: z.string().min(1).optional(),
}

export function addPersonOptions(command: Command): Command {
  return command
    .option('--person <file>', 'JSON file with country, type and value of an identity document')
    .option('--identifier <id>', 'the same as COUNTRY:TYPE:VALUE; other users may see it in `ps`')
}

/** Reads the person's identifier. Throws `usage.invalid`, and never repeats what it read. */
export async function readPerson(options: {
  readonly person?: string | undefined
  readonly identifier?: string | undefined
}): Promise<Identifier> {
  const identifier = await read(options)
  normaliseIdentifier(identifier)
  return identifier
}

async function read({ person, identifier }: Parameters<typeof readPerson>[0]) {
  if (person !== undefined) return readPersonFile(person)
  const [country, type, ...value] = identifier?.split(':') ?? []
  if (country === undefined || type === undefined || value.length === 0) {
    throw new MeshError('usage.invalid', {
      detail: 'name the person by --person FILE or --identifier COUNTRY:TYPE:VALUE',
    })
  }
  return { country, type, value: value.join(':') }
}

async function readPersonFile(path: string): Promise<Identifier> {
  const text = await readIfPresent(path)
  if (text === null) throw new MeshError('file.not_found', { details: { path } })
  try {
    return identifierSchema.parse(JSON.parse(text))
  } catch {
    // Neither zod's words nor the parser's are repeated: both may quote the file.
    throw new MeshError('input.invalid', {
      detail: 'a person file is JSON with country, type and value',
      details: { path },
    })
  }
}
