import { createPeerBoxes } from '@creditmesh/agency-node/native/peerBoxes.ts'
import { type NaclSuite, tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { onBoth, type Primitive, type Primitives } from './primitive.ts'

const kilobyte = 1024

/** NaCl's operations beside tweetnacl. */
export function naclPrimitives(suite: NaclSuite): Primitives {
  const suites = { ours: suite, peer: tweetnaclSuite }
  const signer = suite.signKeyPair(suite.randomBytes(32))
  const message = suite.randomBytes(kilobyte)
  const signature = suite.sign(message, signer.secretKey)
  return {
    ...boxes(suite, kilobyte),
    ...boxes(suite, 100 * kilobyte),
    boxKeyPair: onBoth(suites, (nacl) => nacl.boxKeyPair()),
    ed25519Sign1KB: onBoth(suites, (nacl) => nacl.sign(message, signer.secretKey)),
    ed25519Verify1KB: onBoth(suites, (nacl) => nacl.verify(message, signature, signer.publicKey)),
  }
}

function boxes(suite: NaclSuite, size: number): Primitives {
  const suites = { ours: suite, peer: tweetnaclSuite }
  const message = suite.randomBytes(size)
  const nonce = suite.randomBytes(24)
  const key = suite.randomBytes(32)
  const [mine, theirs] = [suite.boxKeyPair(), suite.boxKeyPair()]
  const box = suite.box(message, nonce, theirs.publicKey, mine.secretKey)
  const secretbox = suite.secretbox(message, nonce, key)
  const seal = (nacl: NaclSuite) => nacl.box(message, nonce, theirs.publicKey, mine.secretKey)
  const open = (nacl: NaclSuite) => nacl.boxOpen(box, nonce, mine.publicKey, theirs.secretKey)
  const peerBoxes = createPeerBoxes(suite, mine.secretKey)
  const sealToKnownPeer: Primitive = {
    ours: () => peerBoxes.box(message, nonce, theirs.publicKey),
    peer: () => seal(tweetnaclSuite),
  }
  const label = `${size / kilobyte}KB`
  return {
    [`boxSeal${label}`]: onBoth(suites, seal),
    [`boxOpen${label}`]: onBoth(suites, open),
    [`boxSealKnownPeer${label}`]: sealToKnownPeer,
    [`secretboxSeal${label}`]: onBoth(suites, (nacl) => nacl.secretbox(message, nonce, key)),
    [`secretboxOpen${label}`]: onBoth(suites, (nacl) => nacl.secretboxOpen(secretbox, nonce, key)),
  }
}
