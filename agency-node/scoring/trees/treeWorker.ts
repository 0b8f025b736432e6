import { parentPort } from 'node:worker_threads'
import { toMeshError } from '@creditmesh/sdk/errors.ts'
import type { FromThread, ToThread } from './treeMessages.ts'
import { startWork, type WorkName } from './treeTasks.ts'

// The entry of a thread of the pool: keeps what each run was set up with, answers each task.

type Perform = (task: unknown) => unknown
const runs = new Map<number, () => Perform>()

parentPort?.on('message', (message: ToThread) => {
  if ('over' in message) return void runs.delete(message.run)
  if ('setup' in message) return void runs.set(message.run, starter(message.name, message.setup))
  parentPort?.postMessage(answer(message.run, message.task))
})

/** Sets up at the first task, so that what fails in it answers that task. */
function starter(name: string, setup: unknown): () => Perform {
  let perform: Perform | undefined
  return () => {
    perform ??= startWork[name as WorkName](setup as never) as Perform // the pool names and types both
    return perform
  }
}

function answer(run: number, task: unknown): FromThread {
  try {
    return { result: runs.get(run)?.()(task) }
  } catch (thrown) {
    const { code, detail, stack = '', cause } = toMeshError(thrown)
    return {
      error: { code, detail, stack: cause instanceof Error ? (cause.stack ?? stack) : stack },
    }
  }
}
