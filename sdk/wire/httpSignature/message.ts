import { MeshError } from '../../errors.ts'

/** Gives a header's value, or null. Of a header sent twice, the values joined by ", " as fetch and node join them. */
export type FieldLookup = (lowerCaseName: string) => string | null

export interface RequestMessage {
  readonly method: string
  /** Host in lower case, with its port unless it is the scheme's own (RFC 9421, 2.2.3). */
  readonly authority: string
  readonly path: string
  /** The query with its question mark; a lone "?" where there is none (RFC 9421, 2.2.7). */
  readonly query: string
  readonly field: FieldLookup
}

export interface ResponseMessage {
  readonly status: number
  readonly field: FieldLookup
  readonly request: RequestMessage
}

export function isResponse(message: RequestMessage | ResponseMessage): message is ResponseMessage {
  return 'status' in message
}

/** What a client signs as the target of a request to this URL. */
export function targetOfUrl(url: URL): Pick<RequestMessage, 'authority' | 'path' | 'query'> {
  return { authority: url.host, path: url.pathname, query: url.search === '' ? '?' : url.search }
}

/**
 * What a server reads as the target, from the request line and the Host header.
 * Throws `input.invalid` unless the request line is in origin form.
 */
export function targetOfRequestLine(
  target: string,
  host: string,
): Pick<RequestMessage, 'authority' | 'path' | 'query'> {
  if (!/^\/[\x21-\x7e]*$/.test(target) || target.includes('#')) {
    throw new MeshError('input.invalid', { detail: 'the request target is not in origin form' })
  }
  const mark = target.indexOf('?')
  return {
    authority: host.toLowerCase(),
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '?' : target.slice(mark),
  }
}
