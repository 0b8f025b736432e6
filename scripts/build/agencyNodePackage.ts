import { chmod, copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { publishedManifest, readManifest, root } from './manifest.ts'

/**
 * Builds the command `creditmesh` as plain JavaScript in one file, the SDK inside it; what npm installs stays outside,
 * the native addons among it. Runs on Node 22, which knows no types in sources.
 */
export async function buildAgencyNode(outDir: string): Promise<void> {
  await rm(outDir, { recursive: true, force: true })
  await mkdir(outDir, { recursive: true })
  const own = readManifest('agency-node')
  const dependencies = sorted({ ...readManifest('sdk').dependencies, ...own.dependencies })
  const outfile = join(outDir, 'creditmesh.js')
  await build({
    entryPoints: [join(root, 'agency-node/cli/main.ts')],
    outfile,
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

function sorted(dependencies: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(dependencies).sort(([a], [b]) => (a < b ? -1 : 1)))
}
