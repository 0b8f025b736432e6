import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The file of a thread's code: beside the source that starts it, or beside the built command. */
export function workerFile(name: string, beside: string): URL {
  const source = new URL(`./${name}.ts`, beside)
  return existsSync(fileURLToPath(source)) ? source : new URL(`./${name}.js`, beside)
}
