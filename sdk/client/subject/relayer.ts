import type { z } from 'zod'
import type { ConsentId } from '../../chain/ids.ts'
import { type NaclSuite, tweetnaclSuite } from '../../crypto/nacl.ts'
import type { recordConsentSchema, relayedAnswerSchema } from '../../wire/messages.ts'
import { relayerRoutes } from '../../wire/routes.ts'
import { createHttpClient } from '../http.ts'
import type { AmendConsentBody, ConsentActionBody } from './consentActions.ts'

export type Relayed = z.output<typeof relayedAnswerSchema>

/**
 * Brings a person's signed statements to the chain and pays for it, so that no account of hers is seen there. It
 * is no member and not believed: what it says is looked up on the chain.
 */
export interface Relayer {
  record(body: z.output<typeof recordConsentSchema>): Promise<Relayed>
  act(consentId: ConsentId, body: ConsentActionBody): Promise<Relayed>
  amend(consentId: ConsentId, body: AmendConsentBody): Promise<Relayed>
}

export interface RelayerOptions {
  readonly url: string
  readonly fetch?: typeof globalThis.fetch
  readonly nacl?: NaclSuite
}

export function createRelayer({ url, fetch, nacl = tweetnaclSuite }: RelayerOptions): Relayer {
  const http = createHttpClient({ baseUrl: url, nacl, ...(fetch && { fetch }) })
  const routes = relayerRoutes
  return {
    record: (body) => http.call(routes.recordConsent, { params: {}, body }),
    amend: (consentId, body) => http.call(routes.amendConsent, { params: { consentId }, body }),
    act(consentId, { action, ...rest }) {
      const params = { consentId }
      if (action === 'pause')
        return http.call(routes.pauseConsent, { params, body: { action, ...rest } })
      if (action === 'resume')
        return http.call(routes.resumeConsent, { params, body: { action, ...rest } })
      if (action === 'cancel')
        return http.call(routes.cancelConsent, { params, body: { action, ...rest } })
      return http.call(routes.withdrawConsent, { params, body: { action, ...rest } })
    },
  }
}
