import { randomUUID } from 'node:crypto'
import type { ErrorDetails, MeshError } from '@creditmesh/sdk/errors.ts'
import { toProblem } from '@creditmesh/sdk/wire/problem.ts'
import { isoTime } from './words.ts'

/** An error for a person: what happened, the values that say more, and what to do. */
export function errorText(error: MeshError): string {
  const lines = [error.message, ...factLines(error.details)]
  lines.push(`What to do: ${error.suggestedAction}`)
  // A defect of ours: its place helps whoever mends it; whatever it quotes stays on this terminal.
  if (error.code === 'internal.unexpected' && error.cause instanceof Error) {
    lines.push(error.cause.stack ?? error.cause.message)
  }
  return `${lines.join('\n')}\n`
}

/** The same as a problem document. Whoever refused has given it an id already, or it gets one here. */
export function jsonError(error: MeshError): string {
  const { requestId: given } = error.details
  const requestId = typeof given === 'string' ? given : randomUUID()
  const { details = {}, ...problem } = toProblem(error, { requestId })
  const { requestId: _, ...others } = details
  const rest = Object.keys(others).length === 0 ? {} : { details: others }
  return `${JSON.stringify({ ...problem, ...rest })}\n`
}

/** What helps a person first; what helps whoever she asks for help last. */
const last = ['revert', 'requestId']

function factLines(details: ErrorDetails): string[] {
  const names = Object.keys(details).filter((name) => !last.includes(name))
  const ordered = [...names, ...last.filter((name) => details[name] !== undefined)]
  return ordered.map((name) => `  ${name}: ${spell(name, details[name])}`)
}

const timeName = /(?:At|By|Sec|Before|Until|deadline|until)$/
const earliestTimeSec = 1_000_000_000 // of 2001: what is smaller counts seconds or something else

function spell(name: string, value: ErrorDetails[string] | undefined): string {
  const number = typeof value === 'bigint' ? Number(value) : value
  if (typeof number === 'number' && timeName.test(name) && number >= earliestTimeSec) {
    return isoTime(number)
  }
  return Array.isArray(value) ? value.join('; ') : String(value)
}
