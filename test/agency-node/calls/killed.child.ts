// Builds a folder of calls until it is killed: node killed.child.ts FOLDER FILE
import { buildCalls } from '@creditmesh/agency-node/calls/store/buildCalls.ts'

const [folder = '', file = ''] = process.argv.slice(2)
process.stdout.write('building\n')
await buildCalls(folder, [file], { key: new Uint8Array(32).fill(7), memoryBytes: 1 << 20 })
process.stdout.write('built\n')
