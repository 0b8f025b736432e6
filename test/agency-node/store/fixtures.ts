import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chooseCryptoSuites } from '@creditmesh/agency-node/native/cryptoSuites.ts'
import { type MasterKey, masterKeyOf } from '@creditmesh/agency-node/store/masterKey.ts'
import type { Custody, SubjectInput } from '@creditmesh/agency-node/store/store.ts'
import { type Bytes, toHex, utf8 } from '@creditmesh/sdk/crypto/bytes.ts'
import { sha256 } from '@creditmesh/sdk/crypto/hash.ts'
import type { IdentityRecord, UcrRecordOf } from '@creditmesh/sdk/wire/records/record.ts'
import { expect, onTestFinished } from 'vitest'

export const { nacl, ecdsa } = await chooseCryptoSuites()

export function testMasterKey(seed = 7): MasterKey {
  return masterKeyOf(new Uint8Array(32).fill(seed))
}

/** A folder that is gone when the test is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'creditmesh-store-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export function tagOf(person: number | string): Bytes {
  return sha256(utf8(`person ${person}`))
}

export function refOf(person: number | string): string {
  return `subject-${person}`.padEnd(12, '-')
}

type Inquiry = UcrRecordOf<'inquiry'>
type SharedField =
  | '$schema'
  | 'standard'
  | 'furnisherId'
  | 'asOf'
  | 'reportedAt'
  | 'version'
  | 'correctionIndicator'
  | 'annotations'

const envelope: Pick<Inquiry, SharedField> = {
  $schema: 'urn:creditmesh:schema:ucr:1.0',
  standard: 'UCR/1.0',
  furnisherId: 'AGENCY-A',
  asOf: '2026-01-31',
  reportedAt: 1_769_900_000,
  version: 1,
  correctionIndicator: 0,
  annotations: [],
}

export function inquiry(
  recordId: string,
  { inquirerId = 'LENDER-1', retainUntil = null, ...others }: InquiryFields = {},
): Inquiry {
  return {
    ...envelope,
    ...others,
    ...{ recordId, retainUntil, category: 'inquiry', subjectRef: 'subject-ref-1' },
    provenance: { source: 'NETWORK' },
    payload: {
      ...{ inquiredAt: 1_769_900_000, inquirerType: 'QUERY_USER', inquirerId, purposeCode: 1 },
      ...{ kind: 'HARD', mode: 1 },
    },
  }
}

interface InquiryFields {
  readonly inquirerId?: string
  readonly retainUntil?: string | null
  readonly furnisherId?: string
  readonly version?: number
  readonly supersedes?: string
}

export function identityOf(surname: string, phone = '+4930555017'): IdentityRecord {
  return {
    ...envelope,
    ...{ recordId: 'identity-1', retainUntil: null, category: 'identity' },
    subjectRef: 'subject-ref-1',
    provenance: { source: 'IMPORT' },
    payload: { surname, firstName: null, nationalIds: [], phones: [phone] },
  }
}

export function subject(person: number | string, others: Partial<SubjectInput> = {}): SubjectInput {
  const records = [inquiry(`record-of-${person}`)]
  return { tag: tagOf(person), subjectRef: refOf(person), records, ...others }
}

export function custody(keepUntilSec: number): Custody {
  const [queryId, consentId] = [toHex(tagOf('query')), toHex(tagOf('consent'))]
  const supplier = '0x00000000000000000000000000000000000000B0'
  return { supplier, queryId, consentId, tradeLegId: toHex(tagOf('leg')), keepUntilSec }
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = []
  for await (const item of items) collected.push(item)
  return collected
}

/** Every file of a folder and its folders, in one buffer. */
export async function bytesOnDisk(folder: string): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Buffer.concat(
    await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name)))),
  )
}

export function failure(code: string, details?: Record<string, unknown>) {
  return expect.objectContaining({
    code,
    ...(details && { details: expect.objectContaining(details) }),
  })
}
