import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const entry = fileURLToPath(import.meta.resolve('@creditmesh/sdk'))

async function bundle() {
  return build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
}

test('the SDK bundles for a browser without a single module of Node', async () => {
  const { metafile, outputFiles, warnings } = await bundle()
  expect(warnings).toEqual([])
  const inputs = Object.entries(metafile.inputs)
  const builtins = inputs.flatMap(([file, { imports }]) =>
    imports.filter(({ path }) => path.startsWith('node:')).map(({ path }) => `${file}: ${path}`),
  )
  expect(builtins).toEqual([])
  expect(inputs.filter(([file]) => file.includes('agency-node'))).toEqual([])
  const [output] = outputFiles
  expect(output?.text).not.toMatch(/from ?"node:|require\("(?:fs|crypto|path|http)"\)/)
})

test('the bundle runs where there is no process, no Buffer and no require', async () => {
  const [output] = (await bundle()).outputFiles
  const code = `const process = undefined, Buffer = undefined, require = undefined;\n${output?.text}`
  const module = await import(`data:text/javascript;base64,${btoa(unescapeUtf8(code))}`)
  const { createWallet, purposes, tweetnaclSuite } = module
  expect(purposes.CREDIT_APPLICATION).toBe(1)
  const address = `0x${'11'.repeat(20)}`
  const wallet = await createWallet({
    store: { load: async () => null, save: async () => undefined },
    domains: { chainId: 1, addresses: { consents: address, queries: address } },
  })
  expect(wallet.rootKey.publicKey).toHaveLength(32)
  expect(tweetnaclSuite.randomBytes(8)).toHaveLength(8)
})

// btoa takes bytes as characters.
function unescapeUtf8(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
}
