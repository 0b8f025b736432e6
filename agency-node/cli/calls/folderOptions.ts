import { resolve } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { type DayWindow, frameBefore } from '../../calls/frame/window.ts'
import { openFilledFolder } from '../../calls/store/callFolder.ts'
import { readSecretFile } from '../../store/sealing/secretFile.ts'
import { wholeNumber } from '../optionTypes.ts'

const unitBytes = { k: 1 << 10, m: 1 << 20, g: 1 << 30 } as const

/** `512m` or `4g`, in bytes. */
const memory = z
  .string()
  .regex(/^[1-9]\d{0,5}[kmg]$/, 'an amount such as 512m or 4g')
  .transform((text) => {
    const unit = text.at(-1) as keyof typeof unitBytes // the pattern says so
    return Number(text.slice(0, -1)) * unitBytes[unit]
  })

export const folderShape = {
  calls: z.string().min(1),
  keyFile: z.string().min(1),
  memory: memory.optional(),
}

export const frameShape = {
  frame: z.string().regex(/^\d{4}-\d{2}$/, 'a month, yyyy-mm'),
  months: wholeNumber.optional(),
  minSeconds: wholeNumber.optional(),
  weight: z.enum(['number', 'duration']).optional(),
}

export function addFolderOptions(command: Command): Command {
  return command
    .requiredOption('--calls <folder>', 'where the calls are kept')
    .requiredOption(
      '--key-file <file>',
      'the secret under which numbers are hashed: 32 bytes, raw or hex',
    )
    .option('--memory <amount>', 'calls kept in memory before the disk is used, such as 512m')
}

export function addFrameOptions(command: Command, isRequired: boolean): Command {
  const text = 'the month of the decision, yyyy-mm; the network is of the whole months before it'
  const named = isRequired
    ? command.requiredOption('--frame <month>', text)
    : command.option('--frame <month>', text)
  return named
    .option('--months <n>', 'how many months before it', '3')
    .option('--min-seconds <n>', 'shorter calls are dropped', '5')
    .option(
      '--weight <what>',
      'what a link weighs: the number of calls or their duration',
      'number',
    )
}

interface FrameInput {
  readonly frame: string
  readonly months?: number | undefined
  readonly minSeconds?: number | undefined
  readonly weight?: 'number' | 'duration' | undefined
  readonly memory?: number | undefined
}

/** Commander's texts as what the engine takes. Throws `usage.invalid`. */
export function frameOptionsOf({ frame, months, minSeconds, weight, memory }: FrameInput) {
  const window: DayWindow = frameBefore(frame, months)
  return {
    window,
    ...(minSeconds !== undefined && { minSeconds }),
    ...(weight !== undefined && { weight }),
    ...(memory !== undefined && { memoryBytes: memory }),
  }
}

export async function openFolder({ calls, keyFile }: { calls: string; keyFile: string }) {
  return openFilledFolder(resolve(calls), await readSecretFile(keyFile))
}
