import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Command } from 'commander'
import { z } from 'zod'
import { localName } from '../../files/networkFile.ts'
import { hexId } from '../optionTypes.ts'
import { type CommandContext, perform, type Report } from '../perform.ts'
import { addPersonOptions } from '../personOption.ts'
import { answerValue, createOptions, createQuery } from '../query/create.ts'
import { withLender } from '../query/openLender.ts'
import { resultText } from '../query/words.ts'
import type { Session } from '../terminal.ts'

const showOptions = z.strictObject({ id: hexId, lender: localName })
const lenderOnly = z.strictObject({ lender: localName })

export function addQueryCommands(program: Command, session: Session): void {
  const query = program.command('query').description('A lender asks an agency about a person.')
  const create = query
    .command('create')
    .description('Ask, pay, verify and show the answer. Killed, it is ended by `query resume`.')
    .requiredOption('--lender <name>', 'who asks and pays')
    .requiredOption('--agency <name>', 'who is asked')
    .requiredOption('--consent <file>', 'the package that the person gave, or her consent’s id')
  addPersonOptions(create)
    .option('--categories <names>', 'less than the consent allows')
    .option('--relay', 'the agency may get from its peers what it lacks')
    .option('--key <text>', 'idempotency key: the same one is the same query')
    .option('--answer-within <time>', 'such as 60s; by default as long as the network allows')
    .option('--no-wait', 'return once the request stands on the chain')
    .option('--dry-run', 'say what it would cost, and ask nothing')
    .action(perform(session, createOptions, createQuery))
  query
    .command('show <id>')
    .description('How far a query has come, and its answer, verified again.')
    .requiredOption('--lender <name>', 'whose journal holds it')
    .action(perform(session, showOptions, showQuery))
  query
    .command('resume')
    .description('Bring every unfinished query to its answer, or to its refund.')
    .requiredOption('--lender <name>', 'whose journal it is')
    .action(perform(session, lenderOnly, resumeQueries))
}

function showQuery(
  { id, lender: name }: z.output<typeof showOptions>,
  { dir }: CommandContext,
): Promise<Report> {
  return withLender({ dir, name }, async (lender) => {
    const { entry, stage, onChain, result } = await lender.show(id as Hex) // hexId says so
    const { queryId, legId, terms, requestBlock, ending } = entry
    const facts = { id: entry.id, queryId, legId, stage, terms, requestBlock, ending, onChain }
    const value = { ...facts, ...(result && answerValue(result)) }
    const text = result === undefined ? `Query ${queryId}: ${stage}` : resultText(result)
    return { value, text }
  })
}

function resumeQueries(
  { lender: name }: z.output<typeof lenderOnly>,
  { dir }: CommandContext,
): Promise<Report> {
  return withLender({ dir, name }, async (lender) => {
    const resumed = await lender.resume()
    const queries = resumed.map(({ id, queryId, stage, error }) => ({
      id,
      queryId,
      stage,
      ...(error && { error: { code: error.code, detail: error.detail } }),
    }))
    const lines = queries.map(
      ({ queryId, stage, error }) => `${queryId}  ${stage}${error ? `  (${error.code})` : ''}`,
    )
    const text = lines.length === 0 ? 'Nothing was left unfinished.' : lines.join('\n')
    return { value: { queries }, text }
  })
}
