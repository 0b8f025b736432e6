import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import type { SignedConsent } from '@creditmesh/sdk/client/subject/createConsent.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { toJson } from '@creditmesh/sdk/wire/json.ts'
import { writeAtomically } from '../../files/atomicFile.ts'

interface PackagePaths {
  /** In the wallet's folder: under its consent's id, so that it never takes another's place. */
  readonly kept: string
  /** Where the person wants it besides; null for nowhere. */
  readonly target: string | null
}

/** Throws `file.exists`: what lies there may be the package of a consent that is in use. */
export function requireAbsent(path: string): void {
  if (!existsSync(path)) return
  throw new MeshError('file.exists', {
    details: { path },
    action: 'Choose another name, or replace it: --force.',
  })
}

/**
 * Writes the package, lets `record` bring the consent to the chain, and only then gives the package its name. A refusal
 * leaves every file as it was; after a kill the wallet's copy is there, and can be recorded.
 */
export async function withPackage<T>(
  { kept, target }: PackagePaths,
  signed: SignedConsent,
  record: () => Promise<T>,
): Promise<T> {
  const text = `${JSON.stringify(toJson(signed.package))}\n`
  const partial = target === null ? null : `${target}.partial`
  try {
    // First the one that may fail: nothing is recorded that could not be handed over.
    if (partial !== null) await writeAtomically(partial, text)
    await writeAtomically(kept, text)
    const recorded = await record()
    if (partial !== null && target !== null) await rename(partial, target)
    return recorded
  } catch (thrown) {
    if (partial !== null) await rm(partial, { force: true }).catch(() => undefined)
    if (isRefusal(thrown)) await rm(kept, { force: true }).catch(() => undefined)
    throw thrown
  }
}

/** Whether the grant was surely not recorded: an answer that did not come may hide that it was. */
function isRefusal(thrown: unknown): boolean {
  return thrown instanceof MeshError && !thrown.retryable && thrown.code !== 'http.bad_response'
}
