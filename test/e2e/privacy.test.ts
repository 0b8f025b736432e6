import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoPartition } from '@creditmesh/agency-node/records/partition.ts'
import { quantity } from '@creditmesh/sdk/chain/rpc.ts'
import { normaliseIdentifier } from '@creditmesh/sdk/crypto/identifiers.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Mesh, startMesh } from './support/mesh.ts'
import { findNeedles, needlesOf, type SeededPerson } from './support/needles.ts'

let mesh: Mesh
let people: SeededPerson[]
let needles: Buffer[]

// Everybody that has a name: what is asked about, relayed, missed, withdrawn, and the rest of the files.
beforeAll(async () => {
  mesh = await startMesh()
  people = await seedPeople()
  needles = needlesOf(people)
  const [atA, atB] = [knownTo('a'), knownTo('b')]
  await tell('p1', atA[0], { issuers: ['a'], options: [] })
  await tell('p2', atB[0], { issuers: ['b', 'c'], options: ['--relay'] })
  await tell('p3', atB[1], { issuers: ['a'], options: [] }) // a miss at A
  await withdraw('p4', atA[1])
}, 180_000)
afterAll(() => mesh?.close())

async function seedPeople(): Promise<SeededPerson[]> {
  const file = join(mesh.dir, 'people.jsonl')
  await mesh.creditmesh(
    'records',
    'generate',
    file,
    '--people',
    '60',
    '--seed',
    'privacy',
    '--named',
  )
  for (const agency of ['a', 'b', 'c']) {
    const whose = ['--agency', agency, '--partition', 'a,b,c', '--pack', 'RESEARCH']
    await mesh.creditmesh('records', 'import', file, ...whose)
  }
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as SeededPerson) // our own generator wrote it
}

function knownTo(agency: string): SeededPerson[] {
  const partition = demoPartition('a', 'b', 'c')
  return people.filter(({ identifier }) => partition(normaliseIdentifier(identifier))[0] === agency)
}

async function grant(
  name: string,
  person: SeededPerson | undefined,
  { issuers, options }: { issuers: readonly string[]; options: readonly string[] },
): Promise<{ consentId: string; file: string }> {
  const file = join(mesh.dir, `${name}.json`)
  writeFileSync(file, JSON.stringify(person?.identifier))
  await mesh.creditmesh('subject', 'create', name)
  for (const agency of issuers) {
    const contact = ['--contact', person?.identity.payload.phones[0] ?? '']
    await mesh.creditmesh(
      'subject',
      'enroll',
      name,
      '--agency',
      agency,
      '--person',
      file,
      ...contact,
    )
  }
  const wide = [
    '--categories',
    'identity,tradeline',
    '--detail',
    'SCORE_ONLY,SUMMARY,DETAIL,IDENTITY',
  ]
  const parties = ['--subject', name, '--to', 'lender', '--agency', 'a']
  const { consentId } = await mesh.creditmesh<{ consentId: string }>(
    ...['consent', 'grant', ...parties, ...wide, ...options],
  )
  return { consentId, file }
}

async function tell(
  name: string,
  person: SeededPerson | undefined,
  how: { issuers: readonly string[]; options: readonly string[] },
): Promise<void> {
  const { consentId, file } = await grant(name, person, how)
  const parties = ['--lender', 'lender', '--agency', 'a', '--consent', consentId, '--person', file]
  await mesh.creditmesh('query', 'create', ...parties, ...how.options)
}

async function withdraw(name: string, person: SeededPerson | undefined): Promise<void> {
  const { consentId, file } = await grant(name, person, { issuers: ['a'], options: [] })
  await mesh.creditmesh('consent', 'withdraw', consentId, '--subject', name)
  const parties = ['--lender', 'lender', '--agency', 'a', '--consent', consentId, '--person', file]
  const refused = mesh.creditmesh('query', 'create', ...parties)
  await expect(refused).rejects.toMatchObject({ code: 'consent.withdrawn' })
}

/** Every block with its transactions, every receipt with its logs, as the chain gives them to anyone. */
async function dumpChain(): Promise<Buffer> {
  const { rpc } = mesh.chain
  const head = Number(await rpc.request<string>('eth_blockNumber'))
  const parts: string[] = []
  for (let number = 0; number <= head; number += 1) {
    const block = await rpc.request<{ transactions: { hash: string }[] }>('eth_getBlockByNumber', [
      quantity(number),
      true,
    ])
    const receipts = await Promise.all(
      block.transactions.map(({ hash }) => rpc.request('eth_getTransactionReceipt', [hash])),
    )
    parts.push(JSON.stringify(block), JSON.stringify(receipts))
  }
  return Buffer.from(parts.join('\n'))
}

