import { join } from 'node:path'
import type { AdminCall } from '../admin/callAdmin.ts'
import type { CommandTable } from '../admin/command.ts'
import { runCommand } from '../admin/runCommand.ts'
import { type AgencyServices, openAgencyServices } from '../services.ts'
import { showModel, trainModel } from './models.ts'
import { setPrices } from './prices.ts'
import { exportFile, importFile } from './records.ts'
import { showStatus } from './status.ts'
import { enrollSubject, eraseSubject } from './subjects.ts'

/** What an operator may do to an agency: in the running node through its socket, or on the store itself. */
export const agencyCommands: CommandTable<AgencyServices> = {
  status: showStatus,
  'prices.set': setPrices,
  'subject.enroll': enrollSubject,
  'subject.erase': eraseSubject,
  'records.import': importFile,
  'records.export': exportFile,
  'model.train': trainModel,
  'model.show': showModel,
}

/** Runs a command for the agency of a folder, wherever its store is open. */
export function runAgencyCommand(folder: string, call: AdminCall): Promise<unknown> {
  const dir = join(folder)
  const openOffline = async () => {
    const services = await openAgencyServices(folder, { signal: call.signal })
    return { context: services, close: () => services.close() }
  }
  return runCommand({ dir, commands: agencyCommands, openOffline }, call)
}
