import type { Command } from 'commander'
import { z } from 'zod'
import { localName } from '../../files/networkFile.ts'
import { perform } from '../perform.ts'
import { runScript } from '../runScript.ts'
import type { Session } from '../terminal.ts'

const port = z.coerce.number().int().min(0).max(65_535)
const names = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .pipe(z.array(localName).max(32))

const upOptions = z.strictObject({
  agencies: names.optional(),
  lenders: names.optional(),
  subjects: names.optional(),
  host: z.string().min(1).optional(),
  chainPort: port.optional(),
  windows: z.string().optional(),
})

export function addNetworkCommands(program: Command, session: Session): void {
  const network = program
    .command('network')
    .description('A whole network on this machine: chain, agencies, relayer, lender.')
  network
    .command('up')
    .description('Start what does not run yet; everything resumes from the state folder.')
    .option('--agencies <names>', 'agencies, separated by commas (first start only; a,b,c)')
    .option('--lenders <names>', 'lenders (first start only; lender)')
    .option('--subjects <names>', 'people with a wallet, not enrolled yet (none)')
    .option('--host <host>', 'where to listen (first start only; 127.0.0.1)')
    .option('--chain-port <port>', 'port of the chain (first start only; any free one)')
    .option('--windows <preset>', 'time windows of legs: usual or short (first start only; usual)')
    .action(perform(session, upOptions, (options, context) => runScript('up', options, context)))
  network
    .command('down')
    .description('Stop every process of the network; nothing is lost.')
    .action(perform(session, z.strictObject({}), (_, context) => runScript('down', {}, context)))
  network
    .command('status')
    .description('What runs, where, and how far the chain has come.')
    .action(perform(session, z.strictObject({}), (_, context) => runScript('status', {}, context)))
  network
    .command('reset')
    .description('Stop the network and delete its state folder for good.')
    .option('--yes', 'really delete')
    .action(
      perform(session, z.strictObject({ yes: z.boolean().optional() }), (options, context) =>
        runScript('reset', options, context),
      ),
    )
}
