import type { Socket } from 'node:net'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { parseWith } from '@creditmesh/sdk/wire/json.ts'
import { problemSchema } from '@creditmesh/sdk/wire/problem.ts'
import { z } from 'zod'

// One connection is one call: a line that asks, lines of progress, and one line that ends it.

export const requestFrame = z.strictObject({ name: z.string().max(100), args: z.unknown() })

export const answerFrame = z.union([
  z.strictObject({
    progress: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
  z.strictObject({ result: z.unknown() }),
  z.strictObject({ error: problemSchema }),
])

const longestLine = 16 * 1024 * 1024

export function writeFrame(socket: Socket, frame: unknown): void {
  if (socket.writable) socket.write(`${JSON.stringify(frame)}\n`)
}

/** Reads frames, one a line, until the other side ends. Throws `input.invalid` or `input.too_large`. */
export async function* readFrames<T extends z.ZodType>(
  socket: Socket,
  schema: T,
): AsyncGenerator<z.output<T>> {
  let pending = ''
  socket.setEncoding('utf8')
  // The socket outlives this loop: whoever reads the one request still has to write the answer.
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    const lines = `${pending}${String(chunk)}`.split('\n')
    pending = lines.pop() ?? ''
    for (const line of lines) yield parseWith(schema, parseLine(line))
    if (pending.length > longestLine) throw new MeshError('input.too_large')
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new MeshError('input.invalid', { detail: 'a line on the admin socket is not JSON' })
  }
}
