import { toAddress } from '@creditmesh/sdk/chain/ids.ts'
import { createAddressScope, isInScope, scopeOfAgency } from '@creditmesh/sdk/chain/merkleScope.ts'
import { toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { AbiCoder, concat, keccak256 } from 'ethers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyHex } from './arbitraries.ts'

const seed = { seed: 5, numRuns: 40 }
const addresses = fc.uniqueArray(anyHex(20).map(toAddress), { minLength: 1, maxLength: 20 })

// What OpenZeppelin's MerkleProof.processProof computes, written the slow way.
function processProof(leaf: string, proof: readonly string[]): string {
  return proof.reduce(
    (node, sibling) => keccak256(concat([node, sibling].sort((a, b) => (a < b ? -1 : 1)))),
    leaf,
  )
}

function leafOf(address: string): string {
  return keccak256(keccak256(AbiCoder.defaultAbiCoder().encode(['address'], [address])))
}

test('every listed address proves itself against the root, as OpenZeppelin checks it', () => {
  fc.assert(
    fc.property(addresses, (listed) => {
      const scope = createAddressScope(listed)
      for (const address of listed) {
        const proof = scope.proofOf(address)
        expect(processProof(leafOf(address), proof)).toBe(scope.root)
        expect(isInScope(scope.root, address, proof)).toBe(true)
      }
    }),
    seed,
  )
})

test('the order, the case and the repetition of addresses do not change the root', () => {
  fc.assert(
    fc.property(addresses, (listed) => {
      const shuffled = [...listed]
        .reverse()
        .map((address) => address.toLowerCase() as typeof address)
      expect(createAddressScope([...shuffled, ...listed]).root).toBe(
        createAddressScope(listed).root,
      )
    }),
    seed,
  )
})

test('the root of four addresses is the tree written out by hand', () => {
  const four = [1, 2, 3, 4].map((n) => toHex(new Uint8Array(20).fill(n)))
  const [a, b, c, d] = four.map(leafOf).sort() as [string, string, string, string]
  const pair = (x: string, y: string) => processProof(x, [y])
  // StandardMerkleTree stores sorted leaves backwards, so (d, c) and (b, a) are siblings.
  expect(createAddressScope(four).root).toBe(pair(pair(d, c), pair(b, a)))
})

test('the scope of one agency is its address in a word', () => {
  const agency = toAddress(`0x${'ab'.repeat(20)}`)
  expect(scopeOfAgency(agency)).toBe(`0x${'00'.repeat(12)}${'ab'.repeat(20)}`)
})

test('error: an address that is not listed has no proof, and nobody else’s proof serves it', () => {
  const listed = [1, 2, 3].map((n) => toAddress(toHex(new Uint8Array(20).fill(n))))
  const stranger = toAddress(toHex(new Uint8Array(20).fill(9)))
  const scope = createAddressScope(listed)
  expect(scope.has(stranger)).toBe(false)
  expect(() => scope.proofOf(stranger)).toThrow(
    expect.objectContaining({ code: 'consent.scope_exceeded' }),
  )
  for (const address of listed) {
    expect(isInScope(scope.root, stranger, scope.proofOf(address))).toBe(false)
  }
})

test('error: an empty list is no scope', () => {
  expect(() => createAddressScope([])).toThrow(expect.objectContaining({ code: 'input.invalid' }))
})
