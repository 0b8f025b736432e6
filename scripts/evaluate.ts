// Reruns the study of call networks for credit scoring: npm run evaluate -- [--data FOLDER] [--out FILE] [--json FILE]
import { open, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { pathError } from '@creditmesh/agency-node/files/pathError.ts'
import { version } from '@creditmesh/agency-node/version.ts'
import { exitCodeOf, MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import { copenhagenPart } from './evaluate/copenhagen/copenhagenPart.ts'
import { studyPage } from './evaluate/opening.ts'
import { otcPart } from './evaluate/otc/otcPart.ts'
import { renderPage } from './evaluate/report/page.ts'
import type { StudyOptions, StudyPart } from './evaluate/studyPart.ts'
import { syntheticPart } from './evaluate/synthetic/syntheticPart.ts'
import { tablesPart } from './evaluate/tables/tablesPart.ts'

const usage = `usage: npm run evaluate -- [--data FOLDER] [--out FILE] [--json FILE] [--only PART,PART] [--seed N] [--quick]
  --data FOLDER   public data in folders german, taiwan, lending_club, copenhagen, bitcoin; without it the synthetic part alone runs
  --out FILE      the report, one HTML page (study.html)
  --json FILE     the figures as one object, a key for each part
  --only NAMES    some of tables, copenhagen, otc, synthetic
  --seed N        of what is drawn at random (1)
  --quick         small populations, few trees: shows that all works, not how good it is
`

/** In the order of the report; the parts that read public data have `folder`. */
const parts: Readonly<Record<string, (options: StudyOptions) => Promise<StudyPart> | StudyPart>> = {
  synthetic: syntheticPart,
  tables: (options) => tablesPart(folderOf(options), options),
  otc: (options) => otcPart(folderOf(options), options),
  copenhagen: (options) => copenhagenPart(folderOf(options), options),
}

const withoutData = ['synthetic']

export interface EvaluateArguments {
  readonly names: readonly string[]
  readonly dataFolder: string | null
  readonly out: string
  readonly json: string | null
  readonly seed: number
  readonly isQuick: boolean
}

/** Reads the command line. Throws `usage.invalid`. */
export function parseEvaluateArguments(args: readonly string[]): EvaluateArguments {
  const { data = null, out, json = null, only, seed, quick } = parseOptions(args)
  const names = only === undefined ? namesFor(data) : only.split(',')
  const unknown = names.filter((name) => !Object.hasOwn(parts, name))
  if (unknown.length > 0) throw invalid(`There is no part ${unknown.join(', ')}.`)
  if (data === null && names.some((name) => !withoutData.includes(name))) {
    throw invalid('Such a part needs --data FOLDER.')
  }
  const number = Number(seed)
  if (!/^\d+$/.test(seed) || number >= 2 ** 31)
    throw invalid('The seed is no whole number below 2^31.')
  if (json !== null && resolve(json) === resolve(out))
    throw invalid('--out and --json are one file.')
  return { names, dataFolder: data, out, json, seed: number, isQuick: quick }
}

function namesFor(data: string | null): readonly string[] {
  return data === null ? withoutData : Object.keys(parts)
}

function parseOptions(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        out: { type: 'string', default: 'study.html' },
        json: { type: 'string' },
        only: { type: 'string' },
        seed: { type: 'string', default: '1' },
        quick: { type: 'boolean', default: false },
      },
    })
    return values
  } catch (cause) {
    throw new MeshError('usage.invalid', { detail: (cause as Error).message, cause }) // parseArgs throws no other
  }
}

async function main(): Promise<void> {
  const { names, out, json, ...chosen } = parseEvaluateArguments(process.argv.slice(2))
  for (const path of json === null ? [out] : [out, json]) await requireWritable(path)
  const log = (line: string) => process.stderr.write(`${line}\n`)
  const options = { ...chosen, threads: availableParallelism(), log }
  const done: (StudyPart & { readonly name: string })[] = []
  for (const name of Object.keys(parts).filter((each) => names.includes(each))) {
    done.push({ name, ...(await (parts[name] as (typeof parts)[string])(options)) }) // parsed above
  }
  const madeOn = new Date().toISOString().slice(0, 10)
  await writeFile(out, renderPage(studyPage(done, { ...options, madeOn, version })))
  if (json !== null) {
    const figures = Object.fromEntries(done.map((part) => [part.name, part.figures]))
    await writeFile(json, `${JSON.stringify(figures, null, 2)}\n`)
  }
  process.stdout.write(`The report is in ${out}.\n`)
}

/** Before the work: whoever waited for hours shall not lose the report to a folder that is not there. */
async function requireWritable(path: string): Promise<void> {
  try {
    await (await open(path, 'a')).close()
  } catch (cause) {
    throw pathError(path, cause)
  }
}

function folderOf({ dataFolder }: StudyOptions): string {
  if (dataFolder === null) throw invalid('Such a part needs --data FOLDER.')
  return dataFolder
}

function invalid(detail: string): MeshError {
  return new MeshError('usage.invalid', { detail })
}

function fail(thrown: unknown): never {
  const error = toMeshError(thrown)
  const { path } = error.details ?? {}
  const where = typeof path === 'string' ? ` (${path})` : ''
  process.stderr.write(`${error.message}${where}\n${error.suggestedAction}\n`)
  if (error.code === 'usage.invalid') process.stderr.write(usage)
  process.exit(exitCodeOf(error.code))
}

if (import.meta.main) await main().catch(fail)
