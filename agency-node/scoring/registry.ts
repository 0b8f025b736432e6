import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { canonicalJson } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'
import { modelFamilies } from './families/familyNames.ts'
import { type LoadedModel, loadModel } from './loadModel.ts'

const entrySchema = z.strictObject({
  id: z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/)]),
  modelVersion: z.string(),
  product: z.string(),
  family: z.enum(modelFamilies),
  featureSet: z.string(),
  addedAt: z.int().nonnegative(),
})
export type ModelEntry = z.infer<typeof entrySchema>

const indexSchema = z.strictObject({
  format: z.literal('creditmesh/model-registry/1'),
  models: z.array(entrySchema),
})

export interface ModelRegistry {
  /** Keeps the artefact; adding it again changes nothing. `nowSec` is when. */
  add(model: LoadedModel, nowSec: number): Promise<ModelEntry>
  /** In the order in which they were added. */
  list(): Promise<ModelEntry[]>
  has(id: Hex): Promise<boolean>
  /** Verified and replayed. Throws `model.not_found` and what `loadModel` throws. */
  get(id: Hex): Promise<LoadedModel>
}

/**
 * Models as files in one folder: `ID.json` the canonical artefact, `registry.json` the rest. Artefacts hold nothing of a
 * person, so they are not sealed; their id, a hash, guards them. Where a model stands, and who approved it, is on chain alone:
 * nothing here could contradict it. One process owns the folder.
 */
export async function openModelRegistry(folder: string): Promise<ModelRegistry> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const indexFile = join(folder, 'registry.json')
  const artefactFile = (id: Hex) => join(folder, `${id}.json`)

  const list = async () => {
    const text = await readText(indexFile)
    return text === null ? [] : parseIndex(text)
  }
  const save = (models: readonly ModelEntry[]) =>
    writeWhole(indexFile, canonicalJson({ format: 'creditmesh/model-registry/1', models }))

  const get = async (id: Hex) => {
    const text = await readText(artefactFile(id))
    if (text === null) throw new MeshError('model.not_found', { details: { modelId: id } })
    return loadModel(parseJson(text), id)
  }

  return {
    list,
    get,
    has: async (id) => (await list()).some((entry) => entry.id === id),
    async add({ id, artefact }, nowSec) {
      const models = await list()
      const known = models.find((entry) => entry.id === id)
      if (known !== undefined) return known
      const { modelVersion, product, family, featureSet } = artefact
      const entry = { id, modelVersion, product, family, featureSet, addedAt: nowSec }
      await writeWhole(artefactFile(id), canonicalJson(artefact))
      await save([...models, entry])
      return entry
    },
  }
}

function parseIndex(text: string): ModelEntry[] {
  const parsed = indexSchema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data.models
  throw new MeshError('model.invalid', { detail: 'registry.json does not fit its schema.' })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new MeshError('model.invalid', { cause })
  }
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null // fs throws nothing else
    throw thrown
  }
}

/** A crash leaves the old file or the new one, never half of one. */
async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.new`
  const file = await open(draft, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
}
