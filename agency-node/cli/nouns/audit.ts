import { renderModelTrace } from '@creditmesh/sdk/audit/renderModelTrace.ts'
import { renderTrace } from '@creditmesh/sdk/audit/renderTrace.ts'
import { trace } from '@creditmesh/sdk/audit/trace.ts'
import { traceModel } from '@creditmesh/sdk/audit/traceModel.ts'
import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import type { Command } from 'commander'
import { z } from 'zod'
import { openChain } from '../chainAccess.ts'
import { hexId } from '../optionTypes.ts'
import { perform } from '../perform.ts'
import type { Session } from '../terminal.ts'

export function addAuditCommands(program: Command, session: Session): void {
  const audit = program.command('audit').description('What the chain alone proves.')
  audit
    .command('trace <id>')
    .description(
      'The whole story of a query, leg, consent, model or transaction; exit 1 if a check fails.',
    )
    .action(
      perform(session, z.strictObject({ id: hexId }), async ({ id }, { dir }) => {
        const { rpc, deployment } = await openChain(dir)
        const hash = id as Hex // hexId says so
        const model = await traceModel(rpc, deployment, hash)
        const value = model ?? (await trace(rpc, deployment, hash))
        const text = value.kind === 'model' ? renderModelTrace(value) : renderTrace(value)
        return { value, text, exitCode: value.checks.every(({ ok }) => ok) ? 0 : 1 }
      }),
    )
}
