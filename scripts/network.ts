// The local network: node scripts/network.ts up|admit|down|status|reset JSON-OPTIONS. Prints one JSON object, a report or a
// problem. People use `creditmesh network`, which runs this.
import { randomUUID } from 'node:crypto'
import type { Report } from '@creditmesh/agency-node/cli/perform.ts'
import { pathErrorOf } from '@creditmesh/agency-node/files/pathError.ts'
import { exitCodeOf, MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import { toProblem } from '@creditmesh/sdk/wire/problem.ts'
import { type AdmitOptions, admitMember } from './network/admit.ts'
import { networkDown, networkReset } from './network/down.ts'
import { networkStatus } from './network/status.ts'
import { networkUp, type UpOptions } from './network/up.ts'
import { admittedText, statusText } from './network/words.ts'

type Options = UpOptions & { readonly yes?: boolean }

async function run(verb: string, options: Options): Promise<Report> {
  const { dir } = options
  const say = (text: string) => process.stderr.write(`${text}\n`)
  switch (verb) {
    case 'up': {
      const status = await networkUp(options, say)
      return { value: status, text: statusText(status) }
    }
    case 'status': {
      const status = await networkStatus(dir)
      return { value: status, text: statusText(status), exitCode: status.up ? 0 : 1 }
    }
    case 'admit': {
      const value = await admitMember(options as unknown as AdmitOptions) // the command line wrote it
      return { value, text: admittedText(value) }
    }
    case 'down': {
      const stopped = await networkDown(dir)
      return { value: { dir, stopped }, text: `Stopped: ${stopped.join(', ') || 'nothing ran'}.` }
    }
    case 'reset': {
      const { stopped } = await networkReset(dir, options)
      return { value: { dir, stopped }, text: `The network in ${dir} is deleted.` }
    }
    default:
      throw new MeshError('usage.invalid', { detail: 'up, admit, down, status or reset' })
  }
}

const [verb = '', options = '{}'] = process.argv.slice(2)
try {
  // The command line wrote it.
  const report = await run(verb, JSON.parse(options) as Options)
  process.stdout.write(`${JSON.stringify(report)}\n`)
} catch (thrown) {
  const error = pathErrorOf(thrown) ?? toMeshError(thrown)
  const problem = toProblem(error, { requestId: randomUUID() })
  if (error.code === 'internal.unexpected') process.stderr.write(`${String(error.cause)}\n`)
  process.stdout.write(`${JSON.stringify({ problem })}\n`)
  process.exitCode = exitCodeOf(error.code)
}
