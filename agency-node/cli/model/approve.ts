import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Address, toAddress } from '@creditmesh/sdk/chain/ids.ts'
import { createModelDecisions, type ModelDecision } from '@creditmesh/sdk/chain/modelDecision.ts'
import { readBlockHead } from '@creditmesh/sdk/chain/rpc.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'
import { agencyFiles } from '../../agencyFolder.ts'
import { localName } from '../../files/networkFile.ts'
import { stateFolderAt } from '../../files/stateFolder.ts'
import { chooseCryptoSuites } from '../../native/cryptoSuites.ts'
import { loadModel } from '../../scoring/loadModel.ts'
import { readSecretFile } from '../../store/sealing/secretFile.ts'
import { callAgency } from '../callAgency.ts'
import { type ChainAccess, openChain } from '../chainAccess.ts'
import { hexId } from '../optionTypes.ts'
import type { CommandContext, Report } from '../perform.ts'
import { reportOf, scoringText } from './report.ts'

export const approveOptions = z.strictObject({
  agency: localName,
  id: hexId.optional(),
  approverKeyFile: z.string().min(1),
  as: z.enum(['champion', 'challenger', 'approved']).default('champion'),
  reject: z.boolean().default(false),
})

// Long enough for a busy chain, short enough that nobody brings it out later.
const decisionSec = 3600

/**
 * The second person's act. Her key signs here and goes nowhere; before it does, the artefact is read, hashed and replayed
 * here, so that she signs what she could look at and not what the agency's node says it is. The node only sends it.
 */
export async function approveModel(
  { agency, id, approverKeyFile, as, reject }: z.output<typeof approveOptions>,
  context: CommandContext,
): Promise<Report> {
  const folder = stateFolderAt(context.dir).agency(agency)
  const account = await accountOf(folder)
  const modelId = (id as Hex | undefined) ?? (await onlyProposed(context, agency))
  await requireSound(agencyFiles(folder).models, modelId)
  const chain = await openChain(context.dir)
  const decision = await decisionOn(chain, { agency: account, modelId, approved: !reject })
  const { ecdsa } = await chooseCryptoSuites()
  const secret = await readSecretFile(approverKeyFile)
  const approver = ecdsa.addressOf(secret)
  const signature = createModelDecisions(chain.deployment, ecdsa).sign(decision, secret)
  secret.fill(0)
  const { round, approved, deadline } = decision
  const args = { id: modelId, round, approved, deadline, approver, signature, as }
  return reportOf(
    context,
    { agency, command: 'model.decide', args },
    ({ scoring }) =>
      [
        `Model ${modelId} is ${reject ? 'refused' : 'approved'} by ${approver}.`,
        scoringText(scoring),
      ].join('\n'), // prettier-ignore
  )
}

async function decisionOn(
  { views, rpc }: ChainAccess,
  { agency, modelId, approved }: Pick<ModelDecision, 'agency' | 'modelId' | 'approved'>,
): Promise<ModelDecision> {
  const standing = await views.modelOf(agency, modelId)
  if (standing === null) {
    throw new MeshError('model.invalid_transition', {
      detail: 'the model was not proposed: creditmesh model publish',
      details: { modelId },
    })
  }
  const nowSec = (await readBlockHead(rpc))?.sec ?? 0
  return { agency, modelId, approved, round: standing.round, deadline: nowSec + decisionSec }
}

async function onlyProposed(context: CommandContext, agency: string): Promise<Hex> {
  const listed = await callAgency(context, { agency, command: 'model.list', args: {} })
  const proposed = proposedSchema.parse(listed.models).filter(isWaiting)
  const [only] = proposed
  if (only !== undefined && proposed.length === 1) return only.id as Hex // a model's id
  throw new MeshError('usage.invalid', {
    detail: only === undefined ? 'no model waits for a decision' : 'several models wait: name one',
    details: { proposed: proposed.map(({ id }) => id) },
  })
}

const proposedSchema = z.array(
  z.object({ id: z.string(), onChain: z.object({ status: z.string().optional() }).nullable() }),
)

function isWaiting({ onChain }: z.output<typeof proposedSchema>[number]): boolean {
  return onChain?.status === 'PROPOSED' || onChain?.status === 'APPROVED'
}

async function requireSound(models: string, modelId: Hex): Promise<void> {
  const text = await readFile(join(models, `${modelId}.json`), 'utf8').catch((cause: unknown) => {
    throw new MeshError('model.not_found', { details: { modelId }, cause })
  })
  loadModel(JSON.parse(text), modelId)
}

async function accountOf(folder: string): Promise<Address> {
  const path = agencyFiles(folder).publicIdentity
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new MeshError('file.not_found', { details: { path }, cause })
  })
  return toAddress((JSON.parse(text) as { address: string }).address) // createAgencyFolder wrote it
}
