import { readFile } from 'node:fs/promises'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'
import { stateFolderAt } from './stateFolder.ts'

/** The name of an agency, a lender or a subject: it becomes a folder and part of a command line. */
export const localName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, 'a name has a-z, 0-9 and -, and begins with a letter')

const port = z.int().min(1).max(65_535)
const server = z.strictObject({ port, url: z.url() })

/** `network.json`: what was decided when the network first came up, and holds for its life. */
export const networkFileSchema = z.strictObject({
  format: z.literal('creditmesh/network/1'),
  host: z.string(),
  chain: server,
  agencies: z.array(server.extend({ name: localName })).min(1),
  relayer: server,
  lenders: z.array(localName),
  subjects: z.array(localName),
})
export type NetworkFile = z.output<typeof networkFileSchema>

/** Reads what `network up` decided. Throws `network.not_running` where there is no network. */
export async function readNetworkFile(root: string): Promise<NetworkFile> {
  const path = stateFolderAt(root).networkFile
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) {
    throw new MeshError('network.not_running', {
      detail: 'there is no network in this folder',
      details: { dir: root },
    })
  }
  const parsed = networkFileSchema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw new MeshError('config.invalid', {
    detail: `network.json: ${parsed.error.issues[0]?.path.join('.')} is not valid`,
    details: { path },
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
