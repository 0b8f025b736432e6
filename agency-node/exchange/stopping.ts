import { MeshError, toMeshError } from '@creditmesh/sdk/errors.ts'

/** What fails because the node is stopping may be asked again: the next run goes on from what is stored. */
export async function orComeAgain<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const isOurEnd = signal.aborted && toMeshError(cause).code === 'internal.unexpected'
    if (!isOurEnd) throw cause
    throw new MeshError('http.unreachable', { detail: 'the node is stopping', cause })
  }
}
