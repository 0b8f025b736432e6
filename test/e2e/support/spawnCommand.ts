import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text as readAll } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** A command under way in a process of its own. */
export interface SpawnedCommand {
  /** kill -9. */
  kill(): void
  /** Resolves when the process has ended, however. */
  readonly ended: Promise<{
    readonly exitCode: number | null
    readonly out: string
    readonly err: string
  }>
}

const main = fileURLToPath(import.meta.resolve('@creditmesh/agency-node/cli/main.ts'))

export function spawnCommand(dir: string, args: readonly string[]): SpawnedCommand {
  const child = spawn(process.execPath, [main, '--dir', dir, '--json', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = Promise.all([once(child, 'exit'), readAll(child.stdout), readAll(child.stderr)])
  return {
    kill: () => void child.kill('SIGKILL'),
    ended: ended.then(([[exitCode], out, err]) => ({ exitCode, out, err })),
  }
}
