import { join } from 'node:path'
import type { AdminCall } from '../admin/callAdmin.ts'
import type { CommandTable } from '../admin/command.ts'
import { runCommand } from '../admin/runCommand.ts'
import { type AgencyServices, openAgencyServices } from '../services.ts'
import {
  approveJoint,
  listJoint,
  proposeJoint,
  resendJoint,
  showJoint,
  withdrawJoint,
} from './joint/agreements.ts'
import { runJoint } from './joint/run.ts'
import { decideModel, promoteModel, publishModel, retireModel } from './models/approve.ts'
import { compareModels } from './models/compare.ts'
import { replayKeptScore, scoreEverybody, scorePerson } from './models/score.ts'
import { listModels, showModel } from './models/show.ts'
import { trainDraft } from './models/train.ts'
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
  'model.train': trainDraft,
  'model.show': showModel,
  'model.list': listModels,
  'model.compare': compareModels,
  'model.publish': publishModel,
  'model.decide': decideModel,
  'model.promote': promoteModel,
  'model.retire': retireModel,
  'model.score': scorePerson,
  'model.scoreAll': scoreEverybody,
  'model.replay': replayKeptScore,
  'joint.propose': proposeJoint,
  'joint.resend': resendJoint,
  'joint.approve': approveJoint,
  'joint.withdraw': withdrawJoint,
  'joint.list': listJoint,
  'joint.show': showJoint,
  'joint.run': runJoint,
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
