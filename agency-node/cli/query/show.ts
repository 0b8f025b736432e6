import type { Hex } from '@creditmesh/sdk/crypto/bytes.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { z } from 'zod'
import { localName } from '../../files/networkFile.ts'
import { hexId } from '../optionTypes.ts'
import type { CommandContext } from '../perform.ts'
import { answerValue } from './create.ts'
import type { AnswerReport } from './handOver.ts'
import { withLender } from './openLender.ts'
import { resultText, stageText } from './words.ts'

export const showOptions = z.strictObject({
  id: hexId.optional(),
  key: z.string().min(1).max(255).optional(),
  lender: localName.optional(),
})
type ShowOptions = z.output<typeof showOptions>

/** How far a query has come; with its answer, where that is there. */
export function showQuery(
  { id, key, lender: name }: ShowOptions,
  { dir }: CommandContext,
): Promise<AnswerReport> {
  return withLender({ dir, name }, async (lender, _, lenderName) => {
    if ((id === undefined) === (key === undefined)) {
      throw new MeshError('usage.invalid', { detail: 'give the id of a query, or its --key' })
    }
    const entryId = key === undefined ? (id as Hex) : lender.idOf(key) // hexId says so
    const { entry, stage, onChain, result, failure } = await lender.show(entryId)
    const { queryId, legId, terms, requestBlock, refusal, ending, forgotten } = entry
    const facts = { id: entry.id, queryId, legId, stage, terms, requestBlock, onChain }
    const why = { refusal, ending, forgotten, ...(failure && { failure: reasonOf(failure) }) }
    if (result === undefined) {
      return { value: { ...facts, ...why }, text: stageText(entry, failure) }
    }
    return {
      value: { ...facts, ...why, ...answerValue(result) },
      text: resultText(result),
      shown: { lender: lenderName, result },
    }
  })
}

function reasonOf({ code, detail, details }: MeshError) {
  return { code, detail, check: details.check }
}
