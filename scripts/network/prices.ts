import type { PublicIdentity } from '@creditmesh/agency-node/agencyFolder.ts'
import { runAgencyCommand } from '@creditmesh/agency-node/commands/table.ts'
import type { StateFolder } from '@creditmesh/agency-node/files/stateFolder.ts'
import { categoryBit } from '@creditmesh/sdk/wire/records/categories.ts'
import type { Ground } from './ground.ts'
import { startingPrices } from './money.ts'

/** Each agency publishes its own list, with its own account, once. */
export async function ensurePrices(
  state: StateFolder,
  planned: readonly { readonly name: string }[],
  { ground, agencies }: { ground: Ground; agencies: readonly PublicIdentity[] },
): Promise<void> {
  const work = planned.map(async ({ name }, i) => {
    const { address } = agencies[i] as PublicIdentity // one for each planned agency
    const { fee } = await ground.views.quoteOf(address, categoryBit('tradeline'))
    if (fee > 0n) return
    await runAgencyCommand(state.agency(name), {
      name: 'prices.set',
      args: { entries: startingPrices() },
      onProgress: () => undefined,
      signal: new AbortController().signal,
    })
  })
  await Promise.all(work)
}
