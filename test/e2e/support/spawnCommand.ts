import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text as readAll } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** A command under way in a process of its own. */
export interface SpawnedCommand {
  /** kill -9, for it and what it runs in the foreground. */
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
    // A group of its own, so that what the command started for itself dies with it, as in a closed terminal.
    detached: true,
  })
  const ended = Promise.all([once(child, 'exit'), readAll(child.stdout), readAll(child.stderr)])
  return {
    kill: () => {
      if (child.pid !== undefined) killGroup(child.pid)
    },
    ended: ended.then(([[exitCode], out, err]) => ({ exitCode, out, err })),
  }
}

/** Whoever has ended already needs no killing: a command may be faster than who watches it. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ESRCH') throw thrown
  }
}
