import { resolve } from 'node:path'
import type { PurposeTemplate } from '@creditmesh/sdk/chain/consentViews.ts'
import { consentIdOf, type Hex } from '@creditmesh/sdk/chain/ids.ts'
import type { ConsentRequest } from '@creditmesh/sdk/client/subject/consentRequest.ts'
import {
  createConsent,
  type SignedConsent,
  signConsent,
} from '@creditmesh/sdk/client/subject/createConsent.ts'
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
import { packageFile, readWallet } from '../walletAccess.ts'
import {
  type BoundedTerms,
  boundsText,
  expiryOf,
  periodFor,
  requireFairUse,
  termsWithin,
} from './fairUse.ts'
import { requireAbsent, withPackage } from './packageFiles.ts'
import { relayerClient } from './relayer.ts'
import { vouchingWarnings } from './vouching.ts'

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
  expiresIn: duration.optional(),
  maxUses: wholeNumber.optional(),
  lookback: wholeNumber.optional(),
  out: z.string().min(1).optional(),
  force: z.boolean().default(false),
  dryRun: z.boolean().default(false),
})
type GrantOptions = z.output<typeof grantOptions>

/**
 * Signs a consent, writes its package down and records it. In this order: a package that is written can be recorded
 * again, one that was only recorded would be of no use to anybody. What the chain refuses leaves no package.
 */
export async function grantConsent(
  options: GrantOptions,
  context: CommandContext,
): Promise<Report> {
  const wallet = await readWallet(context.dir, options.subject)
  const chain = await openChain(context.dir)
  const template = await chain.views.templateOf(options.purpose)
  const terms = termsWithin(options, template)
  requireFairUse(options.purpose, terms, template)
  const request = await requestOf(options, { dir: context.dir, chain, wallet, terms, template })
  const credentials = currentCredentials(wallet.state(), wallet.clock.nowSec())
  const warnings = await vouchingWarnings(request, credentials, chain.views)
  for (const warning of warnings) context.progress(`Warning: ${warning}`)
  if (options.dryRun) {
    const { value, text } = dryRun(wallet, request, template)
    return { value: { ...value, warnings }, text }
  }
  const target = options.out === undefined ? null : resolve(options.out)
  if (target !== null && !options.force) requireAbsent(target)

  const signed = await createConsent(wallet, request)
  const { consentId, grant } = signed.held
  const kept = packageFile(context.dir, options.subject, consentId)
  const relayed = await withPackage({ kept, target }, signed, () => record(chain, signed))
  const { transactionHash, blockNumber } = relayed
  const { summary, expiresAt } = grant
  const file = target ?? kept
  return {
    value: {
      ...{ consentId, package: file, transactionHash, blockNumber, summary, expiresAt },
      warnings,
    },
    text: [summary, `  consent ${consentId}`, `  block ${blockNumber}`, `  package ${file}`].join(
      '\n',
    ),
  }
}

async function record(chain: ChainAccess, { held: { grant, signature } }: SignedConsent) {
  const relayed = await relayerClient(chain.network).call(relayerRoutes.recordConsent, {
    params: {},
    body: { grant, signature },
  })
  await requireActive(chain, grant)
  return relayed
}

async function requestOf(
  options: GrantOptions,
  {
    dir,
    chain,
    wallet,
    terms,
    template,
  }: {
    dir: string
    chain: ChainAccess
    wallet: Wallet
    terms: BoundedTerms
    template: PurposeTemplate
  },
): Promise<ConsentRequest> {
  const find = (name: string) => findAgency(name, dir, chain)
  const [grantee, agencies, providers] = await Promise.all([
    findLender(options.to, dir, chain),
    Promise.all(options.agency.map(find)),
    options.providers && Promise.all(options.providers.map(find)),
  ])
  const period = periodFor(terms, template)
  return {
    grantee,
    agencies,
    purpose: options.purpose,
    categories: options.categories,
    detail: terms.detail,
    ...relayOf(
      options,
      providers?.map(({ address }) => address),
    ),
    mayKeep: options.mayKeep,
    dataLifeDays: terms.dataLife,
    expiresAt: expiryOf(wallet.clock.nowSec(), terms, template),
    maxUses: terms.maxUses,
    ...(period && { period }),
    lookbackMonths: terms.lookback,
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
function dryRun(wallet: Wallet, request: ConsentRequest, template: PurposeTemplate): Report {
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
  const typedData = { primaryType: 'ConsentGrant', domain, message: held.grant }
  const bounds = boundsText(held.grant.purpose, template)
  return {
    value: { ...typedData, fairUse: template },
    text: [held.grant.summary, bounds, JSON.stringify(typedData, null, 2)].join('\n'),
  }
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
