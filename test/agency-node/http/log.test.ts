import { createLogger, errorFields } from '@creditmesh/agency-node/http/log.ts'
import { MeshError } from '@creditmesh/sdk/errors.ts'
import { describe, expect, it } from 'vitest'

describe('the logger', () => {
  it('writes one JSON object a line, with a time in words and without the name of the machine', () => {
    const lines: string[] = []
    const logger = createLogger({ name: 'agency-a' }, { write: (line) => void lines.push(line) })
    logger.info({ route: 'ask' }, 'request answered')
    logger.info({ route: 'ask' }, 'request answered')
    expect(lines).toHaveLength(2)
    const line: unknown = JSON.parse(lines[0] ?? '')
    expect(line).toMatchObject({ name: 'agency-a', route: 'ask', msg: 'request answered' })
    expect(line).toHaveProperty('time', expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/))
    expect(line).not.toHaveProperty('hostname')
  })
})

describe('what is logged of an error', () => {
  it('is its code and where its causes arose, never what they say', () => {
    const cause = new RangeError('Jane Doe\n    at Jane Street 1', { cause: new Error('Jane') })
    const fields = errorFields(new MeshError('internal.unexpected', { cause }))
    expect(fields).toMatchObject({
      code: 'internal.unexpected',
      causes: [
        {
          name: 'RangeError',
          at: expect.arrayContaining([expect.stringContaining('log.test.ts')]),
        },
        {},
      ],
    })
    expect(JSON.stringify(fields)).not.toContain('Jane')
  })

  it('ends although causes loop', () => {
    const error = new Error('a')
    error.cause = error
    expect(errorFields(new MeshError('query.lapsed', { cause: error }))).toMatchObject({
      causes: [{}, {}, {}, {}],
    })
  })
})
