import type { Command } from 'commander'
import { z } from 'zod'
import { localName } from '../../files/networkFile.ts'
import { perform } from '../perform.ts'
import { addPersonOptions } from '../personOption.ts'
import { createOptions, createQuery } from '../query/create.ts'
import { performHandingOver } from '../query/handOver.ts'
import { listQueries } from '../query/list.ts'
import { resumeQueries } from '../query/resume.ts'
import { showOptions, showQuery } from '../query/show.ts'
import type { Session } from '../terminal.ts'

const lenderOnly = z.strictObject({ lender: localName.optional() })
const whoseJournal = 'whose journal it is; not needed where there is but one lender'

export function addQueryCommands(program: Command, session: Session): void {
  const query = program.command('query').description('A lender asks an agency about a person.')
  const create = query
    .command('create')
    .description('Ask, pay, verify and show the answer. Killed, it is ended by `query resume`.')
    .option('--lender <name>', 'who asks and pays; not needed where there is but one lender')
    .requiredOption('--agency <name>', 'who is asked')
    .requiredOption('--consent <file>', 'the package that the person gave, or her consent’s id')
  addPersonOptions(create)
    .option('--categories <names>', 'less than the consent allows')
    .option('--relay', 'the agency may get from its peers what it lacks')
    .option('--key <text>', 'idempotency key: the same one is the same query')
    .option('--answer-within <time>', 'such as 60s; by default as long as the network allows')
    .option('--no-wait', 'return once the request stands on the chain')
    .option(
      '--dry-run',
      'say what it would cost and whether the chain would take it, and ask nothing',
    )
    .action(performHandingOver(session, createOptions, createQuery))
  query
    .command('show [id]')
    .description('How far a query has come, and its answer, verified again.')
    .option('--key <text>', 'its idempotency key, in place of the id')
    .option('--lender <name>', whoseJournal)
    .action(performHandingOver(session, showOptions, showQuery))
  query
    .command('list')
    .description('All queries: where they stand and what is locked. Nothing of any person.')
    .option('--lender <name>', whoseJournal)
    .action(perform(session, lenderOnly, listQueries))
  query
    .command('resume')
    .description('Bring every unfinished query to its answer, or to its refund.')
    .option('--lender <name>', whoseJournal)
    .action(perform(session, lenderOnly, resumeQueries))
}
