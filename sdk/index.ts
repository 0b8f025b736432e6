// The SDK's front door: what lenders, people, auditors and their tools are given. Whoever needs more of the
// protocol imports the part itself (`@creditmesh/sdk/chain/typedData.ts`).

export type { TraceCheck } from './audit/check.ts'
export { formatAmount } from './audit/formatAmount.ts'
export { renderTrace } from './audit/renderTrace.ts'
export {
  type Movement,
  movementsOfAccount,
  readStatement,
  type Statement,
} from './audit/statement.ts'
export type { TraceStep } from './audit/steps.ts'
export { type Trace, trace } from './audit/trace.ts'
export type { ConsentState } from './chain/consentStates.ts'
export {
  agencyScopeKinds,
  type ConsentGrant,
  consentModes,
  detailBits,
} from './chain/consentStructs.ts'
export { type Contracts, createContracts } from './chain/contracts.ts'
export { type Deployment, parseDeployment, verifyChainIdentity } from './chain/deployment.ts'
export { createFollower, type Follower } from './chain/follower.ts'
export { type CursorStore, createMemoryCursor } from './chain/followerCursor.ts'
export { readHistory } from './chain/history.ts'
export {
  type Address,
  accountNonceOf,
  type ConsentId,
  consentIdOf,
  type Hex,
  type LegId,
  type QueryId,
} from './chain/ids.ts'
export { memberRoles } from './chain/memberViews.ts'
export { createRpc, type Rpc } from './chain/rpc.ts'
export { createTypedData, type TypedData } from './chain/typedData.ts'
export { type ChainViews, createViews } from './chain/views.ts'
export { type Clock, systemClock } from './client/clock.ts'
export type { FileSystem } from './client/durableFiles.ts'
export { createHttpClient, type HttpClient } from './client/http.ts'
export type { QueryEstimate } from './client/lender/estimateQuery.ts'
export { createFileJournal } from './client/lender/fileJournal.ts'
export { createLender, type Lender, type LenderOptions } from './client/lender/lender.ts'
export type { RequestSigningKey } from './client/lender/lenderKeys.ts'
export type { ListedQuery } from './client/lender/listQueries.ts'
export { createMemoryJournal } from './client/lender/memoryJournal.ts'
export {
  type QueryEntry,
  type QueryJournal,
  type QueryStage,
  queryEntrySchema,
  stageOf,
} from './client/lender/queryEntry.ts'
export type { QueryParameters } from './client/lender/queryParameters.ts'
export { type QueryResult, requireFound } from './client/lender/queryResult.ts'
export type { ResumedQuery } from './client/lender/resumeQueries.ts'
export type { ShownQuery } from './client/lender/showQuery.ts'
export { type AccessLogEntry, readAccessLog } from './client/subject/accessLog.ts'
export { amendConsent, signAction } from './client/subject/consentActions.ts'
export { consentReceiptOf, verifyConsentReceipt } from './client/subject/consentReceipt.ts'
export type { AgencyRecipient, ConsentRequest } from './client/subject/consentRequest.ts'
export { createConsent, type SignedConsent } from './client/subject/createConsent.ts'
export { addCredential } from './client/subject/enrolments.ts'
export { createFileWallet } from './client/subject/fileWallet.ts'
export { createRelayer, type Relayer } from './client/subject/relayer.ts'
export { createSubject, type Subject, type SubjectOptions } from './client/subject/subject.ts'
export { createWallet, openWallet, type Wallet } from './client/subject/wallet.ts'
export { type WalletStore, walletStateSchema } from './client/subject/walletState.ts'
export { fromBase64Url, fromHex, toBase64Url, toHex } from './crypto/bytes.ts'
export { type Identifier, normaliseIdentifier } from './crypto/identifiers.ts'
export { type NaclSuite, tweetnaclSuite } from './crypto/nacl.ts'
export { type EcdsaSuite, ethersEcdsa } from './crypto/secp256k1.ts'
export { type ErrorCode, errorCatalogue, isErrorCode, MeshError } from './errors.ts'
export { type Credential, credentialSchema } from './wire/credentials.ts'
export { decodeMessage, encodeMessage, parseWith, toJson } from './wire/json.ts'
export { type ConsentPackage, consentPackageSchema } from './wire/messages.ts'
export { openApiOf } from './wire/openapi.ts'
export { type PurposeName, purposeCode, purposeName, purposes } from './wire/purposes.ts'
export { categoryNames, type RecordCategory } from './wire/records/categories.ts'
export { type UcrRecord, ucrRecordSchema } from './wire/records/record.ts'
export type { NoScoreReason, QueryResponse, Score } from './wire/response.ts'
export { agencyRoutes, relayerRoutes } from './wire/routes.ts'
