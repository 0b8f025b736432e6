import { exitCodeOf, MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import { CommanderError } from 'commander'
import { pathErrorOf } from '../files/pathError.ts'
import { errorText, jsonError } from './errorText.ts'
import { createProgram } from './program.ts'
import type { Terminal } from './terminal.ts'

/** Runs one command line and gives its exit code (CREDIT-DATA 5.2). The result goes out, everything else to err. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  // Asked for before parsing, because a command line that cannot be parsed is reported in JSON too.
  const isJson = args.includes('--json')
  try {
    const session = { ...terminal, exitCode: 0 }
    await createProgram(session).parseAsync([...args], { from: 'user' })
    return session.exitCode
  } catch (thrown) {
    if (isHelp(thrown)) return 0
    const error = errorOf(thrown)
    terminal.err(isJson ? jsonError(error) : errorText(error))
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
