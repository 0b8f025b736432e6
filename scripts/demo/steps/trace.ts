import type { DemoReport } from '../report.ts'
import type { World } from '../world.ts'

/** An auditor, who has nothing but the chain, follows both queries from their ids. */
export async function tellTrace(
  { story }: World,
  _: Pick<DemoReport, 'mode1' | 'mode2'>,
): Promise<void> {
  story.chapter('12. The auditor’s view')
}
