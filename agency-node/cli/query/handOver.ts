import type { QueryResult } from '@creditmesh/sdk/client/lender/queryResult.ts'
import type { z } from 'zod'
import { type CommandContext, perform, type Report } from '../perform.ts'
import type { Session } from '../terminal.ts'
import { withLender } from './openLender.ts'

/** A report that shows an answer, and whose journal it came from. */
export interface AnswerReport extends Report {
  readonly shown?: { readonly lender: string; readonly result: QueryResult }
}

type AnswerAction<Input> = (input: Input, context: CommandContext) => Promise<AnswerReport>

/**
 * As `perform`, for commands that show an answer: once it is printed, the journal forgets what may not be kept. A kill
 * in between shows it once more and loses nothing.
 */
export function performHandingOver<S extends z.ZodObject>(
  session: Session,
  schema: S,
  action: AnswerAction<z.output<S>>,
): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    let forget = async (): Promise<void> => undefined
    const reporting = async (input: z.output<S>, context: CommandContext) => {
      const report = await action(input, context)
      const { shown } = report
      if (shown !== undefined) {
        forget = async () => {
          if (await forgetShown(context.dir, shown)) context.progress(shownOnce)
        }
      }
      return report
    }
    await perform(session, schema, reporting)(...given)
    await forget()
  }
}

const shownOnce =
  'Shown this once: the consent gives no leave to keep the answer, and the journal has dropped it.'

function forgetShown(
  dir: string,
  { lender: name, result }: NonNullable<AnswerReport['shown']>,
): Promise<boolean> {
  return withLender({ dir, name }, (lender) => lender.forget(result))
}
