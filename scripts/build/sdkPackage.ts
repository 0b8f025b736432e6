import { spawnSync } from 'node:child_process'
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { build } from 'esbuild'
import { publishedManifest, readManifest, root } from './manifest.ts'

/**
 * Builds the SDK's package: a module and its types for each source, under the names by which the repository imports
 * them, and `browser.js`, all of it in one file with its dependencies for a page without a bundler.
 */
export async function buildSdk(outDir: string): Promise<void> {
  await rm(outDir, { recursive: true, force: true })
  await mkdir(outDir, { recursive: true })
  await compile(outDir)
  await build({
    entryPoints: [join(root, 'sdk/index.ts')],
    outfile: join(outDir, 'browser.js'),
    ...{ bundle: true, minify: true, format: 'esm', platform: 'browser', target: 'es2022' },
    ...{ legalComments: 'linked', logLevel: 'warning' },
  })
  const manifest = publishedManifest(readManifest('sdk'), {
    exports: {
      '.': { types: './index.d.ts', default: './index.js' },
      './browser.js': './browser.js',
      './*.ts': { types: './*.d.ts', default: './*.js' },
    },
    engines: { node: '>=20' },
    sideEffects: false,
  })
  await writeFile(join(outDir, 'package.json'), manifest)
  await copyFile(join(root, 'LICENSE'), join(outDir, 'LICENSE'))
  for (const page of ['README.md', 'ERRORS.md']) {
    await copyFile(join(root, 'sdk', page), join(outDir, page))
  }
}

/** The types of Node are kept out: what compiles here needs a browser's types alone. */
async function compile(outDir: string): Promise<void> {
  const config = join(outDir, 'tsconfig.json')
  const sdk = relative(outDir, join(root, 'sdk'))
  const settings = {
    extends: relative(outDir, join(root, 'tsconfig.json')),
    compilerOptions: {
      ...{ noEmit: false, declaration: true, rewriteRelativeImportExtensions: true },
      ...{ types: [], rootDir: sdk, outDir: '.', target: 'es2022' },
    },
    include: [`${sdk}/**/*.ts`],
    exclude: [`${sdk}/dist`, `${sdk}/node_modules`],
  }
  await writeFile(config, JSON.stringify(settings))
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', config])
  await rm(config)
  if (status !== 0) {
    throw new MeshError('internal.unexpected', { detail: `the SDK does not compile\n${stdout}` })
  }
}
