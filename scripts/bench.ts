// Measures this system on this machine: npm run bench -- [--only NAME,NAME] [--json FILE] [--quick]
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { exitCodeOf, MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import type { Bench, BenchResult } from './bench/bench.ts'
import { benchCalls } from './bench/calls.ts'
import { benchCrypto } from './bench/crypto.ts'
import { benchEmp } from './bench/emp.ts'
import { benchForest } from './bench/forest.ts'
import { benchGas } from './bench/gas.ts'
import { benchImport } from './bench/import.ts'
import { benchJoint } from './bench/joint.ts'
import { benchMemory } from './bench/memory.ts'
import { benchMode1, benchMode2 } from './bench/modes.ts'
import { benchNation } from './bench/nation.ts'
import { benchPageRank } from './bench/pagerank.ts'
import { benchPredict } from './bench/predict.ts'
import { benchScorecard } from './bench/scorecard.ts'
import { formatTable } from './bench/table.ts'

const usage = `usage: npm run bench -- [--only NAME,NAME] [--json FILE] [--quick]
  --only NAME,NAME  some of the measurements, in the order in which they are named there; nation runs only so
  --json FILE       writes the figures as one object, a key for each measurement
  --quick           small populations, short runs: shows that all works, not how fast it is
`

/** Every measurement, by its key in the report; run in this order. */
export const benches: Readonly<Record<string, Bench>> = {
  import: benchImport,
  mode1: benchMode1,
  mode2: benchMode2,
  gas: benchGas,
  memory: benchMemory,
  crypto: benchCrypto,
  calls: benchCalls,
  forest: benchForest,
  predict: benchPredict,
  pagerank: benchPageRank,
  nation: benchNation,
  emp: benchEmp,
  scorecard: benchScorecard,
  joint: benchJoint,
}

/** Asked for by name only: it takes minutes and 6 GB. */
const optIn: readonly string[] = ['nation']

export interface BenchArguments {
  readonly names: readonly string[]
  readonly isQuick: boolean
  readonly json?: string
}

/** Reads the command line. Throws `usage.invalid`. */
export function parseBenchArguments(args: readonly string[]): BenchArguments {
  const { only, json, quick } = parseOptions(args)
  const byDefault = Object.keys(benches).filter((name) => !optIn.includes(name))
  const names = only === undefined ? byDefault : only.split(',')
  const unknown = names.filter((name) => !Object.hasOwn(benches, name))
  if (unknown.length > 0) {
    throw new MeshError('usage.invalid', {
      detail: `no measurement ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`,
      details: { unknown, known: Object.keys(benches) },
    })
  }
  return { names, isQuick: quick, ...(json !== undefined && { json }) }
}

function parseOptions(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string' },
        json: { type: 'string' },
        quick: { type: 'boolean', default: false },
      },
    })
    return values
  } catch (cause) {
    throw new MeshError('usage.invalid', { detail: (cause as Error).message, cause }) // parseArgs throws no other
  }
}

async function main(): Promise<void> {
  const { names, isQuick, json } = parseBenchArguments(process.argv.slice(2))
  const log = (line: string) => process.stderr.write(`${line}\n`)
  const report: Record<string, BenchResult['figures']> = {}
  for (const name of names) {
    const bench = benches[name] as Bench // parsed above
    const result = await bench({ isQuick, log })
    report[name] = result.figures
    print(name, result)
  }
  if (json !== undefined) await writeFile(json, `${JSON.stringify(report, null, 2)}\n`)
}

function print(name: string, { tables, remarks }: BenchResult): void {
  const text = [...tables.map(formatTable), ...remarks.map((remark) => `- ${remark}`)].join('\n\n')
  process.stdout.write(`\n# ${name}\n\n${text}\n`)
}

function fail(thrown: unknown): never {
  const error = toMeshError(thrown)
  process.stderr.write(`${error.message}\n${error.suggestedAction}\n`)
  if (error.code === 'usage.invalid') process.stderr.write(usage)
  process.exit(exitCodeOf(error.code))
}

if (import.meta.main) await main().catch(fail)
