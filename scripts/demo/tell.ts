import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type ChainAccess, openChain } from '@creditmesh/agency-node/cli/chainAccess.ts'
import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import { categoryBit } from '@creditmesh/sdk/wire/records/categories.ts'
import type { NetworkStatus } from '../network/status.ts'
import { createCommandLine } from './commandLine.ts'
import { chooseCast } from './people.ts'
import type { DemoReport } from './report.ts'
import { tellBooks } from './steps/books.ts'
import { tellMiss } from './steps/miss.ts'
import { tellMode1 } from './steps/mode1.ts'
import { tellMode2 } from './steps/mode2.ts'
import { tellModels } from './steps/models.ts'
import { bringUp, loadRecords } from './steps/prepare.ts'
import { tellRefunds } from './steps/refunds.ts'
import { tellTrace } from './steps/trace.ts'
import { tellUnacknowledged } from './steps/unacknowledged.ts'
import { tellUnconsented } from './steps/unconsented.ts'
import { tellWithdrawn, tellWithdrawnLate } from './steps/withdrawn.ts'
import type { Story } from './story.ts'
import { readBalances, type World } from './world.ts'

interface Setting {
  /** State folder of the network. */
  readonly dir: string
  /** Given by the user, or synthetic people made here. */
  readonly dataFile: string | null
}

/** Tells the whole story in a state folder. Everything is done by the command line and the SDK, as users would. */
export async function tellDemo({ dir, dataFile }: Setting, story: Story): Promise<DemoReport> {
  const creditmesh = createCommandLine(dir)
  const status = await bringUp(creditmesh, story)
  const chosen = dataFile ?? (await generate(dir))
  const imported = await loadRecords(creditmesh, story, {
    dataFile: chosen,
    dataset: dataFile === null ? 'synthetic' : 'uci-350',
    dir,
  })
  await tellModels(creditmesh, story, dir)
  const world = await openWorld({ dir, dataFile: chosen }, { status, story })

  const before = await readBalances(world)
  const mode1 = await tellMode1(world)
  const mode2 = await tellMode2(world)
  await tellMiss(world)
  await tellWithdrawn(world)
  const withdrawn = await tellWithdrawnLate(world)
  const unacknowledged = await tellUnacknowledged(world)
  const unconsented = await tellUnconsented(world)
  await tellRefunds(world, [
    { query: withdrawn, reason: 'the consent was withdrawn before the answer' },
    { query: unacknowledged, reason: 'the lender did not acknowledge' },
    { query: unconsented, reason: 'the agency never answered' },
  ])
  const after = await tellBooks(world, before, { mode1, mode2 })
  await tellTrace(world, { mode1, mode2 })
  const { refused, refunded } = world
  return {
    ...{ mode1, mode2, refused, refunded, imported },
    ledger: { before, after },
    claims: story.claims,
  }

  async function generate(folder: string): Promise<string> {
    mkdirSync(demoFolder(folder), { recursive: true, mode: 0o700 })
    const file = join(demoFolder(folder), 'people.csv')
    await creditmesh('records', 'generate', file, '--people', '2000', '--seed', 'demo')
    return file
  }
}

/** What is the story's and not the network's; `network reset` deletes it too. */
function demoFolder(dir: string): string {
  return join(dir, 'demo')
}

async function openWorld(
  { dir, dataFile }: { dir: string; dataFile: string },
  { status, story }: { status: NetworkStatus; story: Story },
): Promise<World> {
  const folder = join(demoFolder(dir), 'cast')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const chain = await openChain(dir)
  const accounts = accountsOf(status)
  return {
    ...{ dir, story, chain, accounts },
    creditmesh: createCommandLine(dir),
    quote: await quoteOfA(chain, accounts),
    cast: chooseCast(dataFile, folder),
    refused: [],
    refunded: [],
  }
}

function accountsOf({ agencies, lenders }: NetworkStatus): Record<string, Address> {
  const members = [...agencies, ...lenders]
  // A network that is up has told the address of each.
  return Object.fromEntries(members.map(({ name, address }) => [name, address as Address]))
}

function quoteOfA({ views }: ChainAccess, { a }: Record<string, Address>) {
  return views.quoteOf(a as Address, categoryBit('tradeline')) // the network has an agency a
}
