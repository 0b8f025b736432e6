import { MeshError } from '../errors.ts'

/** An identity document of a person: ISO 3166-1 alpha-2 country, kind of document, its number. */
export interface Identifier {
  readonly country: string
  readonly type: string
  readonly value: string
}

/**
 * The one spelling of an identifier, `COUNTRY|type|VALUE`: what two agencies must agree on before they can
 * mean the same person. Separators that people add (spaces, hyphens, dots) are dropped.
 * Throws `input.invalid`, naming the field and never its value.
 */
export function normaliseIdentifier({ country, type, value }: Identifier): string {
  const normalCountry = country.normalize('NFKC').trim().toUpperCase()
  const normalType = type.normalize('NFKC').trim().toLowerCase()
  const normalValue = value
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s.-]/g, '')
  if (!/^[A-Z]{2}$/.test(normalCountry)) throw badField('country')
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(normalType)) throw badField('type')
  if (!/^[A-Z0-9]{1,64}$/.test(normalValue)) throw badField('value')
  if (normalCountry === 'CN' && normalType === 'national-id') requireChineseChecksum(normalValue)
  return `${normalCountry}|${normalType}|${normalValue}`
}

function badField(field: string): MeshError {
  const detail = `identifier.${field} is malformed`
  return new MeshError('input.invalid', { detail, details: { field: `identifier.${field}` } })
}

// GB 11643: ISO 7064 MOD 11-2 over the first seventeen digits.
function requireChineseChecksum(value: string): void {
  if (!/^\d{17}[\dX]$/.test(value)) throw badField('value')
  let sum = 0
  for (let i = 0; i < 17; i += 1) sum += Number(value[i]) * (2 ** (17 - i) % 11)
  if ('10X98765432'[sum % 11] !== value[17]) throw badField('value')
}
