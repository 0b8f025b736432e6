import { detailBits } from '@creditmesh/sdk/chain/consentStructs.ts'
import { lastGrantablePurpose, type PurposeName, purposes } from '@creditmesh/sdk/wire/purposes.ts'
import { categoryNames, type RecordCategory } from '@creditmesh/sdk/wire/records/categories.ts'
import { z } from 'zod'

/** What options mean: commander gives text, these schemas give values. */

export const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, 'a whole number')
  .transform(Number)

export const port = wholeNumber.refine((value) => value <= 65_535, 'a port is at most 65535')

const secondsOfUnit = { s: 1, m: 60, h: 3600, d: 86_400 } as const

/** `90s`, `15m`, `12h` or `7d`, in seconds. */
export const duration = z
  .string()
  .regex(/^[1-9]\d{0,5}[smhd]$/, 'a time such as 90s, 15m, 12h or 7d')
  .transform((text) => {
    const unit = text.at(-1) as keyof typeof secondsOfUnit // the pattern says so
    return Number(text.slice(0, -1)) * secondsOfUnit[unit]
  })

export function list<S extends z.ZodType<unknown, string>>(item: S) {
  return z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(item).min(1).max(64))
}

export const categories = z
  .string()
  .transform((text): string[] => (text === 'all' ? [...categoryNames] : text.split(',')))
  .pipe(z.array(z.enum(categoryNames)).min(1))
  .transform((names): RecordCategory[] => names)

const detailNames = Object.keys(detailBits) as (keyof typeof detailBits)[] // its own keys

/** `SCORE_ONLY,SUMMARY,DETAIL,IDENTITY`, as a mask. */
export const detail = z
  .string()
  .transform((text) => text.toUpperCase().split(','))
  .pipe(z.array(z.enum(detailNames)).min(1))
  .transform((names) => names.reduce((mask, name) => mask | detailBits[name], 0))

const grantable = Object.keys(purposes).slice(0, lastGrantablePurpose) as PurposeName[] // in order

/** A purpose by its name, as its code. */
export const purpose = z
  .string()
  .transform((text) => text.toUpperCase())
  .pipe(z.enum(grantable))
  .transform((name) => purposes[name])

export const hexId = z.string().regex(/^0x[0-9a-f]{64}$/, '0x and 64 lower-case hex digits')

/** What the options of a grant can be, for its help. */
export const grantNames = `
Purposes:
${folded(grantable)}
Categories:
${folded(categoryNames)}
Detail:
${folded(detailNames)}
What is not named (time, uses, months, detail) is as usual, or less where the purpose allows less.`

function folded(names: readonly string[]): string {
  const lines: string[] = []
  for (const name of names) {
    const last = lines.at(-1)
    if (last === undefined || last.length + name.length > 84) lines.push(`  ${name}`)
    else lines[lines.length - 1] = `${last}, ${name}`
  }
  return lines.join(',\n')
}
