import { spawn } from 'node:child_process'
import { text as readAll } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { fromProblem } from '@creditmesh/sdk/wire/problem.ts'

const main = fileURLToPath(import.meta.resolve('@creditmesh/agency-node/cli/main.ts'))

/** Runs `creditmesh` as a process of its own, as a person would, and gives what it prints. Throws what it throws. */
export type CommandLine = <T = Record<string, unknown>>(...args: string[]) => Promise<T>

export function createCommandLine(dir: string): CommandLine {
  return async <T>(...args: string[]) => {
    const child = spawn(process.execPath, [main, '--dir', dir, '--json', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [out, err] = await Promise.all([readAll(child.stdout), readAll(child.stderr)])
    const problem = parse(err)
    if (problem !== undefined) throw fromProblem(problem)
    const result = parse(out)
    // What each command prints is described beside it; the caller names the part that it uses.
    if (result !== undefined) return result as T
    throw new MeshError('internal.unexpected', {
      detail: `creditmesh ${args.slice(0, 2).join(' ')} printed no JSON object: ${err.slice(0, 500)}`,
    })
  }
}

function parse(output: string): unknown {
  // Node's own warnings may stand before the object.
  const line = output.trim().split('\n').at(-1) ?? ''
  try {
    return line.startsWith('{') ? JSON.parse(line) : undefined
  } catch {
    return undefined
  }
}
