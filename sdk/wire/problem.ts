import { z } from 'zod'
import { type ErrorDetails, errorCatalogue, isErrorCode, MeshError } from '../errors.ts'

export const problemMediaType = 'application/problem+json'

const detailValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])

/** A problem document (RFC 9457) with the members of CREDIT-DATA 5.1. What is unknown is absent, never null. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string().max(2000),
  instance: z.string().optional(),
  code: z.string(),
  displayMessage: z.string(),
  suggestedAction: z.string(),
  docUrl: z.string(),
  requestId: z.string(),
  retryable: z.boolean(),
  causes: z.array(z.object({ code: z.string(), detail: z.string() })),
  /** The values that broke the rule; amounts as decimal strings. */
  details: z.record(z.string().max(64), detailValue).optional(),
  txHash: z.string().optional(),
  revert: z
    .object({ name: z.string(), args: z.record(z.string(), detailValue).optional() })
    .optional(),
})
export type ProblemDocument = z.output<typeof problemSchema>

/** The path under which every node explains a code; relative, because each node is its own authority. */
export function docUrlOf(code: string): string {
  return `/errors/${code}`
}

/** Presents an error to the other side. Of its causes only our own are named: others may quote a person. */
export function toProblem(
  error: MeshError,
  { requestId, instance }: { requestId: string; instance?: string },
): ProblemDocument {
  const kind = errorCatalogue[error.code]
  return {
    type: `urn:creditmesh:error:${error.code}`,
    title: kind.message,
    status: error.status,
    detail: error.detail,
    ...(instance === undefined ? {} : { instance }),
    code: error.code,
    displayMessage: kind.message,
    suggestedAction: error.suggestedAction,
    docUrl: docUrlOf(error.code),
    requestId,
    retryable: error.retryable,
    causes: causesOf(error),
    ...(Object.keys(error.details).length === 0 ? {} : { details: writeDetails(error.details) }),
    ...chainFacts(error.details),
  }
}

/**
 * Gives the error that a problem document stands for, with the same code. A code that this version does not
 * know, or what is no problem document at all, becomes `http.bad_response`.
 */
export function fromProblem(document: unknown): MeshError {
  const parsed = problemSchema.safeParse(document)
  if (!parsed.success) {
    return new MeshError('http.bad_response', { detail: 'the refusal is no problem document' })
  }
  const { code, detail, details = {}, requestId, status } = parsed.data
  if (isErrorCode(code)) {
    return new MeshError(code, { detail, details: { ...details, requestId } })
  }
  return new MeshError('http.bad_response', {
    detail: 'the refusal has a code unknown to this version',
    details: { remoteCode: code, status, requestId },
  })
}

function causesOf(error: MeshError): ProblemDocument['causes'] {
  const causes = []
  let cause = error.cause
  // Eight deep at most: a chain that loops ends too.
  for (let depth = 0; depth < 8 && cause instanceof Error; depth += 1) {
    if (cause instanceof MeshError) causes.push({ code: cause.code, detail: cause.detail })
    cause = cause.cause
  }
  return causes
}

function writeDetails(details: ErrorDetails): NonNullable<ProblemDocument['details']> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => {
      if (typeof value === 'bigint') return [name, value.toString()]
      return [name, typeof value === 'object' ? [...value] : value]
    }),
  )
}

/** `txHash` and `revertName` among the details also appear where CREDIT-DATA 5.1 looks for them. */
function chainFacts({ txHash, revertName }: ErrorDetails): Partial<ProblemDocument> {
  return {
    ...(typeof txHash === 'string' ? { txHash } : {}),
    ...(typeof revertName === 'string' ? { revert: { name: revertName } } : {}),
  }
}
