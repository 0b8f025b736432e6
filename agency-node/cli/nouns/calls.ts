import type { Command } from 'commander'
import { addCallsBuild } from '../calls/build.ts'
import { addCallsExport } from '../calls/export.ts'
import { addCallsFeatures } from '../calls/features.ts'
import { addCallsKey } from '../calls/key.ts'
import type { Session } from '../terminal.ts'

export function addCallsCommands(program: Command, session: Session): void {
  const calls = program.command('calls').description('Telephone calls, as networks and features.')
  addCallsKey(calls, session)
  addCallsBuild(calls, session)
  addCallsFeatures(calls, session)
  addCallsExport(calls, session)
}
