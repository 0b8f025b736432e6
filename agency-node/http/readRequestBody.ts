import type { IncomingMessage } from 'node:http'
import { MeshError } from '@creditmesh/sdk/errors.ts'

/** How much of a body that is too large is still swallowed, so that its sender gets to read the refusal. */
const swallowedBytes = 1024 * 1024

/** Reads a request's body. Throws `input.too_large`, or `input.invalid` when it ends before its announced length. */
export function readRequestBody(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const tooLarge = new MeshError('input.too_large', { details: { limitBytes: limit } })
    if (Number(request.headers['content-length'] ?? 0) > limit + swallowedBytes) {
      reject(tooLarge)
      return
    }
    const chunks: Uint8Array[] = []
    let size = 0
    request.on('data', (chunk: Uint8Array) => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
      if (size <= limit + swallowedBytes) return
      request.pause()
      reject(tooLarge)
    })
    request.once('end', () => (size > limit ? reject(tooLarge) : resolve(Buffer.concat(chunks))))
    // After 'end' this comes too, and then changes nothing.
    request.once('close', () =>
      reject(new MeshError('input.invalid', { detail: 'the body ends too early' })),
    )
    request.once('error', reject)
  })
}
