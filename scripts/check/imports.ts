import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/**
 * The direction of imports: a room may import from the rooms listed for it, and from itself. The longest
 * prefix that fits a file names its room. What is not listed here may not exist.
 */
export const rooms: Readonly<Record<string, readonly string[]>> = {
  'sdk/errors.ts': [],
  'sdk/crypto': ['sdk/errors.ts'],
  'sdk/abi': [],
  'sdk/chain': ['sdk/errors.ts', 'sdk/crypto', 'sdk/abi'],
  'sdk/wire': ['sdk/errors.ts', 'sdk/crypto'],
  'sdk/client': ['sdk/errors.ts', 'sdk/crypto', 'sdk/wire', 'sdk/chain'],
  'sdk/audit': ['sdk/errors.ts', 'sdk/crypto', 'sdk/wire', 'sdk/chain', 'sdk/client'],
  'sdk/index.ts': ['sdk'],
  'agency-node/analysis': ['sdk'],
  'agency-node/native': ['sdk'],
  'agency-node/store': ['sdk', 'agency-node/native', 'agency-node/files/atomicFile.ts'],
  'agency-node/version.ts': ['agency-node/package.json'],
  'agency-node/config.ts': ['sdk'],
  'agency-node/files': ['sdk'],
  'agency-node/records': ['sdk', 'agency-node/store', 'agency-node/native'],
  'agency-node/chain': ['sdk', 'agency-node/store', 'agency-node/native'],
  'agency-node/enrolment': ['sdk', 'agency-node/store'],
  'agency-node/admin': ['sdk', 'agency-node/store'],
  'agency-node/scoring': inNode('analysis', 'files/pathError.ts', 'store', 'records', 'version.ts'),
  'agency-node/calls': inNode('analysis', 'native', 'files', 'scoring/graph'),
  'agency-node/exchange': inNode('store', 'records', 'chain'),
  'agency-node/joint': inNode('analysis', 'native', 'scoring', 'store'),
  'agency-node/http': inNode('store', 'exchange', 'admin'),
  'agency-node/agencyFolder.ts': inNode('config.ts', 'native', 'store'),
  'agency-node/wiring': inNode(
    ...['store', 'records', 'chain', 'scoring', 'exchange', 'joint', 'http', 'native'],
  ),
  'agency-node/services.ts': inNode(
    ...['agencyFolder.ts', 'exchange', 'joint', 'native', 'scoring', 'wiring'],
  ),
  'agency-node/commands': inNode(
    ...[
      'admin',
      'files',
      'records',
      'scoring',
      'store',
      'enrolment',
      'joint',
      'wiring',
      'services.ts',
    ],
  ),
  'agency-node/agencyApp.ts': inNode('exchange', 'http', 'joint', 'services.ts', 'version.ts'),
  'agency-node/node.ts': inNode(
    ...['admin', 'commands', 'exchange', 'http', 'joint', 'wiring', 'services.ts', 'agencyApp.ts'],
  ),
  'agency-node/relayer': inNode('http', 'native', 'store', 'files', 'chain', 'version.ts'),
  'agency-node/cli': ['sdk', 'agency-node'],
  scripts: ['sdk', 'agency-node', 'contracts', 'artifacts', 'hardhat.config.ts'],
}

/** The SDK and these rooms of the agency node. */
function inNode(...names: readonly string[]): readonly string[] {
  return ['sdk', ...names.map((name) => `agency-node/${name}`)]
}

export interface Import {
  readonly file: string
  readonly target: string
}

/** Gives one sentence for each import that points the wrong way. */
export function findViolations(imports: readonly Import[]): string[] {
  return imports.flatMap(({ file, target }) => {
    const from = roomOf(file)
    const to = roomOf(target)
    if (from === undefined) return [`${file}: is in no known room`]
    if (from === to || to === undefined) return []
    const allowed = rooms[from] ?? []
    const isAllowed = allowed.some((room) => target === room || target.startsWith(`${room}/`))
    return isAllowed ? [] : [`${file}: may not import ${target}`]
  })
}

/** Reads every import of the product's files; `read` gives a file's text. */
export function readImports(files: readonly string[], read: (file: string) => string): Import[] {
  return files.flatMap((file) => {
    const found = read(file).matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)
    return Array.from(found, ([, specifier = '']) => resolveTarget(file, specifier))
      .filter((target) => target !== undefined)
      .map((target) => ({ file, target }))
  })
}

function resolveTarget(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('@creditmesh/')) return specifier.slice('@creditmesh/'.length)
  if (!specifier.startsWith('.')) return undefined
  return normalize(join(dirname(file), specifier))
}

function roomOf(file: string): string | undefined {
  return Object.keys(rooms)
    .filter((room) => file === room || file.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0]
}

/** Node's own modules must not reach the SDK: it runs in browsers. */
export function findNodeImports(
  files: readonly string[],
  read: (file: string) => string,
): string[] {
  const offenders = files.filter((file) => file.startsWith('sdk/') && /['"]node:/.test(read(file)))
  return offenders.map((file) => `${file}: the SDK runs in browsers and may not import node:`)
}

export function productFiles(root: string): string[] {
  const found = globSync(['sdk/**/*.ts', 'agency-node/**/*.ts', 'scripts/**/*.ts'], {
    cwd: root,
    exclude: (name) => String(name).includes('node_modules') || String(name).includes('dist'),
  })
  return found.filter((file) => !/node_modules|\/dist\//.test(file)).sort()
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
  const read = (file: string) => readFileSync(join(root, file), 'utf8')
  const files = productFiles(root)
  const problems = [...findViolations(readImports(files, read)), ...findNodeImports(files, read)]
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  process.exit(problems.length === 0 ? 0 : 1)
}
