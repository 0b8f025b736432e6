import type { Contracts } from '../../chain/contracts.ts'
import type { Deployment } from '../../chain/deployment.ts'
import type { Address, Hex } from '../../chain/ids.ts'
import type { Rpc } from '../../chain/rpc.ts'
import type { TypedData } from '../../chain/typedData.ts'
import type { ChainViews } from '../../chain/views.ts'
import type { NaclSuite } from '../../crypto/nacl.ts'
import type { EcdsaSuite } from '../../crypto/secp256k1.ts'
import type { Clock } from '../clock.ts'
import type { MemberDirectory } from '../memberDirectory.ts'
import type { AccountLane } from './accountLane.ts'
import type { AgencyChannel, AskableQuery } from './agencyChannel.ts'
import type { LegOnChain } from './legOnChain.ts'
import type { QueryJournal } from './queryEntry.ts'

/** The living parts of one lender, made once by `createLender`; its functions take what they need of them. */
export interface LenderModules {
  readonly account: Address
  readonly accountSecret: Uint8Array
  readonly deployment: Deployment
  readonly rpc: Rpc
  readonly contracts: Contracts
  readonly views: ChainViews
  readonly directory: MemberDirectory
  readonly typedData: TypedData
  readonly nacl: NaclSuite
  readonly ecdsa: EcdsaSuite
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly lane: AccountLane
  readonly journal: QueryJournal
  readonly legs: LegOnChain
  /** Throws `key.invalid` if the chain shows another key than the one that requests are signed with. */
  requireKeys(): Promise<void>
  channelOf(query: AskableQuery): AgencyChannel
  /** One task at a time for each query of the journal. */
  inTurn<T>(id: Hex, task: () => Promise<T>): Promise<T>
}
