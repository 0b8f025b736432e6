import { concat, toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { canonicalJson } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import { recordLeaf } from '@creditmesh/sdk/wire/records/recordHash.ts'
import { keccak256 } from 'ethers'
import { expect, test } from 'vitest'
import { sampleTradeline } from './samples.ts'

const salt = new Uint8Array(32).fill(7)

test('a leaf is the double hash of salt and canonical record', () => {
  const record = sampleTradeline()
  const inner = keccak256(concat(salt, utf8(canonicalJson(record))))
  expect(toHex(recordLeaf(record, salt))).toBe(keccak256(inner))
})

test('the order of members does not matter, their content does', () => {
  const record = sampleTradeline()
  const reordered = Object.fromEntries(Object.entries(record).reverse()) as typeof record // same members
  expect(recordLeaf(reordered, salt)).toEqual(recordLeaf(record, salt))
  expect(recordLeaf({ ...record, version: 2 }, salt)).not.toEqual(recordLeaf(record, salt))
})

test('another salt gives an unrelated leaf', () => {
  const record = sampleTradeline()
  expect(recordLeaf(record, new Uint8Array(32))).not.toEqual(recordLeaf(record, salt))
})

test('error: a salt of another length is refused', () => {
  expect(() => recordLeaf(sampleTradeline(), new Uint8Array(31))).toThrow(/input.invalid/)
})
