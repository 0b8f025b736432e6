import { z } from 'zod'
import { envelopeShape } from './envelope.ts'
import { alternativeCashflowSchema } from './payloads/alternativeCashflow.ts'
import { alternativeTelecomSchema } from './payloads/alternativeTelecom.ts'
import { annotationSchema } from './payloads/annotation.ts'
import { creditAgreementSchema } from './payloads/creditAgreement.ts'
import { identitySchema } from './payloads/identity.ts'
import { inquirySchema } from './payloads/inquiry.ts'
import { postpaidSchema } from './payloads/postpaid.ts'
import { publicRecordSchema } from './payloads/publicRecord.ts'
import { relatedDutySchema } from './payloads/relatedDuty.ts'
import { scoreSchema } from './payloads/score.ts'
import { tradelineSchema } from './payloads/tradeline.ts'

function recordOf<Category extends string, Payload extends z.ZodType>(
  category: Category,
  payload: Payload,
) {
  return z.strictObject({ ...envelopeShape, category: z.literal(category), payload })
}

export const identityRecordSchema = recordOf('identity', identitySchema)
export const tradelineRecordSchema = recordOf('tradeline', tradelineSchema)

/** One unified credit record, UCR 1.0: the only definition; JSON Schema and types come from it. */
export const ucrRecordSchema = z.discriminatedUnion('category', [
  identityRecordSchema,
  tradelineRecordSchema,
  recordOf('creditAgreement', creditAgreementSchema),
  recordOf('relatedDuty', relatedDutySchema),
  recordOf('inquiry', inquirySchema),
  recordOf('publicRecord', publicRecordSchema),
  recordOf('postpaid', postpaidSchema),
  recordOf('alternativeCashflow', alternativeCashflowSchema),
  recordOf('alternativeTelecom', alternativeTelecomSchema),
  recordOf('score', scoreSchema),
  recordOf('annotation', annotationSchema),
])

export type UcrRecord = z.infer<typeof ucrRecordSchema>
export type UcrRecordOf<Category extends UcrRecord['category']> = Extract<
  UcrRecord,
  { category: Category }
>
export type IdentityRecord = UcrRecordOf<'identity'>
export type TradelineRecord = UcrRecordOf<'tradeline'>
