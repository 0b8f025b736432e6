import { hex32 } from '@creditmesh/sdk/wire/fields.ts'
import { z } from 'zod'
import { command } from '../../admin/command.ts'
import { compareOn } from '../../scoring/compareModels.ts'
import { readTrainingTable } from '../../scoring/trainingTable.ts'
import type { AgencyServices } from '../../services.ts'
import { readTrainingSubjects } from '../../wiring/trainingSubjects.ts'

/** Two models of this agency side by side, on people whom neither was fitted to. */
export const compareModels = command(
  z.strictObject({ ids: z.tuple([hex32, hex32]), outcome: z.string().min(1).max(64).optional() }),
  async ({ agency, models }: AgencyServices, { ids, outcome }, { onProgress, signal }) => {
    const [first, second] = [await models.get(ids[0]), await models.get(ids[1])]
    const subjects = readTrainingSubjects(agency.store, outcome)
    const table = await readTrainingTable(subjects, {
      onSubject: (count) => count % 1000 === 0 && onProgress({ subjects: count }),
      signal,
    })
    const families = [first, second].map(({ artefact }) => artefact.family)
    return { ids, families, ...compareOn(table, [first, second]) }
  },
)
