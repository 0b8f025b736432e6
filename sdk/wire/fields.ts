import { z } from 'zod'
import { type Bytes, fromBase64Url } from '../crypto/bytes.ts'

/** Fields that several messages share. Parsing turns decimal strings into bigints and base64url into bytes. */
export const hex32 = hexDigits(/^[0-9a-f]{64}$/)
export const address = hexDigits(/^[0-9a-fA-F]{40}$/)
export const signatureHex = hexDigits(/^(?:[0-9a-fA-F]{2}){65,4096}$/)

function hexDigits(pattern: RegExp) {
  return z.templateLiteral(['0x', z.string().regex(pattern)])
}

const maxUint96 = (1n << 96n) - 1n

/** An amount in the token's smallest unit, written as a decimal string. */
export const amount = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,28})$/, 'must be a decimal string')
  .transform(BigInt)
  .refine((value) => value <= maxUint96, 'must fit into 96 bits')

/** A time in whole seconds since 1970. */
export const seconds = z.int().min(0).max(281_474_976_710_655)

export const uint8 = z.int().min(0).max(255)
export const uint16 = z.int().min(0).max(65_535)
export const uint32 = z.int().min(0).max(4_294_967_295)

/** Bytes as base64url, at most `maxLength` of them. */
export function bytes(maxLength: number) {
  return z
    .string()
    .max(Math.ceil((maxLength * 4) / 3))
    .regex(/^[A-Za-z0-9_-]*$/, 'must be base64url')
    .transform((text, context): Bytes => {
      try {
        return fromBase64Url(text)
      } catch {
        context.addIssue({ code: 'custom', message: 'must be base64url' })
        return z.NEVER
      }
    })
}

/** Exactly 32 bytes as base64url: a public key. */
export const publicKey = bytes(32).refine((key) => key.length === 32, 'must be 32 bytes')
/** Exactly 64 bytes as base64url: an Ed25519 signature. */
export const ed25519Signature = bytes(64).refine((value) => value.length === 64, 'must be 64 bytes')
