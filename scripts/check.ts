import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Everything that needs no running part: format, lint, types, generated files, direction of imports.
const root = dirname(dirname(fileURLToPath(import.meta.url)))

interface Step {
  readonly name: string
  readonly command: readonly string[]
}

const steps: readonly Step[] = [
  { name: 'biome (format and lint)', command: [tool('@biomejs/biome', 'biome'), 'check', '.'] },
  {
    name: 'prettier (Solidity)',
    command: [tool('prettier', 'prettier'), '--check', 'contracts/**/*.sol', 'test/**/*.sol'],
  },
  {
    name: 'solhint',
    command: [tool('solhint', 'solhint'), '--disc', '--max-warnings', '0', 'contracts/**/*.sol'],
  },
  { name: 'types', command: [tool('typescript', 'tsc'), '--noEmit', '-p', 'tsconfig.json'] },
  { name: 'compile', command: [tool('hardhat', 'hardhat'), 'compile', '--quiet', '--no-tests'] },
  { name: 'generated files', command: [join(root, 'scripts/generate.ts'), '--check'] },
  { name: 'error reference', command: [join(root, 'scripts/generateErrors.ts'), '--check'] },
  { name: 'direction of imports', command: [join(root, 'scripts/check/imports.ts')] },
]

function tool(packageName: string, bin: string): string {
  const folder = join(root, 'node_modules', packageName)
  const { bin: bins } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return join(folder, typeof bins === 'string' ? bins : bins[bin])
}

let failed = 0
for (const { name, command } of steps) {
  const [file = '', ...args] = command
  if (!existsSync(file)) throw new Error(`${name}: ${file} is missing; run npm ci`)
  const { status } = spawnSync(process.execPath, [file, ...args], { cwd: root, stdio: 'inherit' })
  process.stdout.write(`${status === 0 ? 'ok  ' : 'FAIL'} ${name}\n`)
  if (status !== 0) failed += 1
}
process.stdout.write(`${steps.length - failed} checks passed, ${failed} failed\n`)
process.exit(failed === 0 ? 0 : 1)
