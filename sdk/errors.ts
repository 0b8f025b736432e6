/** How an error of this code is presented: HTTP status, exit code of the CLI, and what a person can do. */
interface ErrorKind {
  readonly status: number
  readonly retryable?: true
  readonly message: string
  readonly action: string
  /** What to do instead, by the check that failed (`details.check`), where that makes a difference. */
  readonly checks?: Readonly<Record<string, string>>
}

/**
 * Every error code of creditmesh, once. Programs branch on the code; messages may change.
 * Nothing here, and nothing put into `details`, may tell anything about a person.
 */
export const errorCatalogue = {
  'usage.invalid': {
    status: 400,
    message: 'The command was not understood.',
    action: 'Run the command with --help.',
  },
  'input.invalid': {
    status: 400,
    message: 'The input does not fit the schema.',
    action: 'Correct the named field and send it again.',
  },
  'input.too_large': {
    status: 413,
    message: 'The input is larger than the limit.',
    action: 'Send less at once.',
  },
  'input.unsupported_version': {
    status: 400,
    message: 'This version is not supported.',
    action: 'Use a supported version.',
  },
  'input.unknown_task': {
    status: 400,
    message: 'No function solves this task.',
    action: 'See the tasks that the README of the reference vectors names.',
  },
  'file.not_found': { status: 404, message: 'The file does not exist.', action: 'Check the path.' },
  'file.exists': {
    status: 409,
    message: 'There is a file of this name already.',
    action: 'Choose another name.',
  },
  'file.forbidden': {
    status: 403,
    message: 'The system does not let this user read or write there.',
    action: 'Choose another path, or mend its permissions.',
  },
  'file.wrong_kind': {
    status: 400,
    message: 'A folder is where a file is meant, or a file where a folder is.',
    action: 'Check the path.',
  },
  'config.invalid': {
    status: 400,
    message: 'The configuration is not valid.',
    action: 'Correct the named setting.',
  },
  'internal.unexpected': {
    status: 500,
    message: 'Something unexpected happened.',
    action: 'Try again; if it stays, report the request id.',
  },

  'auth.signature_missing': {
    status: 401,
    message: 'The request is not signed.',
    action: 'Sign it with the key registered on chain.',
  },
  'auth.signature_invalid': {
    status: 401,
    message: 'A signature does not verify.',
    action: 'Check key, key epoch and the signed content.',
  },
  'auth.clock_skew': {
    status: 401,
    retryable: true,
    message: 'The signature is outside its time window.',
    action: 'Set the clock and sign again.',
  },
  'auth.nonce_replayed': {
    status: 401,
    message: 'The signature was used before.',
    action: 'Sign each request anew.',
  },
  'auth.member_unknown': {
    status: 401,
    message: 'The signer is not a member.',
    action: 'Ask the council for admission.',
  },
  'auth.member_suspended': {
    status: 403,
    message: 'The member is not active.',
    action: 'Ask the council.',
  },
  'member.invalid_transition': {
    status: 409,
    message: 'The membership cannot change that way.',
    action: 'Look at its present state.',
  },
  'auth.forbidden': {
    status: 403,
    message: 'This caller may not do this.',
    action: 'Use an account with the role.',
  },
  'route.not_found': {
    status: 404,
    message: 'There is no such route.',
    action: 'See /openapi.json.',
  },
  'rate.limited': {
    status: 429,
    retryable: true,
    message: 'Too many requests.',
    action: 'Wait and try again.',
  },
  'http.port_taken': {
    status: 500,
    message: 'The port is in use.',
    action: 'Stop the other process or choose another port.',
  },
  'http.unreachable': {
    status: 503,
    retryable: true,
    message: 'The other side does not answer.',
    action: 'Try again later.',
  },
  'http.bad_response': {
    status: 502,
    message: 'The answer does not fit the protocol.',
    action: 'Report it to the operator of the other side.',
  },

  'consent.not_found': {
    status: 403,
    message: 'The consent is not recorded.',
    action: 'Record the grant first.',
  },
  'consent.exists': {
    status: 409,
    message: 'The consent is already recorded.',
    action: 'Use the recorded consent.',
  },
  'consent.paused': {
    status: 403,
    message: 'The consent is paused.',
    action: 'Ask the person to resume it.',
  },
  'consent.withdrawn': {
    status: 403,
    message: 'The consent was withdrawn.',
    action: 'Ask for a new consent.',
  },
  'consent.revoked': {
    status: 403,
    message: 'The consent was revoked.',
    action: 'Ask for a new consent.',
  },
  'consent.expired': {
    status: 403,
    message: 'The consent has expired.',
    action: 'Ask for a new consent.',
  },
  'consent.not_yet_valid': {
    status: 403,
    message: 'The consent is not valid yet.',
    action: 'Wait until it begins.',
  },
  'consent.consumed': {
    status: 403,
    message: 'The consent has no use left.',
    action: 'Ask for a new consent.',
  },
  'consent.superseded': {
    status: 403,
    message: 'The consent was replaced by another.',
    action: 'Use the newer consent.',
  },
  'consent.invalidated': {
    status: 403,
    message: 'The consent was invalidated by an authority.',
    action: 'Ask the supervisor.',
  },
  'consent.cancelled': {
    status: 403,
    message: 'The grant was cancelled before it was recorded.',
    action: 'Ask for a new consent.',
  },
  'consent.invalid_transition': {
    status: 409,
    message: 'The consent cannot change that way.',
    action: 'Look at its present state.',
  },
  'consent.scope_exceeded': {
    status: 403,
    message: 'The request goes beyond the consent.',
    action: 'Ask for less, or for a wider consent.',
  },
  'consent.purpose_mismatch': {
    status: 403,
    message: 'The purpose is not the one consented to.',
    action: 'Use the consented purpose.',
  },
  'consent.period_exhausted': {
    status: 403,
    message: 'The consent has no use left in this period.',
    action: 'Wait for the next period.',
  },
  'consent.attempts_exhausted': {
    status: 403,
    message: 'The consent allows no further attempt.',
    action: 'Ask for a new consent.',
  },
  'consent.evidence_invalid': {
    status: 403,
    message: 'The consent does not verify.',
    action: 'Ask the person for a fresh consent package.',
    checks: {
      identifier: 'Check the document: it is not that of the person who gave the consent.',
      two_issuers:
        'Let a second agency vouch for the person (subject enroll) and ask her for a new consent, or ask an agency that enrolled her itself.',
    },
  },
  'fair_use.exceeded': {
    status: 412,
    message: 'The grant is wider than its purpose allows.',
    action: 'Narrow the named attribute.',
  },

  'record.none_found': {
    status: 404,
    message: 'No record was found.',
    action: 'Nothing to do: the miss fee was paid.',
  },
  'record.rejected': {
    status: 422,
    message: 'A record was rejected by a data-quality rule.',
    action: 'Correct the named field at the source.',
  },
  'import.line_invalid': {
    status: 422,
    message: 'A line could not be read.',
    action: 'Correct the line and run the command again.',
  },
  'import.checkpoint_mismatch': {
    status: 409,
    message: 'The file is not the one that the import began with.',
    action: 'Start the import again without resuming.',
  },

  'query.not_found': {
    status: 404,
    message: 'There is no such query for this caller.',
    action: 'Check the id.',
  },
  'query.lapsed': { status: 410, message: 'The leg has lapsed.', action: 'Reclaim the escrow.' },
  'query.not_final': {
    status: 425,
    retryable: true,
    message: 'The request is not final on chain yet.',
    action: 'Wait and ask again.',
  },
  'query.in_progress': {
    status: 425,
    retryable: true,
    message: 'The answer is being prepared.',
    action: 'Ask again.',
  },
  'query.body_mismatch': {
    status: 422,
    message: 'The body is not the one recorded on chain.',
    action: 'Send the body whose hash was recorded.',
  },
  'query.verification_failed': {
    status: 502,
    message: 'The answer does not verify.',
    action: 'Keep the evidence and report the agency.',
  },
  'query.not_kept': {
    status: 410,
    message: 'The answer was shown and may not be kept.',
    action: 'Ask under a new consent, or for one that lets you keep the answer.',
  },
  'query.terms_invalid': {
    status: 422,
    message: 'The terms do not fit the rules and windows of the network.',
    action: 'Correct the named term.',
  },
  'query.not_open': {
    status: 409,
    message: 'The leg was never opened with these terms, or it has ended.',
    action: 'Look at its state.',
  },
  'query.not_lapsed': {
    status: 425,
    retryable: true,
    message: 'The leg has not lapsed yet.',
    action: 'Wait for the lapse.',
  },
  'query.timeout': {
    status: 504,
    message: 'The agency fell silent before the deadline.',
    action: 'Wait for the lapse: the escrow is refunded.',
  },
  'query.refused': {
    status: 403,
    message: 'The agency does not answer this query.',
    action: 'Wait for the lapse: the escrow is refunded.',
  },
  'relay.not_permitted': {
    status: 403,
    message: 'The consent does not permit a relay.',
    action: 'Ask for a consent with relay.',
  },
  'relay.timeout': {
    status: 504,
    message: 'No peer answered in time.',
    action: 'Try again later.',
  },
  'relay.no_offer': {
    status: 404,
    message: 'No peer offered the data.',
    action: 'Nothing to do: the miss fee was paid.',
  },
  'relay.offer_invalid': {
    status: 422,
    message: 'The offer does not fit the query, or its time is over.',
    action: 'Ask the holder for another offer.',
  },
  'relay.evidence_invalid': {
    status: 403,
    message: 'The identification does not verify; nothing was looked up.',
    action: 'The refusal is signed evidence.',
  },

  'payment.insufficient': {
    status: 402,
    message: 'The balance or the fee is too low.',
    action: 'Deposit more, or offer the listed price.',
  },
  'payment.ceiling_exceeded': {
    status: 402,
    message: 'The listed price is above the ceiling.',
    action: 'Raise the ceiling, or ask another agency.',
  },
  'payment.locked': {
    status: 409,
    message: 'The amount is in escrow.',
    action: 'Wait for settlement or lapse.',
  },
  'payment.refunded': {
    status: 410,
    message: 'The escrow was refunded.',
    action: 'Ask again with a new key.',
  },
  'idempotency.conflict': {
    status: 422,
    message: 'The idempotency key was used for another request.',
    action: 'Use a new key.',
  },

  'chain.reverted': {
    status: 409,
    message: 'The chain refused the transaction.',
    action: 'See the decoded reason.',
  },
  'chain.already_done': {
    status: 409,
    message: 'This step is recorded on chain already.',
    action: 'Nothing to do.',
  },
  'chain.reorged': {
    status: 503,
    retryable: true,
    message: 'The chain was reorganised.',
    action: 'Wait for finality.',
  },
  'chain.unavailable': {
    status: 503,
    retryable: true,
    message: 'The chain does not answer.',
    action: 'Start it, or check the URL.',
  },
  'chain.wrong_network': {
    status: 500,
    message: 'The chain is not the one this state belongs to.',
    action: 'Connect to the pinned chain; nothing was changed.',
  },
  'chain.journal_corrupt': {
    status: 500,
    message: 'The journal of the local chain does not reproduce its blocks.',
    action: 'Restore the folder from a copy or reset the network.',
  },

  'store.locked': {
    status: 500,
    message: 'Another process owns the store.',
    action: 'Stop it, or use its admin socket.',
  },
  'store.wrong_key': {
    status: 500,
    message: 'The passphrase or key file does not open this store.',
    action: 'Use the right one; nothing was changed.',
  },
  'store.corrupt': {
    status: 500,
    message: 'The store holds something that does not authenticate.',
    action: 'Restore it from a backup.',
  },
  'store.disk_full': {
    status: 507,
    retryable: true,
    message: 'The disk is full.',
    action: 'Free space; nothing acknowledged was lost.',
  },
  'store.format_unknown': {
    status: 500,
    message: 'The store has a format of another version.',
    action: 'Use the matching version of creditmesh.',
  },
  'store.unavailable': {
    status: 503,
    retryable: true,
    message: 'The store cannot be read or written now.',
    action: 'Look at the disk; restart the node if it stays.',
  },
  'store.conflict': {
    status: 409,
    retryable: true,
    message: 'The document changed meanwhile.',
    action: 'Read it again.',
  },
  'key.invalid': {
    status: 500,
    message: 'The key material is not valid.',
    action: 'Check the key file.',
  },
  'subject.erased': {
    status: 409,
    message: 'The person was erased here and nothing may be stored of her.',
    action: 'Readmit her first, if there is a new ground to hold data.',
  },
  'subject.not_found': {
    status: 404,
    message: 'This agency holds no file of that person.',
    action: 'Check the identity document, or ask the agency that holds one.',
  },
  'subject.not_enrolled': {
    status: 404,
    message: 'The person is not enrolled here.',
    action: 'Enrol first.',
  },
  'subject.credential_invalid': {
    status: 403,
    message: 'The credential does not verify.',
    action: 'Enrol again.',
  },
  'subject.root_waiting': {
    status: 403,
    message: 'A changed root waits for its notice time.',
    action: 'Wait until the time that is named (usableAtSec), then try again.',
  },

  'model.not_found': {
    status: 404,
    message: 'There is no such model.',
    action: 'Train one: creditmesh model train.',
  },
  'model.invalid': {
    status: 422,
    message: 'The document is not a model, or not the one of this id.',
    action: 'Restore the file, or train again.',
  },
  'model.golden_mismatch': {
    status: 500,
    message: 'The model does not reproduce its golden outputs.',
    action: 'Do not use it; train again.',
  },
  'model.unknown_features': {
    status: 500,
    message: 'The model wants a feature version unknown here.',
    action: 'Use the matching version of creditmesh.',
  },
  'model.features_mismatch': {
    status: 422,
    message: 'The columns are not those that the model was trained on.',
    action: 'Bring the columns that the model names, of the same kinds.',
  },
  'model.training_failed': {
    status: 422,
    message: 'The model could not be trained on these data.',
    action: 'See the detail.',
  },
  'model.not_approved': {
    status: 409,
    message: 'No second person has approved the model on chain.',
    action: 'Run: creditmesh model publish, then let another person run: creditmesh model approve.',
  },
  'model.not_approver': {
    status: 403,
    message: 'The key is of no approver of this agency whose time has come.',
    action: 'Use the key of an appointed approver, or wait for the end of the appointment delay.',
  },
  'model.decision_stale': {
    status: 409,
    message: 'The decision is about an earlier proposal of the model, or came too late.',
    action: 'Let the approver decide again.',
  },
  'model.invalid_transition': {
    status: 409,
    message: 'The model cannot take that step from where it stands.',
    action: 'See where it stands: creditmesh model show.',
  },
  'model.replay_mismatch': {
    status: 500,
    message: 'The stored inputs give another score than was stored.',
    action: 'Keep both as evidence; find out what changed the program or the store.',
  },
  'model.score_not_found': {
    status: 404,
    message: 'No score is kept under this id.',
    action: 'Check the id; a score goes when its time is over or its person was erased.',
  },

  'analysis.invalid_input': {
    status: 422,
    message: 'The table to analyse is not valid.',
    action: 'Correct the named row or column.',
  },
  'analysis.one_class': {
    status: 422,
    message: 'The labels hold only goods or only bads.',
    action: 'Bring outcomes of both kinds.',
  },
  'analysis.not_identified': {
    status: 422,
    message: 'The columns are constant or depend on one another.',
    action: 'Drop the named column, or use a penalty.',
  },
  'analysis.not_converged': {
    status: 422,
    message: 'The iteration did not settle.',
    action: 'Use a larger threshold, a smaller alpha or d, or a penalty.',
  },
  'analysis.separated': {
    status: 422,
    message: 'The columns tell goods and bads apart without error: no finite estimate exists.',
    action: 'Use a penalty, or look for a column that knows the outcome.',
  },

  'joint.agreement_unknown': {
    status: 404,
    message: 'There is no such agreement here.',
    action: 'See `joint list`; the leader proposes it, each party approves it.',
  },
  'joint.not_approved': {
    status: 403,
    message: 'Not every party of the agreement has approved it, or one has withdrawn.',
    action: 'Let the operator of each party look at it (`joint show`) and approve it.',
  },
  'joint.not_allowed': {
    status: 403,
    message: 'The agreement or the settings of this agency do not allow it.',
    action: 'See `details.check`; propose another agreement, or wait.',
    checks: {
      narrowing:
        'Its sums beside earlier ones would single out a party or a few people. Read `joint show`; accept it knowingly or not at all.',
      parties:
        'With two parties each can compute the other from the sum. Find a third one, or allow it on both sides.',
    },
  },
  'joint.too_few_rows': {
    status: 409,
    message: 'A party has too few people, or too few of a class, to hide them in a sum.',
    action: 'Add records, or leave that party out of a new agreement.',
  },
  'joint.session_ended': {
    status: 410,
    message: 'The joint session has ended here; its masks are gone.',
    action: 'Begin a new session with `joint run`.',
  },
  'joint.failed_closed': {
    status: 409,
    message:
      'A party dropped out of the joint session: it has no result, and nobody has learned a partial sum.',
    action: 'See `details.party`; begin a new session when it is back.',
  },
  'joint.protocol': {
    status: 400,
    message: 'A message of a joint session breaks its protocol.',
    action:
      'See `details.check`; the session is over, and whoever sent it should look at its software.',
  },
  'network.not_running': {
    status: 503,
    message: 'The local network is not running.',
    action: 'Run: creditmesh network up.',
  },
  'network.start_failed': {
    status: 500,
    message: 'A process of the local network did not start.',
    action: 'See the named log file.',
  },
  'admin.unavailable': {
    status: 503,
    message: 'The running node does not answer its admin socket.',
    action: 'Restart the node.',
  },
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof errorCatalogue
export type ErrorDetails = Record<string, string | number | boolean | bigint | readonly string[]>

interface MeshErrorOptions {
  /** One sentence on this occurrence, without personal data. */
  readonly detail?: string
  /** The values that broke the rule. */
  readonly details?: ErrorDetails
  readonly cause?: unknown
  /** What a person can do about this occurrence, where the catalogue cannot know. */
  readonly action?: string
}

/** The one error type of creditmesh: a stable code, the values that broke the rule, and whether to retry. */
export class MeshError extends Error {
  override readonly name = 'MeshError'
  readonly code: ErrorCode
  readonly detail: string
  readonly details: ErrorDetails
  readonly suggestedAction: string

  constructor(code: ErrorCode, { detail, details = {}, cause, action }: MeshErrorOptions = {}) {
    const text = detail ?? errorCatalogue[code].message
    super(`${code}: ${text}`, cause === undefined ? undefined : { cause })
    this.code = code
    this.detail = text
    this.details = details
    this.suggestedAction = action ?? actionFor(errorCatalogue[code], details)
  }

  get status(): number {
    return errorCatalogue[this.code].status
  }

  get retryable(): boolean {
    return 'retryable' in errorCatalogue[this.code]
  }
}

function actionFor({ action, checks = {} }: ErrorKind, { check }: ErrorDetails): string {
  return checks[String(check)] ?? action
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(errorCatalogue, value)
}

/** Gives a MeshError for anything thrown; what is not ours becomes `internal.unexpected` with its cause kept. */
export function toMeshError(thrown: unknown): MeshError {
  return thrown instanceof MeshError
    ? thrown
    : new MeshError('internal.unexpected', { cause: thrown })
}

/** Exit code of the CLI for a code (CREDIT-DATA 5.2): 2 usage, 3 auth, 4 not found, 5 consent, 6 chain, else 1. */
export function exitCodeOf(code: ErrorCode): number {
  const [family = ''] = code.split('.')
  if (code === 'usage.invalid' || family === 'input' || family === 'config') return 2
  if (family === 'auth' || code === 'store.wrong_key') return 3
  if (errorCatalogue[code].status === 404) return 4
  if (family === 'consent' || family === 'fair_use' || aboutConsent.has(code)) return 5
  if (family === 'chain') return 6
  return 1
}

/** Of other families, and still about what a person allowed or who she is: the person has to act. */
const aboutConsent: ReadonlySet<ErrorCode> = new Set([
  'relay.not_permitted',
  'relay.evidence_invalid',
  'subject.credential_invalid',
  'subject.root_waiting',
])
