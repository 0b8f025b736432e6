import type { Command } from 'commander'
import {
  agencyOnly,
  approveJoint,
  approveOptions,
  listJoint,
  oneAgreement,
  proposeJoint,
  resendJoint,
  runJoint,
  runOptions,
  showJoint,
  withdrawJoint,
} from '../joint/actions.ts'
import { proposeOptions } from '../joint/proposeTerms.ts'
import { perform } from '../perform.ts'
import type { Session } from '../terminal.ts'

export function addJointCommands(program: Command, session: Session): void {
  const joint = program
    .command('joint')
    .description('Models of several agencies together, and linking people, without moving data.')
  addPropose(joint, session)
  const about = (name: string, description: string) =>
    joint
      .command(`${name} <id>`)
      .description(description)
      .requiredOption('--agency <name>', 'this party')
  about('resend', 'Show a proposal again to parties that were away.').action(
    perform(session, oneAgreement, resendJoint),
  )
  about('approve', 'Take part. Read joint show first: what is learned cannot be taken back.')
    .option('--features <file>', 'of the party that is linked with: JSON lines of its people')
    .option('--accept-narrowing', 'even if its sums beside earlier ones single out a party')
    .action(perform(session, approveOptions, approveJoint))
  about('withdraw', 'Take part no longer.').action(perform(session, oneAgreement, withdrawJoint))
  about('show', 'The agreement, and the privacy account: what each party could learn.').action(
    perform(session, oneAgreement, showJoint),
  )
  about('run', 'Lead one session. A linkage writes the people it finds to a new file.')
    .option('--out <file>', 'for a linkage')
    .action(perform(session, runOptions, runJoint))
  joint
    .command('list')
    .description('Every agreement, and who approved it.')
    .requiredOption('--agency <name>', 'this party')
    .action(perform(session, agencyOnly, listJoint))
}

function addPropose(joint: Command, session: Session): void {
  joint
    .command('propose')
    .description('Draw up an agreement that this agency leads, and show it to the others.')
    .requiredOption('--agency <name>', 'who leads, and alone learns what a linkage finds')
    .requiredOption('--with <members>', 'the other parties, by name or address, with commas')
    .requiredOption('--kind <kind>', 'logistic, forest or linkage')
    .requiredOption('--purpose <text>', 'what it is for')
    .requiredOption('--columns <names>', 'features of a model; of a linkage what the other tells')
    .option('--outcome <name>', 'of a model: what it predicts')
    .option('--currency <code>', 'of a model: that of its amounts')
    .option('--indicators <names>', 'columns with another one that tells where they are missing')
    .option('--days <n>', 'how long it holds (30)')
    .option('--sessions <n>', 'how often it is run at most (5)')
    .option('--min-rows <n>', 'people that each party must have (100)')
    .option('--min-per-class <n>', 'and of each class (20)')
    .option('--max-rounds <n>', 'rounds of sums at most (60)')
    .option('--allow-two', 'a model of two parties, which hides nothing between them')
    .option('--l2 <x>', 'of a logistic regression: its penalty (1)')
    .option('--trees <n>', 'of a forest (20)')
    .option('--depth <n>', 'of a forest: one round each (5)')
    .option('--bins <n>', 'of a forest: classes of a column (16)')
    .option('--columns-per-node <n>', 'of a forest (the root of their number)')
    .option('--min-leaf <n>', 'of a forest: weighted rows in a leaf (20)')
    .option('--seed <n>', 'of a forest (1)')
    .option('--max-asked <n>', 'of a linkage: people that the leader may ask about (100000)')
    .option('--max-held <n>', 'of a linkage: people that the other may have (100000)')
    .option('--min-elements <n>', 'of a linkage: people on either side at least (100)')
    .action(perform(session, proposeOptions, proposeJoint))
}
