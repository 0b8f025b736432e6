import { globSync } from 'node:fs'
import { chmod, copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { publishedManifest, readManifest, root } from './manifest.ts'

/**
 * Builds the command `creditmesh` as plain JavaScript in one file, and one for each kind of thread, the SDK inside them;
 * what npm installs stays outside, the native addons among it. Runs on Node 22, which knows no types in sources.
 */
export async function buildAgencyNode(outDir: string): Promise<void> {
  await rm(outDir, { recursive: true, force: true })
  await mkdir(outDir, { recursive: true })
  const own = readManifest('agency-node')
  const dependencies = sorted({ ...readManifest('sdk').dependencies, ...own.dependencies })
  const outfile = join(outDir, 'creditmesh.js')
  await build({
    entryPoints: {
      creditmesh: join(root, 'agency-node/cli/main.ts'),
      ...threadEntries(),
    },
    outdir: outDir,
    ...{ bundle: true, format: 'esm', platform: 'node', target: 'node22' },
    external: Object.keys(dependencies),
    ...{ sourcemap: true, legalComments: 'none', logLevel: 'warning' },
  })
  await chmod(outfile, 0o755)
  const entries = { bin: { creditmesh: './creditmesh.js' }, engines: { node: '>=22' } }
  await writeFile(
    join(outDir, 'package.json'),
    publishedManifest({ ...own, dependencies }, entries),
  )
  await copyFile(join(root, 'LICENSE'), join(outDir, 'LICENSE'))
}

/** Entries of threads, each built beside the command, where the bundle looks for it by its name. */
function threadEntries(): Record<string, string> {
  const exclude = (name: string) => name === 'node_modules' || name === 'dist'
  const files = globSync('agency-node/**/*Worker.ts', { cwd: root, exclude })
  return Object.fromEntries(files.map((file) => [basename(file, '.ts'), join(root, file)]))
}

function sorted(dependencies: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(dependencies).sort(([a], [b]) => (a < b ? -1 : 1)))
}
