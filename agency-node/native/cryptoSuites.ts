import { type NaclSuite, tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import { type EcdsaSuite, ethersEcdsa } from '@creditmesh/sdk/crypto/secp256k1.ts'
import { createNativeEcdsa } from './nativeEcdsa.ts'
import { createSodiumSuite } from './sodiumSuite.ts'

export interface CryptoSuites {
  readonly nacl: NaclSuite
  readonly ecdsa: EcdsaSuite
}

/** Chooses the fastest implementation that loads on this machine; all of them yield the same bytes. */
export async function chooseCryptoSuites(): Promise<CryptoSuites> {
  const [sodium, ecdsa] = await Promise.all([loadSodiumSuite(), loadNativeEcdsa()])
  return { nacl: sodium ?? tweetnaclSuite, ecdsa: ecdsa ?? ethersEcdsa }
}

/** Null where the addon does not load: an operating system without a prebuilt one. */
export async function loadSodiumSuite(): Promise<NaclSuite | null> {
  try {
    return createSodiumSuite((await import('sodium-native')).default)
  } catch {
    return null
  }
}

/** Null where the addon does not load. Its JavaScript stand-in (elliptic) is passed over: ethers' curve is audited. */
export async function loadNativeEcdsa(): Promise<EcdsaSuite | null> {
  try {
    const [{ default: secp256k1 }, { createKeccak }] = await Promise.all([
      import('secp256k1/bindings.js'),
      import('hash-wasm'),
    ])
    return createNativeEcdsa(secp256k1, await createKeccak(256))
  } catch {
    return null
  }
}
