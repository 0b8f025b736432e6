import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readManifest, root } from '../../scripts/build/manifest.ts'
import { buildSdk } from '../../scripts/build/sdkPackage.ts'
import { type Mesh, startMesh } from './support/mesh.ts'
import { settlePeople } from './support/people.ts'

const run = promisify(execFile)

let mesh: Mesh
let folder: string
beforeAll(async () => {
  mesh = await startMesh()
  const people = await settlePeople(mesh, 40)
  folder = await mkdtemp(join(tmpdir(), 'outside-'))
  await symlink(mesh.dir, join(folder, '.creditmesh'))
  await install(join(folder, 'node_modules'))
  const [country, type, value] = people.knownToB().split(':')
  const document = join(folder, 'document.json')
  await writeFile(document, JSON.stringify({ country, type, value }))
  await mesh.creditmesh('subject', 'create', 'ann')
  for (const agency of ['b', 'c']) {
    await mesh.creditmesh('subject', 'enroll', 'ann', '--agency', agency, '--person', document)
  }
})
afterAll(async () => {
  await mesh?.close()
  await rm(folder, { recursive: true, force: true })
})

/** The built package with its dependencies, as `npm install` would lay them out: nothing else of the checkout. */
async function install(modules: string): Promise<void> {
  await mkdir(join(modules, '@creditmesh'), { recursive: true })
  await mkdir(join(modules, '@noble'))
  const builds = join(root, 'sdk/dist')
  await mkdir(builds, { recursive: true })
  const built = await mkdtemp(join(builds, 'readme-'))
  try {
    await buildSdk(built)
    await run('cp', ['-r', built, join(modules, '@creditmesh/sdk')])
  } finally {
    await rm(built, { recursive: true, force: true })
  }
  for (const name of Object.keys(readManifest('sdk').dependencies)) {
    await symlink(join(root, 'node_modules', name), join(modules, name))
  }
}

/** The Node of the system if it has one: a user's is older than the one of the checkout. */
const node = ['/usr/bin/node', '/usr/local/bin/node'].find(existsSync) ?? process.execPath

async function runExample(name: string, ...args: string[]): Promise<string> {
  const readme = await readFile(join(root, 'sdk/README.md'), 'utf8')
  const [, code] = new RegExp(`\`\`\`js ${name}\n([\\s\\S]*?)\`\`\``).exec(readme) ?? []
  if (code === undefined) throw new Error(`README shows no ${name}`)
  await writeFile(join(folder, name), code)
  const { stdout } = await run(node, [name, ...args], { cwd: folder })
  return stdout
}

test('the three examples of the SDK’s README run outside of the checkout, one after another', async () => {
  const granted = await runExample('person.mjs')
  expect(granted).toContain('may ask')
  expect(granted).toContain('ACTIVE')
  const asked = await runExample('lender.mjs')
  expect(asked).toContain('hit in mode 2')
  expect(asked).toContain('score none: no_model')
  const [, queryId = ''] = /query (0x[0-9a-f]{64})/.exec(asked) ?? []
  await expect.poll(() => runExample('auditor.mjs', queryId)).toContain('settled')
})
