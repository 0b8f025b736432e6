import { parentPort, workerData } from 'node:worker_threads'
import type { BlockedNetwork } from './blockedNetwork.ts'
import { blockStepper, type Step } from './blockStep.ts'
import { plainKernel } from './plainKernel.ts'
import { givenScores, IS_STOPPED, NEXT_BLOCK, type PropagationState } from './propagationState.ts'
import { wasmKernel } from './wasmKernel.ts'

export type KernelKind = 'wasm' | 'plain'

export interface WorkerSetting {
  readonly network: BlockedNetwork
  readonly state: PropagationState
  readonly kernel: KernelKind
}

// A thread of the graph engine: takes the next block until none is left, then says so.
const { network, state, kernel } = workerData as WorkerSetting
const accumulate =
  kernel === 'wasm'
    ? wasmKernel(network, state.memory, state.precision)
    : plainKernel(network, givenScores(state))
const stepBlock = blockStepper(network, state, accumulate)
const blocks = network.chunkOf.length

parentPort?.on('message', (step: Step) => {
  while (Atomics.load(state.control, IS_STOPPED) === 0) {
    const block = Atomics.add(state.control, NEXT_BLOCK, 1)
    if (block >= blocks) break
    stepBlock(block, step)
  }
  parentPort?.postMessage('done')
})
