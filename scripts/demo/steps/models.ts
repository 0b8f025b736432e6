import { stateFolderAt } from '@creditmesh/agency-node/files/stateFolder.ts'
import { approverSecret } from '../../network/approvers.ts'
import { codeOf } from '../codeOf.ts'
import type { CommandLine } from '../commandLine.ts'
import type { Story } from '../story.ts'

const agencies = ['a', 'b', 'c'] as const

interface Trained {
  readonly modelId: string
  readonly metrics: { readonly test: { readonly auc?: number } }
}

interface Standing {
  readonly onChain: {
    readonly status: string
    readonly proposer: string
    readonly decision?: { readonly approver: string }
  }
  readonly scoring: { readonly modelId: string | null; readonly isApproved: boolean }
}

/** Each agency fits a scorecard to its own people; no record leaves it for that. Two persons of it stand behind the model. */
export async function tellModels(
  creditmesh: CommandLine,
  story: Story,
  dir: string,
): Promise<void> {
  story.chapter('3. A scorecard of each agency, and two persons behind it')
  const published: { agency: string; modelId: string }[] = []
  for (const agency of agencies) {
    const { modelId, metrics } = await creditmesh<Trained>('model', 'train', '--agency', agency)
    const { auc } = metrics.test
    story.say(
      `Agency ${agency.toUpperCase()}: model ${modelId.slice(0, 18)}..., AUC ${auc?.toFixed(3)} on people it was not fitted to.`,
    )
    await creditmesh('model', 'publish', '--agency', agency)
    published.push({ agency, modelId })
  }
  await tellRefused(creditmesh, story, dir)
  const standings: Standing[] = []
  for (const { agency, modelId } of published) {
    standings.push(await creditmesh<Standing>(...approve(dir, agency, agency, modelId)))
  }
  const persons = standings.map(({ onChain }) => [onChain.proposer, onChain.decision?.approver])
  const isByTwo = standings.every(
    ({ onChain, scoring }, i) =>
      onChain.status === 'CHAMPION' &&
      onChain.decision !== undefined &&
      onChain.decision.approver !== onChain.proposer &&
      scoring.isApproved &&
      scoring.modelId === published[i]?.modelId,
  )
  story.claim(
    'every model that scores was proposed by one person and approved by another, on chain',
    isByTwo,
    persons.map(([proposer, approver]) => `${proposer} and ${approver}`).join('; '),
  )
}

/** The approver of another agency is no second person of this one. */
async function tellRefused(creditmesh: CommandLine, story: Story, dir: string): Promise<void> {
  const [first, second] = agencies
  const code = await codeOf(creditmesh(...approve(dir, first, second)))
  story.claim(
    'nobody but an appointed approver of the agency can approve its model',
    code === 'model.not_approver',
    `the approver of ${second.toUpperCase()} signed for ${first.toUpperCase()}: ${code}`,
  )
}

function approve(dir: string, agency: string, whose: string, modelId?: string): string[] {
  const keyFile = stateFolderAt(dir).secretFile(approverSecret(whose))
  const named = modelId === undefined ? [] : [modelId]
  return ['model', 'approve', ...named, '--agency', agency, '--approver-key-file', keyFile]
}
