import type { LegJournal, LegRecord } from '@creditmesh/sdk/client/leg/legRecord.ts'
import { legRecordSchema } from '@creditmesh/sdk/client/leg/legRecord.ts'
import type { WalletStore } from '@creditmesh/sdk/client/subject/walletState.ts'
import type { JsonValue } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { decodeMessage, encodeMessage } from '@creditmesh/sdk/wire/json.ts'

/** Keeps the wallet's document as text, as a file would. */
export function createMemoryWalletStore(): WalletStore & { text(): string | null } {
  let text: string | null = null
  const load = async (): Promise<JsonValue | null> => (text === null ? null : JSON.parse(text))
  return {
    load,
    text: () => text,
    async save(document, replacesVersion) {
      const present = (await load()) as { version: number } | null
      if ((present?.version ?? 0) !== replacesVersion) throw new MeshError('store.conflict')
      text = JSON.stringify(document)
    },
  }
}

/** Keeps records as bytes, so that whatever is put must survive being written down. */
export function createMemoryLegJournal(): LegJournal & { readonly puts: LegRecord[] } {
  const kept = new Map<string, Uint8Array>()
  const puts: LegRecord[] = []
  return {
    puts,
    async get(legId) {
      const bytes = kept.get(legId)
      return bytes === undefined ? null : decodeMessage(legRecordSchema, bytes)
    },
    async put(record) {
      puts.push(record)
      kept.set(record.legId, encodeMessage(record))
    },
  }
}
