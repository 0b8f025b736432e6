import { MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'
import { callTasks } from './calls.ts'
import { judgementTasks } from './judgement.ts'
import { modelTasks } from './models.ts'
import { networkTasks } from './network.ts'
import { callCase, name, namedValues, type Task, task } from './task.ts'

const propagation = callCase.extend({
  direction: z.enum(['IN', 'OUT', 'UD']),
  sources: z.array(name),
})
const latePayments = z.number().int().nonnegative().nullable()
const label = z.union([z.literal(0), z.literal(1)])

const networkInputs: Readonly<Record<string, z.ZodType>> = {
  linkBased: callCase.extend({
    late: namedValues(latePayments),
    subjects: z.array(name),
  }),
  personalizedPageRank: propagation.extend({
    alpha: z.number(),
    dangling: z.enum(['restart', 'drop', 'uniform']),
  }),
  spreadingActivation: propagation.extend({ d: z.number(), threshold: z.number() }),
  homophily: callCase.extend({ labels: namedValues(label) }),
}

/** Every task of the reference vectors by its name; the README beside the vectors is the contract. */
export const tasks: ReadonlyMap<string, Task> = new Map([
  ...Object.entries(callTasks),
  ...Object.entries(networkInputs).map(([task, schema]) => parsedFirst(task, schema)),
  ...Object.entries(judgementTasks),
  ...Object.entries(modelTasks),
])

function parsedFirst(taskName: string, schema: z.ZodType): [string, Task] {
  const solve = networkTasks[taskName]
  if (solve === undefined) throw new Error(`no function solves ${taskName}`)
  return [taskName, task(schema, solve)]
}

export type CaseResult =
  | { readonly task: string; readonly output: unknown }
  | {
      readonly task: string | null
      readonly error: { readonly code: string; readonly message: string }
    }

/** Solves one case. Never throws: what goes wrong is the result. Infinities and what is undefined print as null. */
export function solveCase(given: unknown): CaseResult {
  const parsed = z.object({ task: z.string(), input: z.unknown().optional() }).safeParse(given)
  if (!parsed.success) {
    return failed(
      null,
      new MeshError('input.invalid', { detail: 'a case is an object that names its task' }),
    )
  }
  const { task: taskName, input } = parsed.data
  const solve = tasks.get(taskName)
  if (solve === undefined) return failed(taskName, new MeshError('input.unknown_task'))
  try {
    return { task: taskName, output: solve(input) }
  } catch (thrown) {
    return failed(taskName, toMeshError(thrown))
  }
}

function failed(taskName: string | null, { code, detail }: MeshError): CaseResult {
  return { task: taskName, error: { code, message: detail } }
}
