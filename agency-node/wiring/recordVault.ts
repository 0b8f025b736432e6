import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import { fromHex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import type { RecordSource } from '@creditmesh/sdk/wire/response.ts'
import type { RecordVault, TradedRecords } from '../exchange/collaborators.ts'
import type { Custody, StoredSubject, Vault } from '../store/store.ts'

/** The vault as the exchange sees it: one file a person, each record with its source. */
export function createRecordVault(vault: Vault, self: Address): RecordVault {
  return {
    async find(tag, nowSec) {
      const subject = await vault.get(fromHex(tag), { withIdentity: true, nowSec })
      if (subject === null) return null
      return { records: subject.records, sources: sourcesOf(subject, self) }
    },
    saveTraded: (traded) => saveTraded(vault, traded),
  }
}

function sourcesOf({ records, custody }: StoredSubject, self: Address): RecordSource[] {
  return records.map(({ recordId }, i): RecordSource => {
    const from = custody[i]
    if (!from) return { recordId, source: 'own', supplier: self }
    const { supplier, tradeLegId } = from
    return { recordId, source: 'saved-trade', supplier, ...(tradeLegId && { tradeLegId }) }
  })
}

async function saveTraded(vault: Vault, traded: TradedRecords): Promise<void> {
  const { tag, records, sources, queryId, consentId, keepUntilSec } = traded
  const sourceOf = new Map(sources.map((source) => [source.recordId, source]))
  const bought = records.filter(({ recordId }) => sourceOf.has(recordId))
  const custody = bought.map(({ recordId }): Custody => {
    const { supplier, tradeLegId } = requireSource(sourceOf.get(recordId))
    return { supplier, queryId, consentId, keepUntilSec, ...(tradeLegId && { tradeLegId }) }
  })
  const kept = bought.map((record, i): UcrRecord => {
    const { supplier: holderId, tradeLegId } = custody[i] ?? {}
    const trade = {
      consentId,
      queryId,
      ...(tradeLegId && { tradeLegId }),
      ...(holderId && { holderId }),
    }
    return { ...record, provenance: { ...record.provenance, source: 'RELAYED', ...trade } }
  })
  // A person first met through a trade is known here by the name under which her records came.
  const subjectRef = kept[0]?.subjectRef
  if (subjectRef === undefined) return
  await vault.saveTraded({ tag: fromHex(tag), subjectRef, records: kept }, custody)
}

function requireSource(source: RecordSource | undefined): RecordSource {
  if (source === undefined) throw new TypeError('a record without source was not filtered out')
  return source
}
