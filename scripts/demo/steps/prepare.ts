import { readFileSync } from 'node:fs'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { NetworkStatus } from '../../network/status.ts'
import type { CommandLine } from '../commandLine.ts'
import type { Imported } from '../report.ts'
import { plaintextIn } from '../storeBytes.ts'
import type { Story } from '../story.ts'

const agencies = ['a', 'b', 'c'] as const

/** Brings the network up: chain, contracts, three agencies, a relayer, a lender with a prepaid balance. */
export async function bringUp(creditmesh: CommandLine, story: Story): Promise<NetworkStatus> {
  story.chapter('1. A network of three agencies')
  const status = await creditmesh<NetworkStatus>('network', 'up', '--agencies', agencies.join())
  const { chain, relayer } = status
  story.say(`Chain ${status.chainId} at ${chain.url}, genesis ${status.genesisHash}.`)
  for (const { name, url, address, pid } of status.agencies) {
    story.say(`Agency ${name.toUpperCase()} at ${url}, account ${address}, process ${pid}.`)
  }
  story.say(`Relayer at ${relayer.url}, process ${relayer.pid}.`)
  story.say('Money is CMS, the test money of this network; 1 CMS is 1,000,000 units.')
  const pids = [chain.pid, relayer.pid, ...status.agencies.map(({ pid }) => pid)]
  const isApart = status.up && new Set(pids).size === agencies.length + 2
  story.claim(
    'chain, agencies and relayer are processes of their own',
    isApart,
    `pids ${pids.join(', ')}`,
  )
  return status
}

interface ImportResult {
  readonly subjects: number
  readonly rejected: number
  readonly skipped: number
  readonly warnings: Readonly<Record<string, number>>
  readonly perSecond: number
  readonly problems: readonly { readonly line: number; readonly message: string }[]
}

/** Throws `input.invalid` for a file that is no file of clients: the story would end far from the cause. */
export function requireUsable(
  results: readonly Pick<ImportResult, 'subjects' | 'rejected' | 'problems'>[],
): void {
  const stored = results.reduce((sum, { subjects }) => sum + subjects, 0)
  const rejected = Math.max(...results.map((result) => result.rejected))
  if (stored > rejected) return
  const [problem] = results.flatMap(({ problems }) => problems)
  const example = problem === undefined ? '' : `; line ${problem.line}: ${problem.message}`
  throw new MeshError('input.invalid', {
    detail: `the data cannot be used: ${rejected} lines rejected, ${stored} people stored${example}`,
    action: 'Give the UCI credit-card file, or leave --data out for synthetic people.',
  })
}

/** Loads the data: half of the people to B alone, three in ten to A alone, two in ten to A and C. */
export async function loadRecords(
  creditmesh: CommandLine,
  story: Story,
  { dataFile, dataset, dir }: { dataFile: string; dataset: string; dir: string },
): Promise<Imported> {
  story.chapter('2. Credit records, each agency its own')
  const results = await Promise.all(
    agencies.map((agency) =>
      creditmesh<ImportResult>(
        ...['records', 'import', dataFile, '--agency', agency],
        ...['--dataset', dataset, '--partition', agencies.join()],
      ),
    ),
  )
  requireUsable(results)
  const perAgency: Record<string, number> = {}
  agencies.forEach((agency, i) => {
    const { subjects = 0, rejected = 0, perSecond = 0 } = results[i] ?? {}
    perAgency[agency] = subjects
    story.say(
      `Agency ${agency.toUpperCase()} holds ${subjects} people, ${rejected} lines rejected (${perSecond}/s).`,
    )
  })
  // Whom C knows, A knows too.
  const subjects = (perAgency.a ?? 0) + (perAgency.b ?? 0)
  const rejected = Math.max(...results.map((result) => result.rejected))
  const warnings = results.flatMap((result) => Object.values(result.warnings))
  const lines = countLines(dataFile)
  story.claim(
    'every person of the file is stored, none is rejected',
    subjects === lines && rejected === 0,
    `${lines} people in the file, ${subjects} stored at A or B, ${perAgency.c} of them also at C`,
  )
  const found = agencies.flatMap((agency) => plaintextIn(dir, agency))
  story.claim(
    'nothing readable lies on the agencies’ disks',
    found.length === 0,
    found[0] ?? 'no word of a record in any file of their stores',
  )
  return {
    subjects,
    rejected,
    warnings: warnings.reduce((sum, count) => sum + count, 0),
    perAgency,
  }
}

function countLines(dataFile: string): number {
  return readFileSync(dataFile, 'utf8')
    .split('\n')
    .filter((line) => /^\d/.test(line)).length
}
