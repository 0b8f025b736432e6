import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stateFolderAt } from '@creditmesh/agency-node/files/stateFolder.ts'

/** Words that stand in every record: in an open store they would be everywhere. */
const words = [
  'uci-client',
  'tradeline',
  'paymentHistory',
  'UCR/1.0',
  'statementBalance',
  'yearBirth',
]

/** Searches every file of an agency's store for words of a record; gives where one was found. */
export function plaintextIn(dir: string, agency: string): string[] {
  const store = join(stateFolderAt(dir).agency(agency), 'store')
  return readdirSync(store, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name))
      const found = words.filter((word) => bytes.includes(word))
      return found.map((word) => `"${word}" in ${entry.name} of agency ${agency}`)
    })
}
