import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ChainAccess, openChain } from '@creditmesh/agency-node/cli/chainAccess.ts'
import { runAgencyCommand } from '@creditmesh/agency-node/commands/table.ts'
import { findRunning } from '@creditmesh/agency-node/files/processRecord.ts'
import { stateFolderAt } from '@creditmesh/agency-node/files/stateFolder.ts'
import { stopProcess } from '../../network/childProcess.ts'
import { networkDown } from '../../network/down.ts'
import { networkUp } from '../../network/up.ts'
import { syntheticFile } from '../import/syntheticFile.ts'
import { onInterrupt } from './onInterrupt.ts'
import type { ProcessIds } from './processorTime.ts'

/** A network of real processes in a folder of its own, with records in every agency. */
export interface BenchNetwork extends AsyncDisposable {
  readonly dir: string
  readonly chain: ChainAccess
  readonly lenders: readonly string[]
  /** The first id of the people whom an agency has on file; the others follow. */
  readonly firstIds: Readonly<Record<AgencyName, number>>
  /** Of the processes that run now. */
  readonly pids: () => ProcessIds
  /** Stops an agency's node and starts it again. */
  restart(agency: AgencyName): Promise<void>
  command(agency: AgencyName, name: string, args: object): Promise<Record<string, unknown>>
}

/** `a` is asked; `b` has what it lacks. */
export const agencyNames = ['a', 'b'] as const
export type AgencyName = (typeof agencyNames)[number]

interface Size {
  readonly lenders: number
  /** How many people each agency, and no other, has on file. */
  readonly people: Readonly<Record<AgencyName, number>>
}

/** Brings the network up in a temporary folder; disposing of it stops every process and removes the folder. */
export async function openBenchNetwork({ lenders: count, people }: Size): Promise<BenchNetwork> {
  const dir = await mkdtemp(join(tmpdir(), 'creditmesh-bench-'))
  const lenders = Array.from({ length: count }, (_, i) => `lender-${i + 1}`)
  await using opened = new AsyncDisposableStack()
  const up = () => networkUp({ dir, agencies: agencyNames, lenders }, () => undefined)
  const rising = up()
  let ending: Promise<void> | undefined
  // Once: what an interruption stops under the bench's feet makes the bench end as well.
  const end = () => (ending ??= stopAndRemove(dir, rising))
  opened.defer(end)
  opened.use(onInterrupt(end))
  await rising
  const firstIds = { a: 1, b: 1 + people.a }
  const command = commandsIn(dir)
  for (const agency of agencyNames) {
    const path = join(dir, `clients-of-${agency}.csv`)
    await writeFile(path, syntheticFile(people[agency], { firstId: firstIds[agency] }))
    await command(agency, 'records.import', {
      ...{ path, format: 'uci', dataset: 'synthetic', pack: 'RESEARCH' },
    })
    await command(agency, 'model.train', {})
  }
  const living = opened.move()
  return {
    ...{ dir, lenders, firstIds, command, chain: await openChain(dir) },
    pids: () => processIdsIn(dir),
    restart: async (agency) => {
      await stopProcess(stateFolderAt(dir).processes, `agency-${agency}`)
      await up()
    },
    [Symbol.asyncDispose]: () => living.disposeAsync(),
  }
}

async function stopAndRemove(dir: string, rising: Promise<unknown>): Promise<void> {
  await rising.catch(() => undefined) // whoever brings the network up owns its folder until then
  await networkDown(dir)
  await rm(dir, { recursive: true, force: true })
}

function commandsIn(dir: string): BenchNetwork['command'] {
  const { signal } = new AbortController()
  return async (agency, name, args) => {
    const call = { name, args, signal, onProgress: () => undefined }
    const result = await runAgencyCommand(stateFolderAt(dir).agency(agency), call)
    return result as Record<string, unknown> // every agency command gives an object
  }
}

function processIdsIn(dir: string): ProcessIds {
  const { processes } = stateFolderAt(dir)
  const names = ['chain', ...agencyNames.map((name) => `agency-${name}`)]
  return Object.fromEntries(
    names.map((name) => [name, [findRunning(processes, name)?.pid ?? []].flat()]),
  )
}
