import { type ErrorCode, errorCatalogue, MeshError } from '@creditmesh/sdk/errors.ts'
import { fromProblem, problemSchema, toProblem } from '@creditmesh/sdk/wire/problem.ts'
import { describe, expect, it } from 'vitest'

const requestId = '2b0f1f0e-8f5f-4b60-9d0b-0d9a4d7f2c11'
const codes = Object.keys(errorCatalogue) as ErrorCode[] // the catalogue's keys are the codes

function throughJson(error: MeshError): unknown {
  return JSON.parse(JSON.stringify(toProblem(error, { requestId })))
}

describe('a problem document', () => {
  it.each(codes)('carries %s there and back', (code) => {
    const error = new MeshError(code, { details: { attribute: 'maxUses', bound: 3n } })
    const document = throughJson(error)
    expect(problemSchema.parse(document)).toMatchObject({
      type: `urn:creditmesh:error:${code}`,
      status: error.status,
      code,
      docUrl: `/errors/${code}`,
      retryable: error.retryable,
      requestId,
    })
    const read = fromProblem(document)
    expect(read).toMatchObject({ code, detail: error.detail, retryable: error.retryable })
    expect(read.details).toEqual({ attribute: 'maxUses', bound: '3', requestId })
  })

  it('holds no null, and leaves out what is unknown', () => {
    const document = throughJson(new MeshError('query.lapsed'))
    expect(JSON.stringify(document)).not.toContain('null')
    expect(document).not.toHaveProperty('txHash')
    expect(document).not.toHaveProperty('details')
  })

  it('names its own causes by code and keeps silent about others, whose words may quote a person', () => {
    const foreign = new Error('no row for Jane Doe, 555-1234')
    const ours = new MeshError('chain.unavailable', { cause: foreign })
    const error = new MeshError('internal.unexpected', { cause: ours })
    expect(throughJson(error)).toMatchObject({ causes: [{ code: 'chain.unavailable' }] })
    expect(JSON.stringify(throughJson(error))).not.toContain('Jane')
  })

  it('ends although its causes loop', () => {
    const error = new Error('loop')
    error.cause = error
    expect(
      toProblem(new MeshError('query.lapsed', { cause: error }), { requestId }).causes,
    ).toEqual([])
  })

  it('says which transaction and which revert it was', () => {
    const details = { txHash: '0x12', revertName: 'ConsentsFairUseExceeded' }
    expect(throughJson(new MeshError('chain.reverted', { details }))).toMatchObject({
      txHash: '0x12',
      revert: { name: 'ConsentsFairUseExceeded' },
    })
  })

  it('error: a code of another version stays visible', () => {
    const document = { ...toProblem(new MeshError('query.lapsed'), { requestId }), code: 'x.new' }
    expect(fromProblem(document)).toMatchObject({
      code: 'http.bad_response',
      details: { remoteCode: 'x.new', status: 410, requestId },
    })
  })

  it.each([
    null,
    'text',
    {},
    { code: 'query.lapsed' },
    [1],
  ])('error: %j is no problem document', (value) => {
    expect(fromProblem(value)).toMatchObject({ code: 'http.bad_response' })
  })

  it('error: a document cannot reach the prototype of objects', () => {
    const hostile = JSON.stringify(toProblem(new MeshError('query.lapsed'), { requestId })).replace(
      '"causes"',
      '"details":{"__proto__":"x","constructor":"y"},"causes"',
    )
    const error = fromProblem(JSON.parse(hostile))
    expect(error.code).toBe('query.lapsed')
    expect(Object.getPrototypeOf(error.details)).toBe(Object.prototype)
  })
})
