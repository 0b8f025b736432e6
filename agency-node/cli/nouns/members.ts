import type { Command } from 'commander'
import { z } from 'zod'
import { localName } from '../../files/networkFile.ts'
import { listMembers } from '../members/list.ts'
import { perform } from '../perform.ts'
import { runScript } from '../runScript.ts'
import type { Session } from '../terminal.ts'

const admitOptions = z.strictObject({ name: localName, role: z.enum(['agency', 'lender']) })

export function addMembersCommands(program: Command, session: Session): void {
  const members = program.command('members').description('Who takes part, as the chain has it.')
  members
    .command('admit <name>')
    .description(
      'As the council of the local network: admit an agency of this state folder (creditmesh agency init), or a new lender, with test money; agencies with a price list.',
    )
    .option('--role <role>', 'agency or lender', 'agency')
    .action(
      perform(session, admitOptions, (options, context) => runScript('admit', options, context)),
    )
  members
    .command('list')
    .description('Everybody whom the council admitted: name, role, standing, account, endpoint.')
    .action(perform(session, z.strictObject({}), listMembers))
}
