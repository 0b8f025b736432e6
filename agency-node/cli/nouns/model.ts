import type { Command } from 'commander'
import { modelFamilies } from '../../scoring/families/familyNames.ts'
import { addEvaluateCommand } from '../model/addEvaluate.ts'
import { approveModel, approveOptions } from '../model/approve.ts'
import {
  agencyOptions,
  compareModels,
  compareOptions,
  listModels,
  promoteModel,
  promoteOptions,
  publishModel,
  requiredModel,
  retireModel,
  showModel,
  someModel,
} from '../model/lifecycle.ts'
import { replayScore, scoreOptions, scorePeople } from '../model/score.ts'
import { trainModel, trainOptions } from '../model/train.ts'
import { perform } from '../perform.ts'
import { addPersonOptions } from '../personOption.ts'
import type { Session } from '../terminal.ts'

export function addModelCommands(program: Command, session: Session): void {
  const model = program
    .command('model')
    .description('What an agency scores with: one person trains and publishes, another approves.')
  addTraining(model, session)
  addApproval(model, session)
  addScoring(model, session)
  addEvaluateCommand(model, session)
}

function addTraining(model: Command, session: Session): void {
  model
    .command('train')
    .description(
      'Fit one on the people whose outcome is on file; it is a draft until it is approved.',
    )
    .requiredOption('--agency <name>', 'whose records')
    .option('--family <name>', `${modelFamilies.join(', ')} (scorecard)`)
    .option('--outcome <name>', 'which outcome, where several are on file')
    .option('--model-version <text>', 'what answers call it')
    .option('--seed <text>', 'decides the split into development and validation')
    .option('--undersampled', 'train on as many goods as bads, and correct the probabilities')
    .option('--positive-only <features>', 'features that may raise a score but never lower it')
    .action(perform(session, trainOptions, trainModel))
  model
    .command('list')
    .description('Every model that is kept, and where each stands on chain.')
    .requiredOption('--agency <name>', 'whose models')
    .action(perform(session, agencyOptions, listModels))
  model
    .command('show')
    .description('Its figures, and who stands behind it.')
    .requiredOption('--agency <name>', 'whose model')
    .option('--id <hash>', 'another than the one in use')
    .action(perform(session, someModel, showModel))
  model
    .command('compare <first> <second>')
    .description('Two of them on people whom neither was fitted to.')
    .requiredOption('--agency <name>', 'whose models')
    .option('--outcome <name>', 'which outcome, where several are on file')
    .action(perform(session, compareOptions, compareModels))
}

function addApproval(model: Command, session: Session): void {
  model
    .command('publish')
    .description('Propose one on chain by the account of the agency: the first person.')
    .requiredOption('--agency <name>', 'whose model')
    .option('--id <hash>', 'another than the newest')
    .action(perform(session, someModel, publishModel))
  model
    .command('approve [id]')
    .description(
      'Check it and sign for it with a key of your own: the second person. It scores from then on.',
    )
    .requiredOption('--agency <name>', 'whose model; the only one proposed unless an id is given')
    .requiredOption('--approver-key-file <file>', 'the key of an appointed approver')
    .option('--as <status>', 'champion, challenger or approved (champion)')
    .option('--reject', 'refuse it instead, for good')
    .action(perform(session, approveOptions, approveModel))
  model
    .command('promote <id>')
    .description('Make an approved one champion or challenger; a former champion stands by.')
    .requiredOption('--agency <name>', 'whose model')
    .option('--as <status>', 'champion or challenger (champion)')
    .action(perform(session, promoteOptions, promoteModel))
  model
    .command('retire <id>')
    .description('Take it out of use, or its proposal back.')
    .requiredOption('--agency <name>', 'whose model')
    .action(perform(session, requiredModel, retireModel))
}

function addScoring(model: Command, session: Session): void {
  const score = model
    .command('score')
    .description('Score a person on file, or everybody, and say why.')
    .requiredOption('--agency <name>', 'whose records')
    .option('--dry-run', 'keep nothing')
    .option('--model <hash>', 'try another than the champion; keeps nothing')
    .option('--letter', 'what the agency hands to the person, in words of hers')
    .option('--all <file>', 'everybody, into a file of JSON lines; keeps nothing')
  addPersonOptions(score).action(perform(session, scoreOptions, scorePeople))
  model
    .command('replay <id>')
    .description(
      'Score again what a kept score was made of (its leg names it), and compare bit by bit.',
    )
    .requiredOption('--agency <name>', 'who gave it')
    .action(perform(session, requiredModel, replayScore))
}
