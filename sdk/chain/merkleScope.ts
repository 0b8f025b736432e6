import { type Bytes, concat, fromHex, toHex } from '../crypto/bytes.ts'
import { keccak256 } from '../crypto/hash.ts'
import { MeshError } from '../errors.ts'
import { type Address, type Digest, sameHex } from './ids.ts'
import { layWords } from './words.ts'

/** The scope of a grant for one agency: its address in the low 20 bytes. */
export function scopeOfAgency(agency: Address): Digest {
  return toHex(layWords([['address', agency, 'agency']], keccak256))
}

/**
 * A list of addresses as a Merkle tree, with the root and proofs that OpenZeppelin's StandardMerkleTree gives
 * and MerkleProof checks: leaves hashed twice and sorted, pairs sorted.
 */
export interface AddressScope {
  readonly root: Digest
  /** Throws `consent.scope_exceeded` for an address that is not listed. */
  proofOf(address: Address): Digest[]
  has(address: Address): boolean
}

/** Builds the tree. Throws `input.invalid` for an empty list. */
export function createAddressScope(addresses: readonly Address[]): AddressScope {
  const leaves = sortedLeaves(addresses)
  const tree = treeOf(leaves)
  const indexOf = (address: Address) => {
    const position = leaves.findIndex((leaf) => compare(leaf, leafOf(address)) === 0)
    return position < 0 ? undefined : tree.length - 1 - position
  }
  return {
    root: toHex(nodeAt(tree, 0)),
    has: (address) => indexOf(address) !== undefined,
    proofOf(address) {
      let index = indexOf(address)
      if (index === undefined) {
        throw new MeshError('consent.scope_exceeded', { details: { address } })
      }
      const proof: Digest[] = []
      for (; index > 0; index = (index - 1) >> 1) {
        proof.push(toHex(nodeAt(tree, index % 2 === 0 ? index - 1 : index + 1)))
      }
      return proof
    },
  }
}

/** Whether the proof leads from the address to the root. */
export function isInScope(root: Digest, address: Address, proof: readonly Digest[]): boolean {
  const reached = proof.reduce((node, sibling) => hashPair(node, fromHex(sibling)), leafOf(address))
  return sameHex(toHex(reached), root)
}

function sortedLeaves(addresses: readonly Address[]): Bytes[] {
  if (addresses.length === 0) {
    throw new MeshError('input.invalid', { detail: 'a scope lists at least one address' })
  }
  const distinct = new Set(addresses.map((address) => address.toLowerCase() as Address))
  return Array.from(distinct, leafOf).sort(compare)
}

// The root stands at 0, the children of i at 2i+1 and 2i+2, the leaves at the end in reverse order.
function treeOf(leaves: readonly Bytes[]): Bytes[] {
  const tree = new Array<Bytes>(2 * leaves.length - 1)
  leaves.forEach((leaf, i) => {
    tree[tree.length - 1 - i] = leaf
  })
  for (let i = leaves.length - 2; i >= 0; i -= 1) {
    tree[i] = hashPair(nodeAt(tree, 2 * i + 1), nodeAt(tree, 2 * i + 2))
  }
  return tree
}

function nodeAt(tree: readonly Bytes[], index: number): Bytes {
  return tree[index] as Bytes // the callers stay inside the tree
}

function leafOf(address: Address): Bytes {
  return keccak256(keccak256(layWords([['address', address, 'address']], keccak256)))
}

function hashPair(a: Bytes, b: Bytes): Bytes {
  return keccak256(compare(a, b) < 0 ? concat(a, b) : concat(b, a))
}

function compare(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length; i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
