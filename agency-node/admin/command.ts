import type { z } from 'zod'

/** What a long command tells while it works: counts and names of steps, nothing of a person. */
export type Progress = Readonly<Record<string, string | number | boolean>>

export interface CommandTools {
  readonly onProgress: (progress: Progress) => void
  /** Fires when whoever asked has gone, or the node shuts down. */
  readonly signal: AbortSignal
}

/**
 * A command on an agency's store. It is the same function whether a running node executes it for a caller at its
 * socket, or the caller opened the store itself; `context` is what both have. Its result is JSON.
 */
export interface Command<Context> {
  readonly args: z.ZodType
  run(context: Context, args: unknown, tools: CommandTools): Promise<unknown>
}

export type CommandTable<Context> = Readonly<Record<string, Command<Context>>>

/** Ties a command's arguments to their schema: `run` gets them parsed. */
export function command<Context, Schema extends z.ZodType>(
  args: Schema,
  run: (context: Context, args: z.output<Schema>, tools: CommandTools) => Promise<unknown>,
): Command<Context> {
  // `execute` hands over only what this schema gave.
  return { args, run: (context, parsed, tools) => run(context, parsed as z.output<Schema>, tools) }
}
