import { afterEach, describe, expect, it, vi } from 'vitest'

afterEach(() => {
  vi.doUnmock('sodium-native')
  vi.doUnmock('secp256k1/bindings.js')
  vi.resetModules()
})

async function chosenNames(): Promise<string[]> {
  const { chooseCryptoSuites } = await import('@creditmesh/agency-node/native/cryptoSuites.ts')
  const { nacl, ecdsa } = await chooseCryptoSuites()
  return [nacl.name, ecdsa.name]
}

describe('the choice of implementations at start-up', () => {
  it('takes the native ones where they load', async () => {
    expect(await chosenNames()).toEqual(['sodium-native', 'secp256k1 + hash-wasm'])
  })

  it('falls back to the portable ones where no addon loads', async () => {
    const missing = () => {
      throw new Error('no native build was found')
    }
    vi.doMock('sodium-native', missing)
    vi.doMock('secp256k1/bindings.js', missing)
    expect(await chosenNames()).toEqual(['tweetnacl', 'ethers'])
  })
})
