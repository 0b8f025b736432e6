import type { Trace } from '@creditmesh/sdk/audit/trace.ts'
import type { DemoReport } from '../report.ts'
import type { World } from '../world.ts'

const stepsOfMode1 = ['consent recorded', 'query requested', 'query settled']
const stepsOfMode2 = [
  ...['consent recorded', 'query requested', 'query broadcast', 'trade accepted'],
  ...['trade settled', 'query settled'],
]

/** An auditor, who has nothing but the chain, follows both queries from their ids. */
export async function tellTrace(
  world: World,
  { mode1, mode2 }: Pick<DemoReport, 'mode1' | 'mode2'>,
): Promise<void> {
  world.story.chapter('12. The auditor’s view, from the chain alone')
  await traceQuery(world, mode1.queryId, { mode: 1, steps: stepsOfMode1 })
  await traceQuery(world, mode2.queryId, { mode: 2, steps: stepsOfMode2 })
}

async function traceQuery(
  { story, creditmesh }: World,
  queryId: string,
  expected: { readonly mode: 1 | 2; readonly steps: readonly string[] },
): Promise<void> {
  const traced = await creditmesh<Trace>('audit', 'trace', queryId)
  story.say(`Query ${queryId}, mode ${traced.mode}:`)
  for (const {
    name,
    block,
    transaction,
    actor,
    actorName = 'relayer',
    latencySec,
  } of traced.steps) {
    const when = `block ${String(block).padStart(4)}  +${latencySec} s`
    story.say(`  ${when}  ${name.padEnd(18)} by ${actorName.padEnd(8)} ${actor}  ${transaction}`)
  }
  const names = traced.steps.map(({ name }) => name)
  const missing = expected.steps.filter((step) => !names.includes(step))
  const failed = traced.checks.filter(({ ok }) => !ok)
  story.claim(
    `the trace of mode ${expected.mode} is complete, and every check on it passes`,
    traced.mode === expected.mode && missing.length === 0 && failed.length === 0,
    failed[0]?.claim ?? missing[0] ?? `${names.length} steps, ${traced.checks.length} checks`,
  )
}
