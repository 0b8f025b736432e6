import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { LenderFailure, LenderOrder, LenderReport } from './lenderOrders.ts'
import type { ProcessIds } from './processorTime.ts'

/** Processes that lenders share. */
export interface LenderCrew extends AsyncDisposable {
  readonly pids: ProcessIds
  /** All works at once; each lender asks its questions one after the other. Gives every latency. */
  run(order: LenderOrder): Promise<readonly number[]>
}

const script = fileURLToPath(new URL('./lenderProcess.ts', import.meta.url))

export function startLenderCrew(size: number): LenderCrew {
  const crew = Array.from({ length: size }, () => fork(script, { serialization: 'advanced' }))
  return {
    pids: { lenders: crew.flatMap(({ pid }) => pid ?? []) },
    async run({ works, ...order }) {
      const shares = crew.map((child, i) => ({
        child,
        works: works.filter((_, j) => j % crew.length === i),
      }))
      const busy = shares.filter((share) => share.works.length > 0)
      const reports = busy.map(({ child, ...share }) => runOn(child, { ...order, ...share }))
      return (await Promise.all(reports)).flat()
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(
        crew.map(async (child) => {
          if (child.exitCode !== null || child.signalCode !== null) return
          const ended = once(child, 'exit')
          child.disconnect()
          await ended
        }),
      )
    },
  }
}

async function runOn(child: ChildProcess, order: LenderOrder): Promise<readonly number[]> {
  const answered = once(child, 'message') as Promise<[LenderReport | LenderFailure]> // lenderProcess.ts
  const died = once(child, 'exit').then(() => [{ failure: 'the process died' }] as const)
  child.send(order)
  const [answer] = await Promise.race([answered, died])
  if ('latenciesMs' in answer) return answer.latenciesMs
  throw new MeshError('internal.unexpected', { detail: `a lender failed: ${answer.failure}` })
}
