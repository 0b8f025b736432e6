import { createHttpClient, type HttpClient } from '@creditmesh/sdk/client/http.ts'
import { tweetnaclSuite } from '@creditmesh/sdk/crypto/nacl.ts'
import type { NetworkFile } from '../../files/networkFile.ts'

/** The relayer of the network. It is no member and signs nothing: what it says is looked up on the chain. */
export function relayerClient({ relayer }: NetworkFile): HttpClient {
  return createHttpClient({ baseUrl: relayer.url, nacl: tweetnaclSuite })
}