function filesBelow(folder: string): { name: string; bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((name) => ({ name, bytes: readFileSync(name) }))
}

describe('of people with names, telephones, addresses and identity numbers', () => {
  test('the search finds them where they are: in the file that was imported', () => {
    const found = findNeedles(readFileSync(join(mesh.dir, 'people.jsonl')), needles)
    expect(found.length).toBeGreaterThan(people.length * 4)
    const hashed = Buffer.from(`0x${needles.at(-2)?.toString('latin1')}`)
    expect(findNeedles(hashed, needles)).toHaveLength(1)
  })

  test('the chain shows nothing, in clear or hashed', async () => {
    const dump = await dumpChain()
    expect(dump.length).toBeGreaterThan(100_000)
    expect(findNeedles(dump, needles)).toEqual([])
  })

  test('the journal of the chain shows nothing', () => {
    for (const { bytes } of filesBelow(mesh.state.chain)) {
      expect(findNeedles(bytes, needles)).toEqual([])
    }
  })

  test('the logs of every process show nothing', () => {
    const logs = filesBelow(mesh.state.logs)
    expect(logs.length).toBe(5)
    expect(Buffer.concat(logs.map(({ bytes }) => bytes)).includes('"route":"ask"')).toBe(true)
    for (const { bytes } of logs) expect(findNeedles(bytes, needles)).toEqual([])
  })

  test.each(['a', 'b', 'c'])('the disk of agency %s shows nothing', (agency) => {
    const files = filesBelow(mesh.state.agency(agency))
    expect(files.length).toBeGreaterThan(4)
    for (const { bytes } of files) expect(findNeedles(bytes, needles)).toEqual([])
    const words = ['national-id', 'tradeline', 'paymentHistory', 'surname', 'statementBalance']
    const stored = Buffer.concat(files.map(({ bytes }) => bytes))
    for (const word of words) expect(stored.includes(word)).toBe(false)
  })

  test('relayer and wallets keep no identity document', () => {
    for (const { bytes } of filesBelow(mesh.state.relayer)) {
      expect(findNeedles(bytes, needles)).toEqual([])
    }
    for (const name of ['p1', 'p2', 'p3', 'p4']) {
      for (const { bytes } of filesBelow(mesh.state.subject(name))) {
        expect(findNeedles(bytes, needles)).toEqual([])
      }
    }
  })
})

test('two consents of one person share nothing on chain but the parties and the policy', async () => {
  const person = knownTo('a')[2]
  const { consentId: first } = await grant('p5', person, { issuers: ['a'], options: [] })
  const parties = ['--subject', 'p5', '--to', 'lender', '--agency', 'a']
  const wide = [
    '--categories',
    'identity,tradeline',
    '--detail',
    'SCORE_ONLY,SUMMARY,DETAIL,IDENTITY',
  ]
  const again = await mesh.creditmesh<{ consentId: string }>(
    'consent',
    'grant',
    ...parties,
    ...wide,
  )
  const [one, two] = [await recordedWords(first), await recordedWords(again.consentId)]
  const shared = [...one].filter((word) => two.has(word))
  // What a consent shares with any other of the same lender and agency: addresses, small numbers, times, policy.
  const stranger = await grant('p6', knownTo('a')[3], { issuers: ['a'], options: [] })
  const common = await recordedWords(stranger.consentId)
  const telling = shared.filter((word) => !common.has(word) && !isSmall(word))
  expect(telling).toEqual([])
})

/** The 32-byte words of the transaction that recorded a consent. */
async function recordedWords(consentId: string): Promise<Set<string>> {
  const { rpc, deployment } = mesh.chain
  const [log] = await rpc.request<{ transactionHash: string }[]>('eth_getLogs', [
    { address: deployment.addresses.consents, fromBlock: '0x0', topics: [null, consentId] },
  ])
  const { input } = await rpc.request<{ input: string }>('eth_getTransactionByHash', [
    log?.transactionHash,
  ])
  return new Set(input.slice(10).match(/.{64}/g))
}

/** Amounts, counts, times, the parity of a signature: too few bytes to know anybody again by. */
function isSmall(word: string): boolean {
  const bytes = word.match(/../g) ?? []
  return bytes.filter((byte) => byte !== '00').length <= 8
}
