import { resolve } from 'node:path'
import { consentIdOf, type Hex } from '@creditmesh/sdk/chain/ids.ts'
import type { ConsentRequest } from '@creditmesh/sdk/client/subject/consentRequest.ts'
import { createConsent, signConsent } from '@creditmesh/sdk/client/subject/createConsent.ts'
import { currentCredentials } from '@creditmesh/sdk/client/subject/enrolments.ts'
import type { Wallet } from '@creditmesh/sdk/client/subject/wallet.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { relayerRoutes } from '@creditmesh/sdk/wire/routes.ts'
import { z } from 'zod'
import { localName } from '../../files/networkFile.ts'
import { type ChainAccess, openChain } from '../chainAccess.ts'
import { findAgency, findLender, memberOption } from '../members.ts'
import { categories, detail, duration, list, purpose, wholeNumber } from '../optionTypes.ts'
import type { CommandContext, Report } from '../perform.ts'
import { packageFile, readWallet, writePackage } from '../walletAccess.ts'
import { relayerClient } from './relayer.ts'

export const grantOptions = z.strictObject({
  subject: localName,
  to: memberOption,
  agency: list(memberOption),
  purpose,
  categories,
  detail: detail.optional(),
  relay: z.boolean().default(false),
  providers: list(memberOption).optional(),
  relayStore: z.boolean().default(false),
  mayKeep: z.boolean().default(false),
  dataLife: wholeNumber.optional(),
  expiresIn: duration,
  maxUses: wholeNumber,
  lookback: wholeNumber,
  out: z.string().min(1).optional(),
  dryRun: z.boolean().default(false),
})
type GrantOptions = z.output<typeof grantOptions>

/**
 * Signs a consent, writes its package down and records it. In this order: a package that is written can be recorded
 * again, one that was only recorded would be of no use to anybody.
 */
export async function grantConsent(
  options: GrantOptions,
  context: CommandContext,
): Promise<Report> {
  const wallet = await readWallet(context.dir, options.subject)
  const chain = await openChain(context.dir)
  const request = await requestOf(options, { dir: context.dir, chain, wallet })
  if (options.dryRun) return dryRun(wallet, request)

  const { held, package: consentPackage } = await createConsent(wallet, request)
  const { consentId, grant, signature } = held
  const file = resolve(options.out ?? packageFile(context.dir, options.subject, consentId))
  await writePackage(file, consentPackage)
  const relayed = await relayerClient(chain.network).call(relayerRoutes.recordConsent, {
    params: {},
    body: { grant, signature },
  })
  await requireActive(chain, grant)
  const { transactionHash, blockNumber } = relayed
  const { summary, expiresAt } = grant
  return {
    value: { consentId, package: file, transactionHash, blockNumber, summary, expiresAt },
    text: [summary, `  consent ${consentId}`, `  block ${blockNumber}`, `  package ${file}`].join(
      '\n',
    ),
  }
}

async function requestOf(
  options: GrantOptions,
  { dir, chain, wallet }: { dir: string; chain: ChainAccess; wallet: Wallet },
): Promise<ConsentRequest> {
  const find = (name: string) => findAgency(name, dir, chain)
  const [grantee, agencies, providers] = await Promise.all([
    findLender(options.to, dir, chain),
    Promise.all(options.agency.map(find)),
    options.providers && Promise.all(options.providers.map(find)),
  ])
  return {
    grantee,
    agencies,
    purpose: options.purpose,
    categories: options.categories,
    ...(options.detail !== undefined && { detail: options.detail }),
    ...relayOf(
      options,
      providers?.map(({ address }) => address),
    ),
    mayKeep: options.mayKeep,
    ...(options.dataLife !== undefined && { dataLifeDays: options.dataLife }),
    expiresAt: wallet.clock.nowSec() + options.expiresIn,
    maxUses: options.maxUses,
    lookbackMonths: options.lookback,
  }
}

function relayOf(
  { relay, relayStore: store, providers: named }: GrantOptions,
  providers: readonly Hex[] | undefined,
): Pick<ConsentRequest, 'relay'> {
  if (relay) return { relay: { providers: providers ?? 'any', store } }
  if (!store && named === undefined) return {}
  throw new MeshError('usage.invalid', { detail: '--providers and --relay-store go with --relay' })
}

/** What a wallet would show before it signs. Nothing of it is kept. */
function dryRun(wallet: Wallet, request: ConsentRequest): Report {
  const { nextKeyIndex } = wallet.state()
  const credentials = currentCredentials(wallet.state(), wallet.clock.nowSec())
  const { held } = signConsent(wallet, { request, credentials, keyIndex: nextKeyIndex })
  const { chainId, addresses } = wallet.domains
  const domain = {
    name: 'creditmesh',
    version: '1',
    chainId,
    verifyingContract: addresses.consents,
  }
  const value = { primaryType: 'ConsentGrant', domain, message: held.grant }
  return { value, text: `${held.grant.summary}\n${JSON.stringify(value, null, 2)}` }
}

/** The relayer is not believed: the consent has to stand on the chain that we see. */
async function requireActive(
  { views }: ChainAccess,
  grant: Parameters<typeof consentIdOf>[0],
): Promise<void> {
  const state = await views.statusOf(grant)
  if (state === 'ACTIVE') return
  throw new MeshError('http.bad_response', {
    detail: `the relayer says that the consent is recorded; on the chain it is ${state}`,
    details: { consentId: consentIdOf(grant) },
  })
}
