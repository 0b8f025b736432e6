import { fromUtf8, type Hex } from '../crypto/bytes.ts'
import { sha256 as referenceSha256 } from '../crypto/hash.ts'
import type { NaclSuite } from '../crypto/nacl.ts'
import { MeshError } from '../errors.ts'
import { checkContentDigest, type Sha256 } from '../wire/httpSignature/contentDigest.ts'
import type { RequestMessage, ResponseMessage } from '../wire/httpSignature/message.ts'
import { checkSignature, readResponseSignature } from '../wire/httpSignature/verify.ts'
import { parseWith } from '../wire/json.ts'
import { fromProblem } from '../wire/problem.ts'
import type { ResponseOf, Route } from '../wire/route.ts'

/** The member on the other side, whose signature its answers must carry. */
export interface HttpPeer {
  readonly address: Hex
  /** Its Ed25519 key of this epoch, from the chain; null when it never registered one. */
  readonly lookupKey: (epoch: number) => Promise<Uint8Array | null>
}

export interface AnswerChecks {
  readonly peer?: HttpPeer
  readonly nacl: Pick<NaclSuite, 'verify'>
  readonly sha256?: Sha256
}

interface Received {
  readonly request: RequestMessage
  readonly response: Response
  readonly body: Uint8Array
}

/**
 * Verifies, then parses. An unsigned refusal may come from anything between us and the peer, so its words are not
 * believed: it says at most that the peer was not reached.
 */
export async function readAnswer<R extends Route>(
  route: R,
  { request, response, body }: Received,
  checks: AnswerChecks,
): Promise<ResponseOf<R>> {
  const isBelieved = await verify(route, { request, response, body }, checks)
  if (response.ok) return parseAnswer(route, body)
  const refusal = fromProblem(readJson(body))
  if (isBelieved && refusal.code !== 'http.bad_response') throw refusal
  const isPassing = passingStatuses.has(response.status)
  const details = { ...refusal.details, status: response.status }
  throw new MeshError(isPassing ? 'http.unreachable' : 'http.bad_response', { details })
}

/** What gateways and restarting servers answer. */
const passingStatuses = new Set([408, 429, 502, 503, 504])

/** Whether to believe a refusal; an answer that must be signed and is not, or badly, is an error. */
async function verify(route: Route, received: Received, checks: AnswerChecks): Promise<boolean> {
  const { response, request, body } = received
  if (checks.peer === undefined || !route.path.startsWith('/v1/')) return true
  const field = (name: string) => response.headers.get(name)
  if (field('signature') === null && !response.ok) return false
  try {
    await checkSigned({ status: response.status, field, request }, checks.peer, checks)
    checkContentDigest(field('content-digest'), body, checks.sha256 ?? referenceSha256)
    return true
  } catch (cause) {
    const detail = 'the answer does not carry the signature of the member that was asked'
    throw new MeshError('http.bad_response', { detail, cause })
  }
}

async function checkSigned(
  message: ResponseMessage,
  peer: HttpPeer,
  { nacl }: AnswerChecks,
): Promise<void> {
  const claimed = readResponseSignature(message)
  const { address, epoch } = claimed.keyId
  const isPeer = address === peer.address.toLowerCase()
  const key = isPeer ? await peer.lookupKey(epoch) : null
  if (key === null) throw new MeshError('auth.signature_invalid', { detail: 'another key signed' })
  checkSignature(claimed, key, nacl)
}

function parseAnswer<R extends Route>(route: R, body: Uint8Array): ResponseOf<R> {
  try {
    const value = route.produces === 'text' ? fromUtf8(body) : readJson(body)
    // The cast says what parseWith did: the value went through this route's own schema.
    return parseWith(route.response, value) as ResponseOf<R>
  } catch (cause) {
    throw new MeshError('http.bad_response', {
      detail: `the answer does not fit the schema of ${route.name}`,
      cause,
    })
  }
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(body))
  } catch {
    return undefined
  }
}
