// Runs cases of the reference vectors through the engine: npm run -s conform -- FILE.json
// Prints a JSON array, for each case in order {task, output} or {task, error: {code, message}}, and nothing else.
import { readFile } from 'node:fs/promises'
import { exitCodeOf, MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import { solveCase } from './conform/tasks.ts'

async function main([path, ...others]: readonly string[]): Promise<void> {
  if (path === undefined || others.length > 0) {
    throw new MeshError('usage.invalid', { detail: 'usage: npm run -s conform -- FILE.json' })
  }
  const cases = readCases(await readText(path))
  process.stdout.write(`${JSON.stringify(cases.map(solveCase))}\n`)
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new MeshError('file.not_found', { detail: `${path} cannot be read.`, cause })
  }
}

function readCases(text: string): readonly unknown[] {
  try {
    const cases: unknown = JSON.parse(text.replace(/^\ufeff/, ''))
    if (Array.isArray(cases)) return cases
  } catch (cause) {
    throw new MeshError('input.invalid', { detail: 'The file is no JSON.', cause })
  }
  throw new MeshError('input.invalid', { detail: 'The file is no array of cases.' })
}

try {
  await main(process.argv.slice(2))
} catch (thrown) {
  const error = toMeshError(thrown)
  process.stderr.write(`${error.message}\n`)
  process.exitCode = exitCodeOf(error.code)
}
