import { Command } from 'commander'
import { addNetworkCommands } from './nouns/network.ts'
import type { Terminal } from './terminal.ts'
import { version } from './version.ts'

/** Every noun of the command line, in the order of its help. */
const nouns = [addNetworkCommands]

/** Builds the command line. Nothing runs before `parseAsync`. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('creditmesh')
    .description('A permissioned network for sharing credit data.')
    .version(version)
    .option('--dir <folder>', 'state folder', '.creditmesh')
    .option('--json', 'print one JSON object')
    .showSuggestionAfterError(true)
  for (const add of nouns) add(program, terminal)
  prepare(program, terminal)
  return program
}

/** Settings that commander does not hand down to commands that exist already. */
function prepare(command: Command, terminal: Terminal): void {
  command.exitOverride()
  // Errors are reported once, by runCli.
  command.configureOutput({ writeOut: terminal.out, writeErr: () => undefined })
  for (const child of command.commands) prepare(child, terminal)
}
