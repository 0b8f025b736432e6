import { estimateGas } from '../../chain/sender.ts'
import type { QueryEstimate } from './estimateQuery.ts'
import type { LenderModules } from './modules.ts'
import { escrowOf } from './queryEntry.ts'
import type { QueryIdentity } from './queryParameters.ts'
import type { CheckedParameters } from './readParameters.ts'
import { requestCall } from './requestQuery.ts'
import { isTaken, prepareAsk, requireSame } from './startQuery.ts'

/**
 * Everything of a query but its transaction, which the chain is only asked to try: whatever it would refuse now, of
 * the consent, the balance or the terms, is thrown here. A key whose query was made already costs nothing more.
 */
export async function rehearseQuery(
  parameters: CheckedParameters,
  identity: QueryIdentity,
  lender: LenderModules,
): Promise<QueryEstimate> {
  const known = await lender.journal.get(identity.id)
  if (isTaken(known)) {
    requireSame(known, identity)
    const { fee, relayFee, missFee } = known.terms
    return { fee, relayFee, missFee, escrow: 0n, requestGas: 0n }
  }
  const prepared = await prepareAsk(parameters, identity, lender)
  const { fee, relayFee, missFee } = prepared.terms
  const call = requestCall(prepared, lender.contracts)
  const requestGas = await estimateGas(lender.rpc, call, lender.account)
  return { fee, relayFee, missFee, escrow: escrowOf(prepared), requestGas }
}
