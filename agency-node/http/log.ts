import type { MeshError } from '@creditmesh/sdk/errors.ts'
import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino'

/** What a component writes its log to; pino fits. */
export interface Logger {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** A logger that writes one JSON object a line, without the machine's name. */
export function createLogger(
  { level = 'info', name }: { level?: string; name: string },
  destination?: DestinationStream,
): PinoLogger {
  const options = { level, base: { name }, timestamp: pino.stdTimeFunctions.isoTime }
  return destination === undefined ? pino(options) : pino(options, destination)
}

/**
 * What may be logged of an error: its codes, and of causes that are not ours the class and the place. Never
 * their messages, which may quote what somebody sent.
 */
export function errorFields(error: MeshError): object {
  const causes = []
  let cause = error.cause
  for (let depth = 0; depth < 4 && cause instanceof Error; depth += 1) {
    causes.push({ name: cause.name, at: framesOf(cause) })
    cause = cause.cause
  }
  return { code: error.code, causes }
}

/** The message stands before the frames, and could itself hold a line that looks like one. */
function framesOf({ stack = '', message }: Error): string[] {
  const at = stack.indexOf(message)
  return (at < 0 ? '' : stack.slice(at + message.length))
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim())
}
