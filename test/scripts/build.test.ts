import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import * as sdk from '@creditmesh/sdk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildAgencyNode } from '../../scripts/build/agencyNodePackage.ts'
import { readManifest, root } from '../../scripts/build/manifest.ts'
import { buildSdk } from '../../scripts/build/sdkPackage.ts'
import { uciHeader, uciLine } from '../agency-node/records/importFixture.ts'

/** Beside what `npm run build` makes, so that what is built finds the dependencies of its workspace. */
function buildFolder(workspace: string): string {
  const parent = join(root, workspace, 'dist')
  mkdirSync(parent, { recursive: true })
  return mkdtempSync(join(parent, 'test-'))
}

describe('the package of the SDK', () => {
  let built: string
  beforeAll(async () => {
    built = buildFolder('sdk')
    await buildSdk(built)
  })
  afterAll(() => rmSync(built, { recursive: true, force: true }))

  test('gives the names of the source, as modules and as one file for a page', async () => {
    const names = Object.keys(sdk).sort()
    for (const file of ['index.js', 'browser.js']) {
      const module = await import(pathToFileURL(join(built, file)).href)
      expect(Object.keys(module).sort()).toEqual(names)
    }
  })

  test('has types for every module, and no import of a source', () => {
    const modules = globSync('**/*.js', { cwd: built }).filter((name) => name !== 'browser.js')
    expect(modules.length).toBeGreaterThan(100)
    for (const name of modules) {
      expect(existsSync(join(built, name.replace(/\.js$/, '.d.ts')))).toBe(true)
      const text = readFileSync(join(built, name), 'utf8')
      expect(text).not.toMatch(/from '\.[^']*\.ts'|['"]node:/)
    }
  })

  test('is what its package.json says', () => {
    const manifest = JSON.parse(readFileSync(join(built, 'package.json'), 'utf8'))
    const { name, version, dependencies } = readManifest('sdk')
    expect(manifest).toMatchObject({ name, version, dependencies, type: 'module' })
    expect(existsSync(join(built, manifest.exports['.'].types))).toBe(true)
    expect(existsSync(join(built, 'LICENSE'))).toBe(true)
  })
})

describe('the built command', () => {
  let built: string
  beforeAll(async () => {
    built = buildFolder('agency-node')
    await buildAgencyNode(built)
  })
  afterAll(() => rmSync(built, { recursive: true, force: true }))

  /** By a Node that reads no types, as Node 22 does. */
  function creditmesh(...args: string[]): string {
    const file = join(built, 'creditmesh.js')
    return execFileSync(process.execPath, ['--no-strip-types', file, ...args], { encoding: 'utf8' })
  }

  test('says its version', () => {
    expect(creditmesh('--version').trim()).toBe(readManifest('agency-node').version)
  })

  test('has the entries of its threads beside it, where the bundle looks for them', async () => {
    const worker = new Worker(pathToFileURL(join(built, 'treeWorker.js')))
    const column = { kind: 'numeric', name: 'a', values: Float64Array.of(3, 1, 2), specials: [] }
    const setup = { rows: 3, bytes: new Uint8Array(new SharedArrayBuffer(3)) }
    worker.postMessage({ run: 0, name: 'bin', setup })
    worker.postMessage({ run: 0, task: { at: 0, columns: [column] } })
    const [answer] = await once(worker, 'message')
    await worker.terminate()
    expect(answer).toMatchObject({ result: [{ count: 3 }] })
    expect([...setup.bytes]).toEqual([2, 0, 1])
    expect(existsSync(join(built, 'graphWorker.js'))).toBe(true)
  })

  test('makes the folder of an agency, with keys, and imports people into its store', () => {
    const dir = join(built, 'state')
    mkdirSync(dir)
    const secret = (name: string) => {
      const path = join(dir, name)
      writeFileSync(path, '11'.repeat(32), { mode: 0o600 })
      return path
    }
    const address = `0x${'22'.repeat(20)}`
    const names = ['accessManager', 'token', 'members', 'priceList', 'credentials', 'consents']
    const deployment = {
      ...{
        format: 'creditmesh/deployment/1',
        chainId: 31_337,
        genesisHash: `0x${'33'.repeat(32)}`,
      },
      addresses: Object.fromEntries(
        [...names, 'ledger', 'queries', 'modelRegistry'].map((n) => [n, address]),
      ),
      windows: {
        ...{ receiptMarginSec: 5, tradeMarginSec: 5, maxWindowSec: 100, lapseBlocks: 2 },
        vestingSec: 0,
        approverDelaySec: 60,
      },
      startBlock: 0,
    }
    writeFileSync(join(dir, 'deployment.json'), JSON.stringify(deployment))
    const files = ['--key-file', secret('master.key'), '--pepper-file', secret('pepper.key')]
    const chain = ['--rpc-url', 'http://127.0.0.1:9', '--deployment', join(dir, 'deployment.json')]
    creditmesh('--dir', dir, 'agency', 'init', 'a', ...files, ...chain)
    const file = join(dir, 'clients.csv')
    writeFileSync(file, `${[uciHeader, uciLine(1), uciLine(2)].join('\n')}\n`)
    const imported = creditmesh('--dir', dir, '--json', 'records', 'import', file, '--agency', 'a')
    expect(JSON.parse(imported)).toMatchObject({ subjects: 2, rejected: 0 })
  })
})
