import { exitCodeOf, MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import { type Command, CommanderError } from 'commander'
import { pathErrorOf } from '../files/pathError.ts'
import { errorText, jsonError } from './errorText.ts'
import { createProgram } from './program.ts'
import type { Session, Terminal } from './terminal.ts'

/** Runs one command line and gives its exit code (CREDIT-DATA 5.2). The result goes out, everything else to err. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  // Asked for before parsing, because a command line that cannot be parsed is reported in JSON too.
  const isJson = args.includes('--json')
  const session: Session = { ...terminal, exitCode: 0 }
  try {
    await createProgram(session).parseAsync([...args], { from: 'user' })
    return session.exitCode
  } catch (thrown) {
    if (isHelp(thrown)) return 0
    const error = errorOf(await moreTelling(thrown, args))
    terminal.err(isJson ? jsonError(error) : errorText(error))
    if (!isJson && isCommandMissing(thrown)) terminal.err(`\n${session.help ?? ''}`)
    return exitCodeOf(error.code)
  }
}

/** A person's path that the system refused is hers to mend; a file of the node's own is not (`store.unavailable`). */
function errorOf(thrown: unknown): MeshError {
  if (thrown instanceof CommanderError) return usageError(thrown)
  return pathErrorOf(thrown) ?? toMeshError(thrown)
}

function isHelp(thrown: unknown): boolean {
  return thrown instanceof CommanderError && thrown.exitCode === 0
}

function usageError({ message, code }: CommanderError): MeshError {
  const detail =
    code === 'commander.help' ? 'a command is missing' : message.replace(/^error: /, '')
  return new MeshError('usage.invalid', { detail })
}

function isCommandMissing(thrown: unknown): boolean {
  return thrown instanceof CommanderError && thrown.code === 'commander.help'
}

/**
 * Commander looks for missing options before it looks for unknown ones; to whoever mistyped a required one the unknown
 * one is the news.
 */
async function moreTelling(thrown: unknown, args: readonly string[]): Promise<unknown> {
  const isMissing =
    thrown instanceof CommanderError && thrown.code === 'commander.missingMandatoryOptionValue'
  if (!isMissing) return thrown
  const silent: Session = { out: () => undefined, err: () => undefined, exitCode: 0 }
  const program = createProgram(silent)
  askNothing(program)
  return program.parseAsync([...args], { from: 'user' }).then(
    () => thrown,
    (other: unknown) => other,
  )
}

/** Lets every command be parsed without its required options, and do nothing. */
function askNothing(command: Command): void {
  for (const option of command.options) option.mandatory = false
  if (command.commands.length === 0) command.action(() => undefined)
  for (const child of command.commands) askNothing(child)
}
