import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { readNetworkFile } from '../../files/networkFile.ts'
import { version } from '../../version.ts'
import { checkChain } from '../doctor/chain.ts'
import type { Finding } from '../doctor/finding.ts'
import { checkDisk, checkNode } from '../doctor/machine.ts'
import { checkNodes } from '../doctor/nodes.ts'
import { checkPermissions } from '../doctor/permissions.ts'
import { perform, type Report } from '../perform.ts'
import type { Session } from '../terminal.ts'

export function addDoctorCommand(program: Command, session: Session): void {
  program
    .command('doctor')
    .description('Look at machine, state folder, chain and nodes; exit 1 if something is wrong.')
    .action(perform(session, z.strictObject({}), (_, { dir }) => examine(dir)))
}

async function examine(dir: string): Promise<Report> {
  const findings = [checkNode(process.versions.node), ...(await checkFolder(dir))]
  const wrongs = findings.filter(({ ok }) => !ok).length
  const value = { ok: wrongs === 0, version, dir, findings }
  const summary =
    wrongs === 0 ? 'Everything is in order.' : `${wrongs} of ${findings.length} need attention.`
  const text = [...findings.map(findingText), summary].join('\n')
  return { value, text, exitCode: wrongs === 0 ? 0 : 1 }
}

async function checkFolder(dir: string): Promise<Finding[]> {
  if (!existsSync(dir)) return [await checkDisk(existingParent(dir))]
  const machine = [await checkDisk(dir), ...(await checkPermissions(dir))]
  const network = await readNetworkFile(dir).catch(() => null)
  if (network === null) return machine
  const nowSec = Math.floor(Date.now() / 1000)
  return [
    ...machine,
    ...(await checkChain(dir, network, nowSec)),
    ...(await checkNodes(dir, network)),
  ]
}

function existingParent(path: string): string {
  return existsSync(path) ? path : existingParent(dirname(path))
}

function findingText({ check, ok, detail, action }: Finding): string {
  const line = `${ok ? 'ok   ' : 'WRONG'} ${check.padEnd(14)} ${detail}`
  return action === undefined ? line : `${line}\n      ${action}`
}
