import { join } from 'node:path'
import type { Bench } from './bench.ts'
import { accessStory } from './gas/accessStory.ts'
import { consentStory } from './gas/consentStory.ts'
import { memberStory } from './gas/memberStory.ts'
import type { Meter } from './gas/meter.ts'
import { modelStory } from './gas/modelStory.ts'
import { moneyStory, vestingStory } from './gas/moneyStory.ts'
import { queryStory } from './gas/queryStory.ts'
import { openStage } from './gas/stage.ts'
import { withTemporaryFolder } from './temporaryFolder.ts'

const goal = 140_000
const vestingSec = 60

/** Gas of every state-changing function, whole transactions as the chain counts them. */
export const benchGas: Bench = async ({ isQuick, log }) => {
  // The first round writes to fresh accounts; the median of three is a network in use.
  const rounds = isQuick ? 1 : 3
  const [meter, vesting] = await withTemporaryFolder(async (folder) => [
    await playAll(join(folder, 'main'), { rounds, log }),
    await playVesting(join(folder, 'vesting'), rounds),
  ])
  const figures = { ...meter.figures(), ...pick(vesting.figures(), vestingNames) }
  const query = (figures['Queries.request'] ?? 0) + (figures['Queries.settleQuery'] ?? 0)
  const unmetered = meter.missing().filter((name) => !(name in figures))
  return {
    figures,
    tables: [
      {
        title: `Gas of whole transactions (calldata and the base of 21,000 included), median of ${rounds}`,
        columns: ['function', 'gas'],
        rows: Object.entries(figures).sort(([a], [b]) => (a < b ? -1 : 1)),
      },
    ],
    remarks: [
      `Goal: request and settlement of a direct hit together at most ${goal}: ` +
        `${query <= goal ? 'met' : 'missed'} (${query}).`,
      'What limits it: two transactions at 21,000, their calldata (terms, grant, settlement), two signature ' +
        'checks, the writes of balances, consent and leg, and the logs that let anyone rebuild the state.',
      `Where payments vest (window above 0) a settlement takes ${figures[vestingSettlement]}: a slot of its own.`,
      ...(unmetered.length > 0 ? [`Not measured: ${unmetered.join(', ')}.`] : []),
    ],
  }
}

const vestingSettlement = 'Queries.settleQuery (payment vests)'
const vestingNames = [vestingSettlement, 'Ledger.vest']

function pick(figures: Record<string, number>, names: readonly string[]): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).filter(([name]) => names.includes(name)))
}

async function playAll(
  folder: string,
  { rounds, log }: { rounds: number; log: (line: string) => void },
): Promise<Meter> {
  await using stage = await openStage(folder, 0)
  for (let round = 1; round <= rounds; round += 1) {
    log(`gas: round ${round}`)
    await queryStory(stage, round)
    await consentStory(stage, round)
    await memberStory(stage, round)
    await modelStory(stage, round)
    await moneyStory(stage)
    await accessStory(stage, round)
  }
  return stage.meter
}

async function playVesting(folder: string, rounds: number): Promise<Meter> {
  await using stage = await openStage(folder, vestingSec)
  for (let round = 1; round <= rounds; round += 1) await vestingStory(stage, round)
  return stage.meter
}
