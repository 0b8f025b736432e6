import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { text as readAll } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { fromProblem } from '@creditmesh/sdk/wire/problem.ts'
import type { CommandContext, Report } from './perform.ts'

const script = fileURLToPath(new URL('../../scripts/network.ts', import.meta.url))

/**
 * Lets the repository's own script do what only it can: this package does not know which chain runs behind a
 * JSON-RPC URL. The script prints one JSON object, a report or a problem.
 */
export async function runScript(
  verb: string,
  options: Readonly<Record<string, unknown>>,
  { dir, isJson }: CommandContext,
): Promise<Report> {
  if (!existsSync(script)) {
    throw new MeshError('usage.invalid', {
      detail: 'a local network needs the creditmesh repository; this is the package alone',
    })
  }
  const args = [script, verb, JSON.stringify({ dir, ...options })]
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', isJson ? 'ignore' : 'inherit'],
  })
  const output = await readAll(child.stdout)
  const answer = parseAnswer(output)
  if ('problem' in answer) throw fromProblem(answer.problem)
  return answer
}

type Answer = Report | { readonly problem: unknown }

function parseAnswer(output: string): Answer {
  try {
    return JSON.parse(output) as Answer // our own script wrote it
  } catch (cause) {
    throw new MeshError('internal.unexpected', { detail: 'the network script broke off', cause })
  }
}
