import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  addEpoch,
  createIdentity,
  type NodeIdentity,
  openIdentity,
} from '@creditmesh/agency-node/store/identity.ts'
import { toBase64Url, toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { describe, expect, it } from 'vitest'
import { ecdsa, failure, nacl, temporaryFolder, testMasterKey } from './fixtures.ts'

const pepper = new Uint8Array(32).fill(0x70)
const modules = () => ({ masterKey: testMasterKey(), nacl, ecdsa })

async function newIdentity(): Promise<{ file: string; identity: NodeIdentity }> {
  const file = join(await temporaryFolder(), 'identity.json')
  return { file, identity: await createIdentity(file, { pepper }, modules()) }
}

describe('the identity of a node', () => {
  it('is the same when it is opened again', async () => {
    const { file, identity } = await newIdentity()
    const opened = await openIdentity(file, modules())
    expect({ ...opened, wipe: null }).toEqual({ ...identity, wipe: null })
    expect(opened.address).toBe(ecdsa.addressOf(opened.operatorKey))
    expect(opened.pepper).toEqual(pepper)
    expect(opened.epochs.map(({ epoch }) => epoch)).toEqual([1])
  })

  it('takes an operator key that exists already', async () => {
    const operatorKey = new Uint8Array(32).fill(3)
    const file = join(await temporaryFolder(), 'identity.json')
    const identity = await createIdentity(file, { pepper, operatorKey }, modules())
    expect(identity.address).toBe(ecdsa.addressOf(operatorKey))
  })

  it('signs and seals by keys that fit together', async () => {
    const { identity } = await newIdentity()
    const [{ x25519, ed25519 }] = identity.epochs
    const message = utf8('a message')
    const signature = nacl.sign(message, ed25519.secretKey)
    expect(nacl.verify(message, signature, ed25519.publicKey)).toBe(true)
    expect(nacl.boxPublicKey(x25519.secretKey)).toEqual(x25519.publicKey)
  })

  it('gets new keys for a new epoch and keeps the old ones', async () => {
    const { file, identity } = await newIdentity()
    const rotated = await addEpoch(file, modules())
    expect(rotated.epochs.map(({ epoch }) => epoch)).toEqual([2, 1])
    expect(rotated.epochs[1]).toEqual(identity.epochs[0])
    expect(rotated.epochs[0].x25519).not.toEqual(identity.epochs[0].x25519)
    expect((await openIdentity(file, modules())).epochs).toEqual(rotated.epochs)
  })

  it('tells nothing secret on the disk', async () => {
    const { file, identity } = await newIdentity()
    const text = await readFile(file, 'latin1')
    const [{ x25519, ed25519 }] = identity.epochs
    const secrets = [
      pepper,
      identity.operatorKey,
      x25519.secretKey,
      ed25519.secretKey.subarray(0, 32),
    ]
    for (const secret of secrets) {
      expect(text).not.toContain(toHex(secret).slice(2))
      expect(text).not.toContain(toBase64Url(secret))
      expect(text).not.toContain(Buffer.from(secret).toString('latin1'))
    }
  })

  it('is erased from memory when asked', async () => {
    const { identity } = await newIdentity()
    identity.wipe()
    expect(identity.operatorKey).toEqual(new Uint8Array(32))
    expect(identity.epochs[0].ed25519.secretKey).toEqual(new Uint8Array(64))
  })

  it('error: opens under no other master key, nor mangled, nor of another format', async () => {
    const { file } = await newIdentity()
    const stranger = { ...modules(), masterKey: testMasterKey(8) }
    await expect(openIdentity(file, stranger)).rejects.toEqual(failure('store.wrong_key'))
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('"format": 1', '"format": 9'))
    await expect(openIdentity(file, modules())).rejects.toEqual(failure('store.format_unknown'))
    await writeFile(file, text.slice(0, 30))
    await expect(openIdentity(file, modules())).rejects.toEqual(failure('store.corrupt'))
  })

  it('error: is never made over an existing one', async () => {
    const { file } = await newIdentity()
    const again = createIdentity(file, { pepper }, modules())
    await expect(again).rejects.toEqual(failure('config.invalid'))
  })
})
