import { relative, resolve } from 'node:path'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import type { Command } from 'commander'
import { z } from 'zod'
import { createAgencyFolder } from '../../agencyFolder.ts'
import { parseAgencyConfig } from '../../config.ts'
import { findFreePorts } from '../../files/freePort.ts'
import { localName, readNetworkFile } from '../../files/networkFile.ts'
import { stateFolderAt } from '../../files/stateFolder.ts'
import { startAgency } from '../../node.ts'
import { readSecretFile } from '../../store/sealing/secretFile.ts'
import { warnIfUnknown } from '../agency/membership.ts'
import { showAgency } from '../agency/status.ts'
import { type CommandContext, perform, type Report } from '../perform.ts'
import type { Session } from '../terminal.ts'
import { untilStopped } from '../untilStopped.ts'

const filePath = z.string().min(1)

const initOptions = z.strictObject({
  name: localName,
  pepperFile: filePath,
  keyFile: filePath.optional(),
  passphraseFile: filePath.optional(),
  passphraseEnv: z.string().optional(),
  rpcUrl: z.string().optional(),
  deployment: filePath.optional(),
  listen: z
    .string()
    .regex(/^.+:\d{1,5}$/, 'HOST:PORT')
    .default('127.0.0.1:0'),
  publicUrl: z.string().optional(),
})
const nameOnly = z.strictObject({ name: localName })

export function addAgencyCommands(program: Command, session: Session): void {
  const agency = program.command('agency').description('One credit agency: its folder, its node.')
  agency
    .command('init <name>')
    .description('Make the folder of an agency: sealed keys, configuration, public identity.')
    .requiredOption('--pepper-file <file>', 'the consortium’s pepper: 32 bytes, raw or hex')
    .option('--key-file <file>', 'what opens the keystore: 32 secret bytes')
    .option('--passphrase-file <file>', 'or a passphrase, in a file')
    .option('--passphrase-env <variable>', 'or in an environment variable')
    .option('--rpc-url <url>', 'JSON-RPC of the chain (that of the local network)')
    .option('--deployment <file>', 'contract addresses (that of the local network)')
    .option('--listen <host:port>', 'where to serve (127.0.0.1 and any free port)')
    .option('--public-url <url>', 'the endpoint that the chain will show')
    .action(perform(session, initOptions, initAgency))
  agency
    .command('start <name>')
    .description('Run the node in this terminal, until it is asked to end; logs go to stdout.')
    .action(
      perform(session, nameOnly, async ({ name }, { dir }) => {
        const folder = stateFolderAt(dir).agency(name)
        const warning = await warnIfUnknown(folder, name)
        if (warning !== null) session.err(`${warning}\n`)
        const stopping = new AbortController()
        const stopped = untilStopped().then(() => stopping.abort())
        const running = await startAgency(folder, stopping)
        await stopped
        await running.close()
        return null
      }),
    )
  agency
    .command('status <name>')
    .description('Subjects, unfinished legs, models, balance; also while the node is stopped.')
    .action(perform(session, nameOnly, showAgency))
}

async function initAgency(
  options: z.output<typeof initOptions>,
  { dir }: CommandContext,
): Promise<Report> {
  const folder = stateFolderAt(dir).agency(options.name)
  const network = await readNetworkFile(dir).catch(() => null)
  const [, host = '', given = '0'] = /^(.+):(\d+)$/.exec(options.listen) ?? []
  // The chain will show the endpoint for a long time: a port of its own, from now on.
  const port = Number(given) || ((await findFreePorts(1, host))[0] ?? 0)
  const rpcUrl = options.rpcUrl ?? network?.chain.url
  if (rpcUrl === undefined) {
    throw new MeshError('usage.invalid', {
      detail: 'no network lies in this state folder: name the chain by --rpc-url and --deployment',
    })
  }
  const deployment = options.deployment ?? stateFolderAt(dir).deploymentFile
  const config = parseAgencyConfig({
    name: options.name,
    rpcUrl,
    deployment: relative(folder, resolve(deployment)),
    listen: { host, port },
    publicUrl: options.publicUrl ?? `http://${host}:${port}`,
    keySecret: keySecretOf(options, folder),
  })
  const pepper = await readSecretFile(options.pepperFile)
  const identity = await createAgencyFolder(folder, { config, pepper })
  const lines = [
    `Agency ${options.name} has its folder: ${folder}`,
    `  account ${identity.address}`,
    `  endpoint ${config.publicUrl}`,
    network === null
      ? 'Ask the council to admit this account with the keys in identity.json, then start the node.'
      : `Let the network's council admit it: creditmesh members admit ${options.name}. Then start it: creditmesh network up.`,
  ]
  return { value: { folder, ...identity }, text: lines.join('\n') }
}

function keySecretOf(options: z.output<typeof initOptions>, folder: string) {
  const { keyFile, passphraseFile, passphraseEnv } = options
  const given = [keyFile, passphraseFile, passphraseEnv].filter((one) => one !== undefined)
  if (given.length !== 1) {
    throw new MeshError('usage.invalid', {
      detail: 'name one of --key-file, --passphrase-file and --passphrase-env',
    })
  }
  if (keyFile !== undefined) return { keyFile: relative(folder, resolve(keyFile)) }
  if (passphraseFile !== undefined) {
    return { passphraseFile: relative(folder, resolve(passphraseFile)) }
  }
  return { passphraseEnv }
}
