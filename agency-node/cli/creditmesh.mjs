#!/usr/bin/env node
// `npx creditmesh` in a checkout, whatever Node runs it: hands over to the Node that the repository brings along.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const run = fileURLToPath(new URL('../../scripts/run.mjs', import.meta.url))
const args = [run, 'agency-node/cli/main.ts', ...process.argv.slice(2)]
const child = spawn(process.execPath, args, { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
