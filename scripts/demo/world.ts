import type { ChainAccess } from '@creditmesh/agency-node/cli/chainAccess.ts'
import type { Address, Hex } from '@creditmesh/sdk/chain/ids.ts'
import type { Quote } from '@creditmesh/sdk/chain/moneyViews.ts'
import type { CommandLine } from './commandLine.ts'
import type { Cast } from './people.ts'
import type { Balances, Refund, Refusal } from './report.ts'
import type { Story } from './story.ts'

/** What every chapter of the demonstration works with, once the network is up. */
export interface World {
  readonly dir: string
  readonly creditmesh: CommandLine
  readonly story: Story
  readonly chain: ChainAccess
  /** Account addresses by name: a, b, c, lender. */
  readonly accounts: Readonly<Record<string, Address>>
  /** What agency A lists for trade lines. */
  readonly quote: Quote
  readonly cast: Cast
  readonly refused: Refusal[]
  readonly refunded: Refund[]
}

/** The free balances of everybody in the ledger. */
export async function readBalances({ accounts, chain }: World): Promise<Balances> {
  const entries = Object.entries(accounts).map(async ([name, account]) => {
    const { free } = await chain.views.balanceOf(account)
    return [name, free.toString()] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

export interface GrantedConsent {
  readonly consentId: Hex
  readonly summary: string
  readonly blockNumber: number
}

/** Lets a person grant the lender a consent for agency A. */
export function grant(
  { creditmesh }: World,
  subject: string,
  ...options: string[]
): Promise<GrantedConsent> {
  const parties = ['--subject', subject, '--to', 'lender', '--agency', 'a']
  return creditmesh<GrantedConsent>('consent', 'grant', ...parties, ...options)
}

/** Makes a person's wallet and lets agencies vouch for its root. */
export async function enrol(
  { creditmesh, story }: World,
  person: { readonly name: string; readonly file: string },
  agencies: readonly string[],
): Promise<void> {
  await creditmesh('subject', 'create', person.name)
  for (const agency of agencies) {
    await creditmesh('subject', 'enroll', person.name, '--agency', agency, '--person', person.file)
  }
  story.say(`${person.name} has a wallet; vouched for by ${agencies.join(' and ').toUpperCase()}.`)
}
