import { Command } from 'commander'
import { version } from '../version.ts'
import { addAgencyCommands } from './nouns/agency.ts'
import { addAuditCommands } from './nouns/audit.ts'
import { addCallsCommands } from './nouns/calls.ts'
import { addConsentCommands } from './nouns/consent.ts'
import { addDoctorCommand } from './nouns/doctor.ts'
import { addJointCommands } from './nouns/joint.ts'
import { addMembersCommands } from './nouns/members.ts'
import { addModelCommands } from './nouns/model.ts'
import { addNetworkCommands } from './nouns/network.ts'
import { addQueryCommands } from './nouns/query.ts'
import { addRecordsCommands } from './nouns/records.ts'
import { addRelayerCommands } from './nouns/relayer.ts'
import { addSubjectCommands } from './nouns/subject.ts'
import type { Session } from './terminal.ts'

/** Every noun of the command line, in the order of its help. */
const nouns = [
  addNetworkCommands,
  addMembersCommands,
  addAgencyCommands,
  addRecordsCommands,
  addModelCommands,
  addJointCommands,
  addCallsCommands,
  addSubjectCommands,
  addConsentCommands,
  addQueryCommands,
  addAuditCommands,
  addRelayerCommands,
  addDoctorCommand,
]

/** Builds the command line. Nothing runs before `parseAsync`. */
export function createProgram(session: Session): Command {
  const program = new Command('creditmesh')
    .description('A permissioned network for sharing credit data.')
    .version(version)
    .option('--dir <folder>', 'state folder', '.creditmesh')
    .option('--json', 'print one JSON object')
    .showSuggestionAfterError(true)
  for (const add of nouns) add(program, session)
  prepare(program, session)
  return program
}

/** Settings that commander does not hand down to commands that exist already. */
function prepare(command: Command, session: Session): void {
  command.exitOverride()
  // Errors are reported once, by runCli.
  command.configureOutput({
    writeOut: session.out,
    writeErr: (text) => {
      session.help = text
    },
  })
  for (const child of command.commands) prepare(child, session)
}
