import type { Database } from './database.ts'
import type { StoreKeys } from './sealing/storeKeys.ts'
import type { Shredding } from './shredding.ts'

/** What every part of a store stands on. */
export interface StoreParts {
  readonly database: Database
  readonly keys: StoreKeys
  readonly shredding: Shredding
}
