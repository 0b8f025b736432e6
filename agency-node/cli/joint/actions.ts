import { existsSync, readdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { localName } from '../../files/networkFile.ts'
import { stateFolderAt } from '../../files/stateFolder.ts'
import { callAgency } from '../callAgency.ts'
import { addressOf } from '../members.ts'
import { hexId } from '../optionTypes.ts'
import type { CommandContext, Report } from '../perform.ts'
import { accountText, agreementText, listText, runText } from './jointText.ts'
import { type ProposeOptions, termsOf } from './proposeTerms.ts'

export const agencyOnly = z.strictObject({ agency: localName })
export const oneAgreement = z.strictObject({ agency: localName, id: hexId })
export const approveOptions = oneAgreement.extend({
  features: z.string().min(1).optional(),
  acceptNarrowing: z.boolean().default(false),
})
export const runOptions = oneAgreement.extend({ out: z.string().min(1).optional() })

type OneAgreement = z.output<typeof oneAgreement>

export async function proposeJoint(options: ProposeOptions, context: CommandContext) {
  const { agency } = options
  const known = agenciesIn(context.dir)
  const names = [...options.with, agency]
  const parties = await Promise.all(names.map((party) => addressOf(party, known)))
  const terms = termsOf(options, { parties, nowSec: Math.floor(Date.now() / 1000) })
  const value = await callAgency(context, { agency, command: 'joint.propose', args: { terms } })
  return { value: { agency, ...value }, text: proposedText(value) }
}

export async function resendJoint({ agency, id }: OneAgreement, context: CommandContext) {
  const args = { agreementId: id }
  const value = await callAgency(context, { agency, command: 'joint.resend', args })
  return { value, text: proposedText({ agreementId: id, ...value }) }
}

export async function approveJoint(
  { agency, id, features, acceptNarrowing }: z.output<typeof approveOptions>,
  context: CommandContext,
): Promise<Report> {
  const featuresPath = features === undefined ? {} : { featuresPath: resolve(features) }
  const args = { agreementId: id, acceptNarrowing, ...featuresPath }
  const value = await callAgency(context, { agency, command: 'joint.approve', args })
  return { value, text: agreementText(value) }
}

export async function withdrawJoint(
  { agency, id }: OneAgreement,
  context: CommandContext,
): Promise<Report> {
  const args = { agreementId: id }
  const value = await callAgency(context, { agency, command: 'joint.withdraw', args })
  return { value, text: agreementText(value) }
}

export async function listJoint(
  { agency }: z.output<typeof agencyOnly>,
  context: CommandContext,
): Promise<Report> {
  const value = await callAgency(context, { agency, command: 'joint.list', args: {} })
  return { value, text: listText(value) }
}

export async function showJoint(
  { agency, id }: OneAgreement,
  context: CommandContext,
): Promise<Report> {
  const args = { agreementId: id }
  const value = await callAgency(context, { agency, command: 'joint.show', args })
  return { value, text: accountText(value) }
}

export async function runJoint(
  { agency, id, out }: z.output<typeof runOptions>,
  context: CommandContext,
): Promise<Report> {
  const file = out === undefined ? {} : { out: resolve(out) }
  const args = { agreementId: id, ...file }
  const value = await callAgency(context, { agency, command: 'joint.run', args })
  return { value, text: runText({ ...value, ...file }) }
}

/** The agencies that have a folder here. */
function agenciesIn(dir: string) {
  const folderOf = (name: string) => stateFolderAt(dir).agency(name)
  const parent = dirname(folderOf('name'))
  return { kind: 'agency', folderOf, known: existsSync(parent) ? readdirSync(parent) : [] } as const
}

function proposedText({ agreementId, unreachable }: Record<string, unknown>): string {
  const away = Object.entries(unreachable as Record<string, string>) // the command gives it
  const missed = away.map(([party, code]) => `${party} did not get it (${code}): joint resend.`)
  return [
    `Agreement ${agreementId} is proposed. Every party looks at it (joint show) and approves it, this one too.`,
    ...missed,
  ].join('\n')
}
