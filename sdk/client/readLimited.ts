import { type Bytes, concat } from '../crypto/bytes.ts'
import { MeshError } from '../errors.ts'

/** Reads a response's body. Throws `http.bad_response` for more than `limit` bytes. */
export async function readLimited(response: Response, limit: number): Promise<Bytes> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  for (;;) {
    const part = await reader?.read()
    if (part === undefined || part.done) return concat(...chunks)
    size += part.value.length
    if (size > limit) {
      await reader?.cancel()
      throw new MeshError('http.bad_response', { details: { limitBytes: limit } })
    }
    chunks.push(part.value)
  }
}
