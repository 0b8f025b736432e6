import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { demoPartition } from '@creditmesh/agency-node/records/partition.ts'
import type { Mesh } from './mesh.ts'

/** Hands out people of a small synthetic population, each once. */
export interface People {
  /** Somebody whom A knows. */
  knownToA(): string
  /** Somebody whom B alone knows. */
  knownToB(): string
}

/** Fills the three agencies as the demonstration does. */
export async function settlePeople(mesh: Mesh, count: number): Promise<People> {
  const file = join(mesh.dir, 'people.csv')
  await mesh.creditmesh('records', 'generate', file, '--people', String(count), '--seed', 'e2e')
  for (const agency of ['a', 'b', 'c']) {
    const whose = ['--agency', agency, '--partition', 'a,b,c']
    await mesh.creditmesh('records', 'import', file, ...whose)
  }
  const [, ...rows] = (await readFile(file, 'utf8')).trim().split('\n')
  const ids = rows.map((row) => row.split(',')[0] ?? '')
  const partition = demoPartition('a', 'b', 'c')
  const knownTo = (agency: string) =>
    ids.filter((id) => partition(`TW|uci-client|${id}`)[0] === agency)
  const [atA, atB] = [knownTo('a'), knownTo('b')]
  return { knownToA: () => take(atA), knownToB: () => take(atB) }
}

function take(ids: string[]): string {
  const id = ids.shift()
  if (id === undefined) throw new Error('the population is used up')
  return `TW:uci-client:${id}`
}

/** A wallet for the person, vouched for by agencies, and a recorded consent for agency A: to keep the answer, unless not. */
export async function consentOf(
  mesh: Mesh,
  person: { readonly name: string; readonly identifier: string },
  {
    issuers,
    options = [],
    mayKeep = true,
  }: { issuers: readonly string[]; options?: readonly string[]; mayKeep?: boolean },
): Promise<string> {
  const { name, identifier } = person
  await mesh.creditmesh('subject', 'create', name)
  for (const agency of issuers) {
    const whose = ['--agency', agency, '--identifier', identifier]
    await mesh.creditmesh('subject', 'enroll', name, ...whose)
  }
  const parties = ['--subject', name, '--to', 'lender', '--agency', 'a']
  const keeping = mayKeep ? ['--may-keep', '--data-life', '30'] : []
  const granted = await mesh.creditmesh<{ consentId: string }>(
    ...['consent', 'grant', ...parties, ...options, ...keeping],
  )
  return granted.consentId
}
