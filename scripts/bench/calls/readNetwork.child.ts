// Reads a file of calls into a network in a process of its own and prints one JSON line.
import { readNetwork } from '@creditmesh/agency-node/calls/readNetwork.ts'

const [path = ''] = process.argv.slice(2)
const start = performance.now()
const { network, numbers, reports } = await readNetwork([path])
const sec = (performance.now() - start) / 1000
const { user, system } = process.cpuUsage()
const report = {
  ...{ sec, rows: reports[0]?.calls ?? 0, links: network.targets.length },
  ...{ numbers: numbers.high.length, processorSec: (user + system) / 1e6 },
  rssMb: Math.round(process.resourceUsage().maxRSS / 1024),
}
process.stdout.write(`${JSON.stringify(report)}\n`)
