import { type Bytes, concat, utf8 } from '../../crypto/bytes.ts'
import { canonicalJson } from '../../crypto/canonicalJson.ts'
import { keccak256 } from '../../crypto/hash.ts'
import { MeshError } from '../../errors.ts'
import type { UcrRecord } from './record.ts'

const saltBytes = 32

/**
 * The leaf that commits to a record: keccak256(keccak256(salt ‖ canonical JSON)). Without the salt the leaf says
 * nothing, so dropping the salt erases it; hashed twice, as in OpenZeppelin's trees, a leaf is never an inner node.
 */
export function recordLeaf(record: UcrRecord, salt: Uint8Array): Bytes {
  if (salt.length !== saltBytes) {
    throw new MeshError('input.invalid', { detail: 'the salt of a record is 32 bytes' })
  }
  return keccak256(keccak256(concat(salt, utf8(canonicalJson(record)))))
}
