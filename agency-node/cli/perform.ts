import { resolve } from 'node:path'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { toJson } from '@creditmesh/sdk/wire/json.ts'
import type { Command } from 'commander'
import type { z } from 'zod'
import type { Session } from './terminal.ts'

/** What a command gives back: one JSON object for programs, and the same in words. */
export interface Report {
  readonly value: object
  readonly text: string
  /** Absent: 0. A report of something wrong is still a report. */
  readonly exitCode?: number
  /** The words are printed even with --json: the object went elsewhere. */
  readonly isTextAlways?: true
}

/** What every command can rely on. */
export interface CommandContext {
  /** Absolute path of the state folder. */
  readonly dir: string
  readonly isJson: boolean
  /** Says how far the work has come; shown to people alone. */
  readonly progress: (text: string) => void
}

/** Null for a process that served until it was asked to end: its standard output is its log. */
type Action<Input> = (input: Input, context: CommandContext) => Promise<Report | null>

/**
 * Makes a commander action: arguments and options as one object, parsed by the schema, the report printed as one
 * JSON object or as text.
 */
export function perform<S extends z.ZodObject>(
  session: Session,
  schema: S,
  action: Action<z.output<S>>,
): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    const command = given.at(-1) as Command // commander passes the command last
    const { dir, json, ...options } = command.optsWithGlobals<{ dir: string; json?: boolean }>()
    const named = namedArguments(command)
    const spell = (key: string) => (key in named ? `<${key}>` : optionName(key))
    const input = parseInput(schema, { ...options, ...named }, spell)
    const isJson = json ?? false
    const progress = (text: string) => isJson || session.err(`${text}\n`)
    const report = await action(input, { dir: resolve(dir), isJson, progress })
    if (report === null) return
    session.exitCode = report.exitCode ?? 0
    const isObject = isJson && report.isTextAlways !== true
    session.out(`${isObject ? JSON.stringify(toJson(report.value)) : report.text}\n`)
  }
}

function namedArguments(command: Command): Record<string, unknown> {
  const pairs = command.registeredArguments.map((argument, i) => [
    argument.name(),
    command.processedArgs[i],
  ])
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined))
}

/** Commander gives strings and flags; the schema says what they mean. Throws `usage.invalid` naming the option. */
function parseInput<S extends z.ZodObject>(
  schema: S,
  given: Record<string, unknown>,
  spell: (key: string) => string,
): z.output<S> {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const option = spell(String(issue?.path[0] ?? ''))
  throw new MeshError('usage.invalid', {
    detail: `${option}: ${issue?.message ?? 'invalid'}`,
    details: { option },
  })
}

/** `chainPort` as it is typed: `--chain-port`. */
function optionName(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
