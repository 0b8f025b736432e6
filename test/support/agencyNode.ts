import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAgencyFolder } from '@creditmesh/agency-node/agencyFolder.ts'
import { runAgencyCommand } from '@creditmesh/agency-node/commands/table.ts'
import { type AgencyConfig, parseAgencyConfig } from '@creditmesh/agency-node/config.ts'
import { findFreePorts } from '@creditmesh/agency-node/files/freePort.ts'
import { type RunningAgency, startAgency } from '@creditmesh/agency-node/node.ts'
import type { Address } from '@creditmesh/sdk/chain/ids.ts'
import { memberRoles } from '@creditmesh/sdk/chain/memberViews.ts'
import { fromHex, toHex } from '@creditmesh/sdk/crypto/bytes.ts'
import { canonicalJson } from '@creditmesh/sdk/crypto/canonicalJson.ts'
import type { Identifier } from '@creditmesh/sdk/crypto/identifiers.ts'
import { type Credential, credentialSchema } from '@creditmesh/sdk/wire/credentials.ts'
import { parseWith, toJson } from '@creditmesh/sdk/wire/json.ts'
import type { UcrRecord } from '@creditmesh/sdk/wire/records/record.ts'
import { pino } from 'pino'
import { admitMembers } from '../../scripts/deploy.ts'
import type { TestChain } from './localChain.ts'
import { allPurposes } from './testNetwork.ts'

export const agencyPrices = {
  fee: 1_000_000n,
  relayFee: 900_000n,
  missFee: 100_000n,
  trade: 600_000n,
}

/** A real node of an agency in this process, on the chain of a test. */
export interface TestAgency {
  readonly name: string
  readonly folder: string
  readonly address: Address
  readonly x25519: Uint8Array
  readonly url: string
  readonly logs: readonly string[]
  command(name: string, args: object): Promise<unknown>
  store(identifier: Identifier, records: readonly UcrRecord[]): Promise<void>
  enroll(identifier: Identifier, root: Uint8Array): Promise<Credential>
  stop(): Promise<void>
  /** Starts the node again on the same folder. */
  restart(): Promise<void>
  remove(): Promise<void>
}

export interface AgencyOptions {
  readonly settings?: Partial<AgencyConfig['settings']>
  /** Another way to the same chain, such as a proxy that a test holds. */
  readonly rpcUrl?: string
}

export async function startTestAgency(
  chain: TestChain,
  name: string,
  { settings = {}, rpcUrl = chain.rpcUrl }: AgencyOptions = {},
): Promise<TestAgency> {
  const folder = await mkdtemp(join(tmpdir(), `agency-${name}-`))
  const [port = 0] = await findFreePorts(1, '127.0.0.1')
  const publicUrl = `http://127.0.0.1:${port}`
  await writeFile(join(folder, 'deployment.json'), JSON.stringify(toJson(chain.deployment)))
  await writeFile(join(folder, 'master.key'), toHex(new Uint8Array(32).fill(name.charCodeAt(0))), {
    mode: 0o600,
  })
  const config = parseAgencyConfig({
    name,
    rpcUrl,
    deployment: 'deployment.json',
    listen: { host: '127.0.0.1', port },
    publicUrl,
    keySecret: { keyFile: 'master.key' },
    settings: { answerFloorMs: 0, sweepMs: 100, offerWindowSec: 3, tradeWindowSec: 3, ...settings },
  })
  const pepper = new Uint8Array(32).fill(9)
  const shown = await createAgencyFolder(folder, { config, pepper })
  const { address } = shown
  await admitMembers(chain.council, chain.rpc, chain.deployment, [
    {
      account: address,
      roles: memberRoles.AGENCY,
      purposes: allPurposes,
      x25519: fromHex(shown.x25519),
      ed25519: fromHex(shown.ed25519),
      endpoint: publicUrl,
      name,
    },
  ])
  await depositFor(chain, address, 100_000_000n)
  const logs: string[] = []
  const logger = pino({ level: 'info' }, { write: (line: string) => void logs.push(line) })
  const start = () => startAgency(folder, { signal: new AbortController().signal, logger })
  let running: RunningAgency | null = await start()
  const command = (commandName: string, args: object) =>
    runAgencyCommand(folder, {
      name: commandName,
      args,
      onProgress: () => undefined,
      signal: new AbortController().signal,
    })
  await command('prices.set', { entries: priceEntries() })
  const stop = async () => {
    await running?.close()
    running = null
  }
  return {
    ...{ name, folder, address, logs, command, stop },
    x25519: fromHex(shown.x25519),
    url: publicUrl,
    async store(identifier, records) {
      const path = join(folder, 'import.jsonl')
      await writeFile(path, `${canonicalJson(toJson({ identifier, records }))}\n`)
      const report = await command('records.import', { path, format: 'ucr', pack: 'EU' })
      const { subjects, problems } = report as { subjects: number; problems: unknown[] }
      if (subjects !== 1) throw new Error(`not imported: ${JSON.stringify(problems)}`)
    },
    async enroll(identifier, root) {
      const enrolled = await command('subject.enroll', { identifier, root: toJson(root) })
      return parseWith(credentialSchema, (enrolled as { credential: unknown }).credential)
    },
    restart: async () => {
      await stop()
      running = await start()
    },
    async remove() {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function priceEntries() {
  const entry = (product: number, outcome: number, amount: bigint) => ({
    category: 1,
    product,
    outcome,
    amount: amount.toString(),
  })
  return [
    entry(1, 1, agencyPrices.fee),
    entry(1, 2, agencyPrices.missFee),
    entry(2, 1, agencyPrices.relayFee),
    entry(3, 1, agencyPrices.trade),
  ]
}

async function depositFor(chain: TestChain, account: Address, amount: bigint): Promise<void> {
  const { token, ledger } = chain.contracts
  const { council } = chain
  await council.send(token.encode('mint', council.address, amount))
  await council.send(token.encode('approve', ledger.address, amount))
  await council.send(ledger.encode('depositFor', account, amount))
}
