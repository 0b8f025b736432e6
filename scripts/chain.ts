// The local chain as a process of its own: node scripts/chain.ts --dir DIR --port N. Prints one JSON line when ready.
import { parseArgs } from 'node:util'
import { exitCodeOf, MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import { type LocalChainOptions, startLocalChain } from './chain/localChain.ts'

const usage = `usage: node scripts/chain.ts --dir DIR [--port N] [--host H] [--heartbeat-sec N] [--manual-time]
  --dir DIR           state directory; a chain that was there before is resumed
  --port N            0 or absent: any free port
  --heartbeat-sec N   an empty block when idle so long (default 1)
  --manual-time       for tests: evm_increaseTime and evm_mine work, no heartbeat
`

/** Reads the command line. Throws `usage.invalid`. */
export function parseChainArguments(args: readonly string[]): LocalChainOptions {
  const values = parseOptions(args)
  if (values.dir === undefined) throw new MeshError('usage.invalid', { detail: '--dir is missing' })
  return {
    dir: values.dir,
    port: wholeNumber('--port', values.port, { from: 0, to: 65_535 }),
    host: values.host,
    hasManualTime: values['manual-time'],
    heartbeat: {
      everySec: wholeNumber('--heartbeat-sec', values['heartbeat-sec'], { from: 1, to: 3600 }),
    },
  }
}

function parseOptions(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        dir: { type: 'string' },
        port: { type: 'string', default: '0' },
        host: { type: 'string', default: '127.0.0.1' },
        'heartbeat-sec': { type: 'string', default: '1' },
        'manual-time': { type: 'boolean', default: false },
      },
    })
    return values
  } catch (cause) {
    throw new MeshError('usage.invalid', { detail: (cause as Error).message, cause })
  }
}

function wholeNumber(name: string, text: string, { from, to }: { from: number; to: number }) {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= from && value <= to) return value
  throw new MeshError('usage.invalid', { detail: `${name} is a whole number ${from}-${to}` })
}

async function main(): Promise<void> {
  const chain = await startLocalChain(parseChainArguments(process.argv.slice(2)))
  const stop = () => {
    chain.close().then(() => process.exit(0), fail)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  const { url, chainId, genesisHash } = chain
  process.stdout.write(`${JSON.stringify({ url, chainId, genesisHash })}\n`)
}

function fail(thrown: unknown): never {
  const error = toMeshError(thrown)
  process.stderr.write(`${error.message}\n${error.suggestedAction}\n`)
  if (error.code === 'usage.invalid') process.stderr.write(usage)
  process.exit(exitCodeOf(error.code))
}

if (import.meta.main) await main().catch(fail)
