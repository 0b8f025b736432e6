import { formatAmount } from '@creditmesh/sdk/audit/formatAmount.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { openAgencyFolder } from '../../agencyFolder.ts'
import { stateFolderAt } from '../../files/stateFolder.ts'
import { callAgency } from '../callAgency.ts'
import type { CommandContext, Report } from '../perform.ts'
import { isoTime } from '../words.ts'

/** An agency as its operator sees it; what is on this machine where the chain cannot be asked. */
export async function showAgency(
  { name }: { readonly name: string },
  context: CommandContext,
): Promise<Report> {
  try {
    const value = await callAgency(context, { agency: name, command: 'status', args: {} })
    return { value, text: agencyText(value as unknown as AgencyStatus) } // what the command gives
  } catch (cause) {
    if (!(cause instanceof MeshError) || cause.code !== 'chain.unavailable') throw cause
    const value = await localStatus(stateFolderAt(context.dir).agency(name))
    return { value, text: agencyText(value) }
  }
}

export interface AgencyStatus {
  readonly name: string
  readonly address: string
  readonly keyEpoch: number
  readonly subjects: number
  /** Absent where the chain does not answer, as all below. */
  readonly unfinishedLegs?: number
  readonly models?: readonly { readonly modelVersion: string | number; readonly family: string }[]
  readonly scoring?: { readonly modelId: string | null; readonly isApproved: boolean }
  /** Decimal string in token units. */
  readonly balance?: string
  readonly blockTime?: number
  /** Where no chain answers. */
  readonly silentChain?: string
}

async function localStatus(folder: string): Promise<AgencyStatus> {
  const { identity, config, store, close } = await openAgencyFolder(folder)
  try {
    return {
      name: config.name,
      address: identity.address,
      keyEpoch: identity.epochs[0].epoch,
      subjects: await store.vault.count(),
      silentChain: config.rpcUrl,
    }
  } finally {
    await close()
  }
}

export function agencyText(status: AgencyStatus): string {
  const { name, address, keyEpoch, subjects, unfinishedLegs, models, balance, blockTime } = status
  const rows: [string, string | undefined][] = [
    ['account', `${address}, keys of epoch ${keyEpoch}`],
    ['people', String(subjects)],
    ['balance', balance === undefined ? undefined : `${formatAmount(BigInt(balance))} CMS`],
    ['unfinished', unfinishedLegs === undefined ? undefined : `${unfinishedLegs} legs`],
    [
      'models',
      models?.map((model) => `${model.family} ${model.modelVersion}`).join(', ') ?? undefined,
    ],
    ['scores with', scoringText(status)],
    ['chain', blockTime === undefined ? undefined : `last block at ${isoTime(blockTime)}`],
    [
      'chain',
      status.silentChain && `does not answer at ${status.silentChain}; creditmesh network up`,
    ],
  ]
  const lines = rows.flatMap(([label, text]) =>
    text === undefined ? [] : [`  ${label.padEnd(12)} ${text || 'none'}`],
  )
  return [`Agency ${name}`, ...lines].join('\n')
}

function scoringText({ scoring }: AgencyStatus): string | undefined {
  if (scoring === undefined) return undefined
  if (scoring.modelId === null) return 'none'
  return `${scoring.modelId}${scoring.isApproved ? '' : ' (a draft that nobody approved)'}`
}
