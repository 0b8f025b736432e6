import { chooseCryptoSuites } from '@creditmesh/agency-node/native/cryptoSuites.ts'
import { createPeerBoxes } from '@creditmesh/agency-node/native/peerBoxes.ts'
import { type NaclSuite, tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { type EcdsaSuite, ethersEcdsa } from '@creditmesh/sdk/crypto/secp256k1.ts'

/** Operations a second on one thread; `times` says how much the node's own implementation gains. */
export interface PrimitiveFigures {
  readonly node: number
  readonly reference: number
  readonly times: number
}

export interface CryptoFigures {
  /** Which implementations the node chose on this machine, and which stand beside them. */
  readonly implementations: { readonly node: string; readonly reference: string }
  readonly primitives: Readonly<Record<string, PrimitiveFigures>>
}

type Work = () => unknown

/** Measures each primitive as the node runs it, beside tweetnacl and ethers: the same bytes from both. */
export async function benchCrypto({ secondsEach = 0.3 } = {}): Promise<CryptoFigures> {
  const { nacl, ecdsa } = await chooseCryptoSuites()
  const ours = { ...naclWork(nacl), ...ecdsaWork(ecdsa), ...cachedBoxWork(nacl) }
  const theirs = { ...naclWork(tweetnaclSuite), ...ecdsaWork(ethersEcdsa) }
  const reference: Record<string, Work> = { ...theirs, boxCachedKey1Kb: theirs.box1Kb }
  const primitives = Object.entries<Work>(ours).map(([name, work]) => {
    const node = perSecond(work, secondsEach)
    const beside = perSecond(reference[name] ?? work, secondsEach)
    return [name, { node, reference: beside, times: Number((node / beside).toFixed(1)) }] as const
  })
  return {
    implementations: {
      node: `${nacl.name}, ${ecdsa.name}`,
      reference: `${tweetnaclSuite.name}, ${ethersEcdsa.name}`,
    },
    primitives: Object.fromEntries(primitives),
  }
}

const message = new Uint8Array(1024).fill(0x61)
const nonce = new Uint8Array(24).fill(1)
const secret = new Uint8Array(32).fill(2)
const peerSecret = new Uint8Array(32).fill(3)
const digest = new Uint8Array(32).fill(4)

function naclWork(nacl: NaclSuite) {
  const peer = nacl.boxPublicKey(peerSecret)
  const me = nacl.boxPublicKey(secret)
  const box = nacl.box(message, nonce, peer, secret)
  const sealed = nacl.secretbox(message, nonce, secret)
  const signer = nacl.signKeyPair(secret)
  const signature = nacl.sign(message, signer.secretKey)
  return {
    box1Kb: () => nacl.box(message, nonce, peer, secret),
    boxOpen1Kb: () => nacl.boxOpen(box, nonce, me, peerSecret),
    secretbox1Kb: () => nacl.secretbox(message, nonce, secret),
    secretboxOpen1Kb: () => nacl.secretboxOpen(sealed, nonce, secret),
    ed25519Sign1Kb: () => nacl.sign(message, signer.secretKey),
    ed25519Verify1Kb: () => nacl.verify(message, signature, signer.publicKey),
  }
}

function cachedBoxWork(nacl: NaclSuite) {
  const boxes = createPeerBoxes(nacl, secret)
  const peer = nacl.boxPublicKey(peerSecret)
  return { boxCachedKey1Kb: () => boxes.box(message, nonce, peer) }
}

function ecdsaWork(ecdsa: EcdsaSuite) {
  const signature = ecdsa.sign(digest, secret)
  return {
    keccak1Kb: () => ecdsa.keccak256(message),
    secp256k1Sign: () => ecdsa.sign(digest, secret),
    secp256k1Recover: () => ecdsa.recover(digest, signature),
  }
}

function perSecond(work: Work, seconds: number): number {
  for (let i = 0; i < 20; i += 1) work() // lets the compiler see it
  const start = performance.now()
  let done = 0
  while (performance.now() < start + seconds * 1000) {
    for (let i = 0; i < 10; i += 1) work()
    done += 10
  }
  return Math.round(done / ((performance.now() - start) / 1000))
}
