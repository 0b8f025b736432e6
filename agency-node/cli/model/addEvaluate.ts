import type { Command } from 'commander'
import { perform } from '../perform.ts'
import type { Session } from '../terminal.ts'
import { evaluate, evaluateOptions } from './evaluate.ts'

/** `model evaluate`: works on a file alone, without an agency or a network. */
export function addEvaluateCommand(model: Command, session: Session): void {
  model
    .command('evaluate')
    .usage('--csv <file> --label <column> --bad <value> [options] [--json <out>]')
    .description('Judge every family of models on any table of outcomes. Needs no agency.')
    .argument('[out]', 'behind --json: the file for the figures; - or none: standard output')
    .requiredOption('--csv <file>', 'delimited text')
    .requiredOption('--label <column>', 'what happened')
    .requiredOption('--bad <value>', 'the label of a defaulter; every other one is good')
    .option('--delimiter <c>', ', ; | : tab or space; guessed by default')
    .option('--no-header', 'the first line is data')
    .option('--columns <names>', 'names of the columns, with --no-header')
    .option('--categorical <names>', 'columns of codes that look like numbers')
    .option('--special <values>', 'numbers that are codes, such as -9,-8,-7')
    .option('--drop <names>', 'columns to leave out, such as an identifier')
    .option('--name <text>', 'decides the splits; the name of the file by default')
    .option('--splits <n>', 'how many splits into training and test', '1')
    .option('--models <names>', 'some of lr,tree,forest,scorecard,boosting')
    .option('--undersample', 'train on as many goods as bads, correct the prior afterwards')
    .option('--trees <n>', 'of the forest', '500')
    .option('--seed <n>', 'of forest, tree and boosting', '1')
    .option('--threads <n>', 'of the forest; the figures do not depend on it')
    .option('--p0 <share>', 'EMP: defaulters who repay all', '0.55')
    .option('--p1 <share>', 'EMP: defaulters who repay nothing', '0.1')
    .option('--roi <share>', 'EMP: return on a loan to a good', '0.2644')
    .action(
      perform(session, evaluateOptions, (input, { isJson }) =>
        evaluate(input, { isJson, progress: (text) => session.err(`${text}\n`) }),
      ),
    )
}
