import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { createSecretFile } from '../../store/sealing/secretFile.ts'
import { perform } from '../perform.ts'
import type { Session } from '../terminal.ts'

const keyOptions = z.strictObject({ file: z.string().min(1) })

export function addCallsKey(calls: Command, session: Session): void {
  calls
    .command('key <file>')
    .description('Make the secret under which telephone numbers are hashed; it never replaces one.')
    .action(
      perform(session, keyOptions, async ({ file }) => {
        const path = resolve(file)
        await createSecretFile(path, randomBytes(32))
        return {
          value: { path },
          text: `The key is in ${path}; without it the calls are of no use.`,
        }
      }),
    )
}
