import { MeshError } from '@creditmesh/sdk/errors.ts'

/** The code with which something is refused; null if it is not refused. */
export async function codeOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work
    return null
  } catch (error) {
    if (error instanceof MeshError) return error.code
    throw error
  }
}
