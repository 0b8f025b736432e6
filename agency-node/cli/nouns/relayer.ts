import type { Command } from 'commander'
import { z } from 'zod'
import { stateFolderAt } from '../../files/stateFolder.ts'
import { startRelayer } from '../../relayer/relayer.ts'
import { version } from '../../version.ts'
import { perform } from '../perform.ts'
import type { Session } from '../terminal.ts'
import { untilStopped } from '../untilStopped.ts'

const startOptions = z.strictObject({ folder: z.string().min(1).optional() })

export function addRelayerCommands(program: Command, session: Session): void {
  const relayer = program
    .command('relayer')
    .description('A neutral service that brings signed statements of people to the chain.')
  relayer
    .command('start')
    .description('Run it in this terminal, until it is asked to end; logs go to standard output.')
    .option('--folder <folder>', 'where relayer.json lies (<dir>/relayer)')
    .action(
      perform(session, startOptions, async ({ folder }, { dir }) => {
        const running = await startRelayer(folder ?? stateFolderAt(dir).relayer, { version })
        await untilStopped()
        await running.close()
        return null
      }),
    )
}
