import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const venvPython = join(here, '../../../.bench-peers/bin/python')

/**
 * Runs `scripts/bench/peers/NAME.py` or `NAME.R` with these arguments and gives the JSON object that it prints last. Null where
 * the interpreter or a package is missing (the script then exits with code 3): `scripts/bench/peers/install.sh` installs them.
 * Throws where the script fails otherwise. `env` sets e.g. thread counts.
 */
export async function runPeer(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Record<string, unknown> | null> {
  const interpreter = script.endsWith('.R')
    ? 'Rscript'
    : existsSync(venvPython)
      ? venvPython
      : 'python3'
  const { code, output } = await run(interpreter, [join(here, script), ...args], env)
  if (code === missing) return null
  if (code !== 0) throw new Error(`${script} exited with ${code}`)
  return JSON.parse(output.trim().split('\n').at(-1) ?? 'null')
}

const missing = 3

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  return new Promise<{ code: number; output: string }>((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' ? resolve({ code: missing, output: '' }) : reject(error),
    )
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
