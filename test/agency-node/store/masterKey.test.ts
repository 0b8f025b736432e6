import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import {
  changeKeySecret,
  createMasterKey,
  masterKeyOf,
  openMasterKey,
} from '@creditmesh/agency-node/store/masterKey.ts'
import {
  createSecretFile,
  readSecretFile,
} from '@creditmesh/agency-node/store/sealing/secretFile.ts'
import { toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { describe, expect, it } from 'vitest'
import { failure, nacl, temporaryFolder } from './fixtures.ts'

const options = { nacl, scryptLogN: 15 }
const passphrase = { passphrase: 'correct horse battery staple' }
const secret = new Uint8Array(32).map((_, i) => i)

async function inFolder(...names: string[]): Promise<string[]> {
  const folder = await temporaryFolder()
  return names.map((name) => join(folder, name))
}

describe('the master key', () => {
  it('opens again by its passphrase, however the letters were composed', async () => {
    const [file = ''] = await inFolder('keystore.json')
    const made = await createMasterKey(file, { passphrase: 'Zürich 2026' }, options)
    const opened = await openMasterKey(file, { passphrase: 'Zu\u0308rich 2026' }, options)
    expect(opened.derive('x')).toEqual(made.derive('x'))
    expect((await stat(file)).mode & 0o077).toBe(0)
  })

  it('opens again by its key file', async () => {
    const [file = '', keyFile = ''] = await inFolder('keystore.json', 'key')
    await createSecretFile(keyFile, secret)
    const made = await createMasterKey(file, { keyFile }, options)
    const opened = await openMasterKey(file, { keyFile }, options)
    expect(opened.derive('x')).toEqual(made.derive('x'))
  })

  it('stays the same under a new passphrase, and the old one opens it no more', async () => {
    const [file = '', keyFile = ''] = await inFolder('keystore.json', 'key')
    await createSecretFile(keyFile, secret)
    const made = await createMasterKey(file, passphrase, options)
    await changeKeySecret(file, { from: passphrase, to: { keyFile } }, options)
    expect((await openMasterKey(file, { keyFile }, options)).derive('x')).toEqual(made.derive('x'))
    const old = openMasterKey(file, passphrase, options)
    await expect(old).rejects.toEqual(failure('store.wrong_key'))
  })

  it('derives another key for every use and salt', () => {
    const key = masterKeyOf(secret.slice())
    const derived = [key.derive('a'), key.derive('b'), key.derive('a', secret)].map(toHex)
    expect(new Set(derived).size).toBe(3)
    expect(derived[0]).toBe(toHex(key.derive('a')))
  })

  it('shows itself to no log', () => {
    const key = masterKeyOf(secret.slice())
    for (const text of [String(key), JSON.stringify({ key }), inspect({ key }, { depth: 9 })]) {
      expect(text).toContain('[master key]')
      expect(text).not.toMatch(/00010203|0, *1, *2/)
    }
  })

  it('error: is of no use once it was wiped', () => {
    const key = masterKeyOf(secret.slice())
    key.wipe()
    expect(() => key.derive('a')).toThrow(failure('key.invalid'))
  })

  it('error: refuses the wrong passphrase, an empty one, and a file in its place', async () => {
    const [file = '', keyFile = ''] = await inFolder('keystore.json', 'key')
    await createSecretFile(keyFile, secret)
    await createMasterKey(file, passphrase, options)
    const before = await readFile(file)
    for (const wrong of [{ passphrase: 'wrong' }, { passphrase: '' }, { keyFile }]) {
      await expect(openMasterKey(file, wrong, options)).rejects.toEqual(failure('store.wrong_key'))
    }
    expect(await readFile(file)).toEqual(before)
  })

  it('error: refuses another key file', async () => {
    const [file = '', keyFile = '', other = ''] = await inFolder('keystore.json', 'key', 'other')
    await createSecretFile(keyFile, secret)
    await createSecretFile(other, secret.with(0, 99))
    await createMasterKey(file, { keyFile }, options)
    const opened = openMasterKey(file, { keyFile: other }, options)
    await expect(opened).rejects.toEqual(failure('store.wrong_key'))
  })

  it('error: is never made over an existing one', async () => {
    const [file = ''] = await inFolder('keystore.json')
    await createMasterKey(file, passphrase, options)
    const again = createMasterKey(file, passphrase, options)
    await expect(again).rejects.toEqual(failure('config.invalid'))
  })

  it('error: refuses a keystore that is missing, mangled, weak or of another format', async () => {
    const [file = '', missing = ''] = await inFolder('keystore.json', 'missing')
    await createMasterKey(file, passphrase, options)
    const text = await readFile(file, 'utf8')
    const open = (path = file) => openMasterKey(path, passphrase, options)
    await expect(open(missing)).rejects.toEqual(failure('file.not_found'))
    const mangled: [string, string][] = [
      [text.slice(0, 40), 'store.corrupt'],
      [text.replace(/"sealedMasterKey": ".*"/, '"sealedMasterKey": "??"'), 'store.corrupt'],
      [text.replace('"format": 1', '"format": 2'), 'store.format_unknown'],
      [text.replace('"logN": 15', '"logN": 14'), 'config.invalid'],
      [text.replace('"logN": 15', '"logN": 60'), 'config.invalid'],
      [text.replace('"logN": 15', '"logN": 16'), 'store.wrong_key'],
    ]
    for (const [content, code] of mangled) {
      await writeFile(file, content)
      await expect(open(), code).rejects.toEqual(failure(code))
    }
  })
})

describe('a file of secret bytes', () => {
  it('may be raw or hex', async () => {
    const [raw = '', hex = '', prefixed = ''] = await inFolder('raw', 'hex', 'prefixed')
    await writeFile(raw, secret, { mode: 0o600 })
    await writeFile(hex, `${toHex(secret).slice(2)}\n`, { mode: 0o600 })
    await writeFile(prefixed, toHex(secret), { mode: 0o600 })
    for (const path of [raw, hex, prefixed]) expect(await readSecretFile(path)).toEqual(secret)
  })

  it('error: is refused if others can read it, if it is short, and if it is not there', async () => {
    const [open = '', short = '', missing = ''] = await inFolder('open', 'short', 'missing')
    await createSecretFile(open, secret)
    await chmod(open, 0o640)
    await writeFile(short, secret.subarray(1), { mode: 0o600 })
    await expect(readSecretFile(open)).rejects.toEqual(failure('key.invalid', { mode: '640' }))
    await expect(readSecretFile(short)).rejects.toEqual(failure('key.invalid'))
    await expect(readSecretFile(missing)).rejects.toEqual(failure('file.not_found'))
  })

  it('error: is never overwritten', async () => {
    const [path = ''] = await inFolder('key')
    await createSecretFile(path, secret)
    await expect(createSecretFile(path, secret)).rejects.toEqual(failure('config.invalid'))
  })
})
