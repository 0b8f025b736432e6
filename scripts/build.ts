// Builds what is published: sdk/dist and agency-node/dist, each a whole package. node scripts/build.ts
import { join } from 'node:path'
import { buildAgencyNode } from './build/agencyNodePackage.ts'
import { root } from './build/manifest.ts'
import { buildSdk } from './build/sdkPackage.ts'

const packages = [
  { folder: join(root, 'sdk/dist'), build: buildSdk },
  { folder: join(root, 'agency-node/dist'), build: buildAgencyNode },
] as const

for (const { folder, build } of packages) {
  await build(folder)
  process.stdout.write(`built ${folder}; publish it by: npm publish ${folder}\n`)
}
