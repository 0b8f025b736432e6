import type { Bytes } from '@creditmesh/sdk/crypto/bytes.ts'
import type { NaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import nacl from 'tweetnacl'

export interface PeerBoxes {
  /** The bytes of NaCl's box between the own key and the peer's. */
  box(message: Uint8Array, nonce: Uint8Array, theirPublicKey: Uint8Array): Bytes
  boxOpen(box: Uint8Array, nonce: Uint8Array, theirPublicKey: Uint8Array): Bytes | null
  /** Erases every shared key. Whoever made the boxes calls it when the own key goes out of use. */
  wipe(): void
}

/**
 * NaCl's box for one long-lived key that talks to the same peers again and again: the shared key of a peer is
 * computed once and then costs a secretbox. At most `capacity` peers are kept, the least recently used is erased.
 * For ephemeral keys use the suite's own box: they never come back.
 */
export function createPeerBoxes(
  suite: NaclSuite,
  mySecretKey: Uint8Array,
  { capacity = 256 }: { capacity?: number } = {},
): PeerBoxes {
  const keys = new Map<string, Bytes>()
  const shared = (theirPublicKey: Uint8Array): Bytes => {
    const peer = String.fromCharCode(...theirPublicKey)
    const known = keys.get(peer)
    const key = known ?? sharedKeyOf(theirPublicKey, mySecretKey)
    keys.delete(peer) // re-inserted below, so that the map's order is that of use
    keys.set(peer, key)
    if (keys.size > capacity) evictOldest(keys)
    return key
  }
  return {
    box: (message, nonce, theirs) => suite.secretbox(message, nonce, shared(theirs)),
    boxOpen: (box, nonce, theirs) => suite.secretboxOpen(box, nonce, shared(theirs)),
    wipe() {
      for (const key of keys.values()) key.fill(0)
      keys.clear()
    },
  }
}

// HSalsa20 of the X25519 secret, which the addon does not export: tweetnacl's, once for each peer.
function sharedKeyOf(theirPublicKey: Uint8Array, mySecretKey: Uint8Array): Bytes {
  if (theirPublicKey.length !== 32) throw new MeshError('key.invalid')
  return nacl.box.before(theirPublicKey, mySecretKey) as Bytes // tweetnacl allocates its own ArrayBuffer
}

function evictOldest(keys: Map<string, Bytes>): void {
  const [oldest] = keys
  if (oldest === undefined) return
  oldest[1].fill(0)
  keys.delete(oldest[0])
}
