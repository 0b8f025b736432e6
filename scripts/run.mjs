// Runs a tool or a .ts file of this repository on the Node that it needs (24), whatever Node started npm.
// Plain JavaScript for Node 20, without dependencies: on a fresh clone it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const stamp = join(root, 'node_modules', '.creditmesh-installed')
const bundledNode = join(
  root,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
)

function lockDigest() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
}

function isInstalled() {
  return (
    existsSync(bundledNode) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lockDigest()
  )
}

// npm under Node 20 leaves out the native engine of Hardhat (its package asks for Node 22), so an older
// npm is run on Node 24, from a folder outside the workspace, where npx does not read this package.json.
function install() {
  process.stderr.write('creditmesh: installing dependencies (once) ...\n')
  const [major, minor] = process.versions.node.split('.').map(Number)
  const isRecent = major > 22 || (major === 22 && minor >= 13)
  const run = { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' }
  const { status } = isRecent
    ? spawnSync('npm', ['ci'], { ...run, cwd: root })
    : spawnSync('npx', ['-y', '-p', 'node@24', '-c', `cd "${root}" && npm ci`], {
        ...run,
        cwd: '/',
      })
  if (status !== 0) {
    process.stderr.write('creditmesh: npm ci failed; its messages stand above\n')
    process.exit(1)
  }
  writeFileSync(stamp, lockDigest())
}

function entryPoint(name) {
  if (name.endsWith('.ts') || name.endsWith('.mjs')) return join(root, name)
  const manifest = join(root, 'node_modules', name, 'package.json')
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'))
  return join(dirname(manifest), typeof bin === 'string' ? bin : bin[name])
}

const [name, ...args] = process.argv.slice(2)
if (!name) {
  process.stderr.write('usage: node scripts/run.mjs TOOL|FILE.ts [ARG ...]\n')
  process.exit(2)
}
if (!isInstalled()) install()
// Child tools must find this Node too, not the one that started npm.
const path = `${dirname(bundledNode)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`
const child = spawn(bundledNode, [entryPoint(name), ...args], {
  stdio: 'inherit',
  env: { ...process.env, PATH: path },
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
