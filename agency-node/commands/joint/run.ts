import { type FileHandle, open, rm } from 'node:fs/promises'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { hex32 } from '@creditmesh/sdk/wire/fields.ts'
import { z } from 'zod'
import { command } from '../../admin/command.ts'
import { agreementOf } from '../../joint/agreements.ts'
import { designColumns } from '../../joint/computations.ts'
import { type LinkedPerson, type RunResult, runSession } from '../../joint/runSession.ts'
import type { AgencyServices } from '../../services.ts'

/** Leads one session. A linkage writes what it found to a file that must be new, readable by its owner alone. */
export const runJoint = command(
  z.strictObject({ agreementId: hex32, out: z.string().min(1).optional() }),
  async ({ joint }: AgencyServices, { agreementId, out }, { onProgress, signal }) => {
    const { agreement } = await agreementOf(agreementId, joint)
    if ((agreement.kind === 'linkage') !== (out !== undefined)) {
      const detail = 'a linkage needs a file for what it finds, and nothing else takes one'
      throw new MeshError('usage.invalid', { detail })
    }
    const onRound = (round: number) => onProgress({ round })
    const run = () => runSession(agreementId, { signal, onRound }, joint)
    const columns = agreement.kind === 'linkage' ? agreement.columns : designColumns(agreement)
    const { session } = out === undefined ? await run() : await runInto(out, columns, run)
    const { sessionId, state, learned, result, asked, entries, matched } = session
    return { sessionId, state, rounds: learned.length, columns, result, asked, entries, matched }
  },
)

/** Opens the file before anything is asked: what was learned must not be lost for want of a place. */
async function runInto(
  path: string,
  columns: readonly string[],
  run: () => Promise<RunResult>,
): Promise<RunResult> {
  await using file = await open(path, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    const code = cause.code === 'EEXIST' ? 'file.exists' : 'file.forbidden'
    throw new MeshError(code, { details: { path }, cause })
  })
  try {
    const ran = await run()
    await writeLinked(file, ran.linked ?? [], columns)
    return ran
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

async function writeLinked(
  file: FileHandle,
  linked: readonly LinkedPerson[],
  columns: readonly string[],
): Promise<void> {
  for (const { subjectRef, values } of linked) {
    const features = Object.fromEntries(columns.map((name, at) => [name, values[at] ?? null]))
    await file.appendFile(`${JSON.stringify({ subjectRef, features })}\n`)
  }
  await file.sync()
}
