import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoPartition } from '@creditmesh/agency-node/records/partition.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'

/** Who appears in the story. Their names are for this machine alone; the network never learns them. */
export interface Person {
  readonly name: string
  /** A file with her identity document, as `--person` reads it. */
  readonly file: string
}

export interface Cast {
  /** Known to A. */
  readonly amal: Person
  /** Known to B alone. */
  readonly bo: Person
  /** Known to nobody. */
  readonly cleo: Person
  /** Known to A; withdraws. */
  readonly dana: Person
  /** Known to A; her lender will not acknowledge. */
  readonly emil: Person
  /** Known to B alone; consents. */
  readonly gus: Person
  /** Known to B alone; never consented to anything. */
  readonly fay: Person
}

/** Chooses people from the data by where the partition puts them. */
export function chooseCast(dataFile: string, folder: string): Cast {
  const ids = readIds(dataFile)
  const partition = demoPartition('a', 'b', 'c')
  const knownTo = (agencies: string) =>
    ids.filter((id) => partition(`TW|uci-client|${id}`).join() === agencies)
  const [amal, dana, emil] = knownTo('a')
  const [bo, gus, fay] = knownTo('b')
  const unknown = String(Math.max(...ids.map(Number)) + 1)
  const person = (name: string, id: string | undefined): Person => {
    if (id === undefined) {
      throw new MeshError('input.invalid', { detail: 'the data hold too few people for the story' })
    }
    const file = join(folder, `${name}.json`)
    const document = { country: 'TW', type: 'uci-client', value: id }
    writeFileSync(file, JSON.stringify(document), { mode: 0o600 })
    return { name, file }
  }
  return {
    amal: person('amal', amal),
    bo: person('bo', bo),
    cleo: person('cleo', unknown),
    dana: person('dana', dana),
    emil: person('emil', emil),
    gus: person('gus', gus),
    fay: person('fay', fay),
  }
}

function readIds(dataFile: string): string[] {
  const [, ...rows] = readFileSync(dataFile, 'utf8').split('\n')
  return rows.map((row) => row.split(',')[0]?.trim() ?? '').filter((id) => /^\d+$/.test(id))
}
