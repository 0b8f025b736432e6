import { z } from 'zod'
import { ucrSchemaId } from './envelope.ts'
import { ucrRecordSchema } from './record.ts'

/** UCR 1.0 as JSON Schema 2020-12, derived. What it cannot say (the order of months) is checked by the zod schema. */
export function ucrJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(ucrRecordSchema, { target: 'draft-2020-12' })
  return { ...schema, $id: ucrSchemaId, title: 'Unified credit record 1.0' }
}
