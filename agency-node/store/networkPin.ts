import { utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { Database } from './database.ts'
import { decodeDocument, encodeDocument } from './sealing/documentJson.ts'
import type { StoreKeys } from './sealing/storeKeys.ts'
import type { NetworkPin } from './store.ts'

/** Pins the network that this state belongs to, or refuses another one (PROTOCOL 11, last row). */
export function pinNetwork(
  database: Database,
  keys: StoreKeys,
  network: NetworkPin,
): Promise<void> {
  const key = keys.keyOf('pins', utf8('network'))
  return database.transact(async (tx) => {
    const sealed = await tx.get(key)
    if (sealed === undefined) tx.put(key, keys.seal(key, encodeDocument(network)))
    else requireSame(decodeDocument<NetworkPin>(keys.open(key, sealed)), network)
  })
}

function requireSame(pinned: NetworkPin, found: NetworkPin): void {
  const before = factsOf(pinned)
  const now = factsOf(found)
  const names = new Set([...before.keys(), ...now.keys()])
  for (const name of names) {
    if (before.get(name)?.toLowerCase() === now.get(name)?.toLowerCase()) continue
    const details = {
      differs: name,
      pinned: before.get(name) ?? 'nothing',
      found: now.get(name) ?? 'nothing',
    }
    throw new MeshError('chain.wrong_network', { details })
  }
}

function factsOf({ chainId, genesisHash, addresses }: NetworkPin): Map<string, string> {
  return new Map([
    ['chainId', String(chainId)],
    ['genesisHash', genesisHash],
    ...Object.entries(addresses),
  ])
}
