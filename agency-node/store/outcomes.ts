import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Database, Transaction } from './database.ts'
import { keyIn, rangeOf } from './keyspace.ts'
import { textOf } from './sealing/documentJson.ts'
import type { StoreKeys } from './sealing/storeKeys.ts'
import type { Outcomes, StoredOutcomes, SubjectOutcome } from './store.ts'
import type { StoreParts } from './storeParts.ts'

/**
 * Training outcomes, apart from the credit records: a space, an index and a sealing key of their own, so that a row
 * here cannot be laid beside a row there without the master key.
 */
export function openOutcomes({ database, keys, shredding }: StoreParts): Outcomes {
  const keyOf = (tag: Uint8Array) => keys.keyOf('outcomes', tag)
  return {
    async put(outcomes, { tx, ...options } = {}) {
      const addAll = async (inner: Transaction) => {
        const placed = outcomes.map((outcome) => placedBy(keys, outcome))
        await inner.lookUp(placed.flatMap(({ barKey, key }) => [barKey, key]))
        for (const added of placed) await add(keys, inner, added)
      }
      await (tx === undefined ? database.transact(addAll, options) : addAll(tx))
    },
    async get(tag) {
      const key = keyOf(tag)
      const sealed = await database.get(key)
      return sealed === undefined ? null : openRow(keys, key, sealed)
    },
    entries: () => entriesOf(database, keys),
    async erase(tag) {
      const key = keyOf(tag)
      const wasThere = await database.transact(async (tx) => {
        if ((await tx.get(key)) === undefined) return false
        shredding.delete(tx, [key])
        return true
      })
      await shredding.cleanRows()
      return wasThere
    },
  }
}

interface PlacedOutcome {
  readonly outcome: SubjectOutcome
  readonly key: Bytes
  /** Stands where the person was erased. */
  readonly barKey: Bytes
}

function placedBy(keys: StoreKeys, outcome: SubjectOutcome): PlacedOutcome {
  const { tag } = outcome
  const barKey = keyIn('erasures', keys.index('subjects', tag))
  return { outcome, key: keys.keyOf('outcomes', tag), barKey }
}

async function add(
  keys: StoreKeys,
  tx: Transaction,
  { outcome, key, barKey }: PlacedOutcome,
): Promise<void> {
  if ((await tx.get(barKey)) !== undefined) return
  const sealed = await tx.get(key)
  const before = sealed === undefined ? null : openRow(keys, key, sealed)
  const { tag, ...rest } = merged(before, outcome)
  tx.put(key, keys.seal(key, tag, JSON.stringify(rest)))
}

const tagLength = 32

function openRow(keys: StoreKeys, key: Uint8Array, sealed: Uint8Array): StoredOutcomes {
  const row = keys.open(key, sealed)
  return { tag: row.slice(0, tagLength), ...JSON.parse(textOf(row.subarray(tagLength))) }
}

function merged(before: StoredOutcomes | null, added: SubjectOutcome): StoredOutcomes {
  const { tag, subjectRef, outcome, protectedAttributes } = added
  const named = outcome && { [outcome.name]: { value: outcome.value, asOf: outcome.asOf } }
  return {
    tag: Uint8Array.from(tag),
    subjectRef: before?.subjectRef ?? subjectRef,
    outcomes: { ...before?.outcomes, ...named },
    protectedAttributes: protectedAttributes ?? before?.protectedAttributes ?? {},
  }
}

async function* entriesOf(database: Database, keys: StoreKeys): AsyncGenerator<StoredOutcomes> {
  for await (const [key, sealed] of database.entries(rangeOf('outcomes'))) {
    yield openRow(keys, key, sealed)
  }
}
