import type { Address } from '../../chain/ids.ts'
import type { NaclSuite } from '../../crypto/nacl.ts'
import { MeshError } from '../../errors.ts'
import type { Sha256 } from '../../wire/httpSignature/contentDigest.ts'
import { agencyRoutes } from '../../wire/routes.ts'
import type { SellerChannel } from '../buyerLeg.ts'
import type { Clock } from '../clock.ts'
import { createHttpClient, type HttpClient } from '../http.ts'
import type { MemberDirectory } from '../memberDirectory.ts'
import type { LegOnChain } from './legOnChain.ts'
import type { CheckedSigningKey } from './lenderKeys.ts'
import type { QueryEntry } from './queryEntry.ts'

/** As much of a query as asking about it takes. */
export type AskableQuery = Pick<
  QueryEntry,
  'legId' | 'requestBlock' | 'terms' | 'grant' | 'sealedBody'
>

/** The agency's side of one query. */
export interface AgencyChannel extends SellerChannel {
  /** Builds and signs the ask without sending it: whatever fails of it on this side fails here. */
  rehearse(): Promise<void>
}

export interface ChannelModules {
  readonly account: Address
  readonly signingKey: CheckedSigningKey
  readonly directory: MemberDirectory
  readonly legs: LegOnChain
  readonly nacl: NaclSuite
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly fetch?: typeof globalThis.fetch
  readonly sha256?: Sha256
}

/** How the agency of a query is asked: signed both ways, one connection for all of its legs. */
export function createAgencyChannels(modules: ChannelModules) {
  const clients = new Map<string, HttpClient>()
  const { directory, legs, signal } = modules

  async function clientOf(agency: Address): Promise<HttpClient> {
    const { endpoint } = await directory.member(agency)
    const key = `${agency} ${endpoint}`
    const client = clients.get(key) ?? createClient(agency, endpoint, modules)
    clients.set(key, client)
    return client
  }

  return (entry: AskableQuery): AgencyChannel => {
    const { legId, terms, grant, sealedBody } = entry
    // This side polls by itself, so that nothing is tried twice over.
    const call = { params: { legId }, signal, attempts: 1 }
    const askBody = () => {
      if (sealedBody === undefined) throw new MeshError('query.not_found')
      return { kind: 'query', terms, grant, sealedBody } as const
    }
    return {
      async rehearse() {
        const client = await clientOf(terms.seller)
        client.compose(agencyRoutes.ask, { ...call, body: askBody() })
      },
      async ask() {
        const body = askBody()
        const client = await clientOf(terms.seller)
        return client.call(agencyRoutes.ask, { ...call, body })
      },
      async sendReceipt(receipt) {
        const client = await clientOf(terms.seller)
        return client.call(agencyRoutes.receipt, { ...call, body: receipt })
      },
      async settledKey() {
        const { settlement } = await legs.logOf(entry)
        return settlement?.key ?? null
      },
    }
  }
}

function createClient(agency: Address, baseUrl: string, modules: ChannelModules): HttpClient {
  const { account, signingKey, directory, nacl, clock, fetch, sha256 } = modules
  const { keyEpoch, secretKey } = signingKey
  const shared = { nacl, ...(sha256 && { sha256 }) }
  return createHttpClient({
    baseUrl,
    signer: { keyId: { address: account, epoch: keyEpoch }, secretKey, ...shared },
    peer: {
      address: agency,
      lookupKey: async (epoch) => (await directory.keys(agency, epoch))?.ed25519 ?? null,
    },
    clock,
    ...shared,
    ...(fetch && { fetch }),
  })
}
