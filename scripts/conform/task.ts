import { MeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'

/** Solves one case of the reference vectors from its input as it was read. Throws `input.invalid` and what the function throws. */
export type Task = (input: unknown) => unknown

/** A task whose input is parsed first; the message of a refusal names the member that is wrong. */
export function task<Schema extends z.ZodType>(
  schema: Schema,
  solve: (input: z.output<Schema>) => unknown,
): Task {
  return (input) => {
    const parsed = schema.safeParse(input)
    if (parsed.success) return solve(parsed.data)
    const [issue] = parsed.error.issues
    const path = ['input', ...(issue?.path ?? [])].map(String).join('.')
    throw new MeshError('input.invalid', {
      detail: `${path}: ${issue?.message ?? 'does not fit'}`,
      details: { path },
    })
  }
}

export const numbers = z.array(z.number())
export const labels = z.array(z.union([z.literal(0), z.literal(1)]))
/** Names of people and groups; numbers are taken as their digits. */
export const name = z.union([z.string(), z.number()]).transform(String)
/** A call: seconds, from, to, duration. */
export const calls = z.array(z.tuple([z.number(), name, name, z.number()]))
export const callCase = z.object({ calls, minSeconds: z.number() })

/**
 * An object of values by the names of people. Any name is one, `__proto__` too, so it is read by its own entries alone; look values
 * up with `ownValue`. A refusal never repeats a name: it may be a telephone number.
 */
export function namedValues<Schema extends z.ZodType>(value: Schema) {
  return z.custom<object>(isObject, 'expected an object').transform((given, context) => {
    const values: [string, z.output<Schema>][] = []
    for (const [name, each] of Object.entries(given)) {
      const parsed = value.safeParse(each)
      if (!parsed.success) {
        const [issue] = parsed.error.issues
        context.addIssue(`one of the values: ${issue?.message ?? 'does not fit'}`)
        return z.NEVER
      }
      values.push([name, parsed.data])
    }
    return Object.fromEntries(values)
  })
}

/** What the object itself says of this name, and not what every object inherits. */
export function ownValue<T>(values: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined
}

function isObject(given: unknown): boolean {
  return typeof given === 'object' && given !== null && !Array.isArray(given)
}

/** What an iteration was cut short at is no answer. Throws `analysis.not_converged`. */
export function settled<Result extends { readonly isConverged: boolean }>(result: Result): Result {
  if (result.isConverged) return result
  throw new MeshError('analysis.not_converged')
}
