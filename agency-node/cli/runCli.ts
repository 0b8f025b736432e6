import { randomUUID } from 'node:crypto'
import { exitCodeOf, MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import { toProblem } from '@creditmesh/sdk/wire/problem.ts'
import { CommanderError } from 'commander'
import { pathErrorOf } from '../files/pathError.ts'
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
    terminal.err(isJson ? jsonError(error) : textError(error))
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

function textError(error: MeshError): string {
  const lines = [error.message, ...factsOf(error), `What to do: ${error.suggestedAction}`]
  // A defect of ours: its place helps whoever mends it; whatever it quotes stays on this terminal.
  if (error.code === 'internal.unexpected' && error.cause instanceof Error) {
    lines.push(error.cause.stack ?? error.cause.message)
  }
  return `${lines.join('\n')}\n`
}

function factsOf({ details }: MeshError): string[] {
  return Object.entries(details).map(([name, value]) => `  ${name}: ${String(value)}`)
}

function jsonError(error: MeshError): string {
  return `${JSON.stringify(toProblem(error, { requestId: randomUUID() }))}\n`
}
