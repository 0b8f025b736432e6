// The demonstration: npm run demo [-- --data FILE --json FILE --keep --dir DIR]. Exits 1 if a claim does not hold.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { exitCodeOf, MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import { createCommandLine } from './demo/commandLine.ts'
import { keptText } from './demo/keptText.ts'
import type { DemoReport } from './demo/report.ts'
import { createStory } from './demo/story.ts'
import { tellDemo } from './demo/tell.ts'
import { ensureCompiled } from './network/ensureCompiled.ts'

const usage = `usage: npm run demo -- [options]
  --data FILE   the UCI credit-card file in place of 2,000 synthetic people
  --json FILE   write what happened as one JSON object
  --keep        leave the network up
  --dir DIR     state folder, empty or absent (a temporary one)
`

interface Options {
  readonly dataFile: string | null
  readonly jsonFile: string | null
  readonly keep: boolean
  readonly dir: string
}

function readOptions(args: string[]): Options {
  const { data, json, keep, dir } = parse(args)
  const dataFile = data === undefined ? null : resolve(data)
  if (dataFile !== null && !existsSync(dataFile)) {
    throw new MeshError('file.not_found', { details: { path: dataFile } })
  }
  if (dir !== undefined && existsSync(join(dir, 'network.json'))) {
    throw new MeshError('usage.invalid', { detail: `there is a network in ${dir} already` })
  }
  return {
    dataFile,
    jsonFile: json === undefined ? null : resolve(json),
    keep,
    dir: dir === undefined ? mkdtempSync(join(tmpdir(), 'creditmesh-demo-')) : resolve(dir),
  }
}

function parse(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        data: { type: 'string' },
        json: { type: 'string' },
        keep: { type: 'boolean', default: false },
        dir: { type: 'string' },
      },
    })
    return values
  } catch (cause) {
    throw new MeshError('usage.invalid', { detail: (cause as Error).message, cause })
  }
}

/** Ends what the story began, also when it broke off; a network that failed is kept for whoever looks into it. */
async function cleanUp({ dir, keep }: Options, isGood: boolean): Promise<void> {
  if (keep) {
    process.stdout.write(keptText(dir))
    return
  }
  await createCommandLine(dir)('network', 'down').catch(() => undefined)
  if (isGood) rmSync(dir, { recursive: true, force: true })
  else process.stdout.write(`\nThe network is stopped; its logs are in ${join(dir, 'logs')}\n`)
}

async function run(options: Options): Promise<DemoReport> {
  const story = createStory((text) => process.stdout.write(text))
  let isGood = false
  // Ctrl-C reaches this script and not the network's processes, which have sessions of their own.
  process.once('SIGINT', () => {
    cleanUp(options, false).finally(() => process.exit(130))
  })
  try {
    const report = await tellDemo(options, story)
    isGood = report.claims.every(({ ok }) => ok)
    return report
  } finally {
    await cleanUp(options, isGood)
  }
}

try {
  const args = process.argv.slice(2)
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(usage)
    process.exit(0)
  }
  const options = readOptions(args)
  ensureCompiled()
  const startedMs = performance.now()
  const report = await run(options)
  if (options.jsonFile !== null) {
    writeFileSync(options.jsonFile, `${JSON.stringify(report, null, 2)}\n`)
  }
  const failed = report.claims.filter(({ ok }) => !ok)
  const seconds = Math.round((performance.now() - startedMs) / 1000)
  process.stdout.write(
    `\n${report.claims.length - failed.length} of ${report.claims.length} claims hold (${seconds} s).\n`,
  )
  if (failed.length > 0) process.exitCode = 1
} catch (thrown) {
  const error = toMeshError(thrown)
  process.stderr.write(`\n${error.message}\n${error.suggestedAction}\n`)
  if (error.code === 'internal.unexpected')
    process.stderr.write(`${(error.cause as Error)?.stack}\n`)
  if (error.code === 'usage.invalid') process.stderr.write(usage)
  process.exitCode = exitCodeOf(error.code)
}
