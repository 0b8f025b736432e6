// Runs the contract suites (unit, fuzz, invariants) with coverage and holds the share of covered lines.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const leastPercent = 95

export interface FileCoverage {
  readonly file: string
  readonly lines: number
  readonly covered: number
}

/** Reads an lcov report: lines of code of each contract, and how many a test has run. */
export function readCoverage(lcov: string): FileCoverage[] {
  return lcov
    .split('end_of_record')
    .map((record) => ({
      file: /^SF:(.*)$/m.exec(record)?.[1] ?? '',
      counts: Array.from(record.matchAll(/^DA:\d+,(\d+)/gm), ([, count]) => Number(count)),
    }))
    .filter(({ file }) => /(^|\/)contracts\//.test(file) && !file.includes('test/contracts/'))
    .map(({ file, counts }) => ({
      file,
      lines: counts.length,
      covered: counts.filter((count) => count > 0).length,
    }))
}

export function percentOf(files: readonly FileCoverage[]): number {
  const lines = files.reduce((sum, file) => sum + file.lines, 0)
  const covered = files.reduce((sum, file) => sum + file.covered, 0)
  return lines === 0 ? 0 : (100 * covered) / lines
}

function main(): void {
  const build = mkdtempSync(join(tmpdir(), 'creditmesh-coverage-'))
  const hardhat = join(root, 'node_modules/hardhat/dist/src/cli.js')
  const { status } = spawnSync(process.execPath, [hardhat, 'test', 'solidity', '--coverage'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CREDITMESH_BUILD: build },
  })
  rmSync(build, { recursive: true })
  if (status !== 0) process.exit(1)
  const files = readCoverage(readFileSync(join(root, 'coverage/lcov.info'), 'utf8'))
  for (const { file, lines, covered } of files) {
    process.stdout.write(`${file.padEnd(44)} ${covered}/${lines} lines\n`)
  }
  const percent = percentOf(files)
  process.stdout.write(`contracts: ${percent.toFixed(1)} % of lines covered\n`)
  if (percent < leastPercent) {
    process.stderr.write(`at least ${leastPercent} % must be covered\n`)
    process.exit(1)
  }
}

if (import.meta.main) main()
