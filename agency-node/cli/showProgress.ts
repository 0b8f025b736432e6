import { SingleBar } from 'cli-progress'
import type { Progress } from '../admin/command.ts'
import type { CommandContext } from './perform.ts'

interface ProgressDisplay {
  readonly onProgress: (progress: Progress) => void
  readonly end: () => void
}

/**
 * Shows how far a long command has come: a bar where it knows its end, a counter where it does not, nothing where
 * standard error is no terminal or a program reads the result.
 */
export function showProgress({ isJson }: CommandContext, label: string): ProgressDisplay {
  if (isJson || !process.stderr.isTTY) return { onProgress: () => undefined, end: () => undefined }
  let bar: SingleBar | undefined
  return {
    onProgress: ({ bytes, totalBytes, ...counts }) => {
      const total = Number(totalBytes ?? 0)
      const shown = Object.entries(counts).map(([name, value]) => `${value} ${name}`)
      const format = total > 0 ? `${label} {bar} {percentage}%  {counts}` : `${label} {counts}`
      bar ??= startBar(format, total)
      bar.update(Number(bytes ?? 0), { counts: shown.join(', ') })
    },
    end: () => bar?.stop(),
  }
}

function startBar(format: string, total: number): SingleBar {
  const bar = new SingleBar({ format, hideCursor: true, stream: process.stderr })
  bar.start(total, 0, { counts: '' })
  return bar
}
