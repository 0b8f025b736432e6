import { type ConsentGrant, toRecordedGrant } from '@creditmesh/sdk/chain/consentStructs.ts'
import { memberRoles } from '@creditmesh/sdk/chain/memberViews.ts'
import type { Account } from '../../../scripts/chain/account.ts'
import { startTestChain, type TestChain } from '../../support/localChain.ts'
import { grantFor } from './fixtures.ts'

export interface TwoParties {
  readonly chain: TestChain
  readonly lender: Account
  readonly agency: Account
  readonly nowSec: number
  /** Records a consent of a fresh key, brought by the council. */
  record(changes?: Partial<ConsentGrant>): Promise<{ subject: Account; grant: ConsentGrant }>
}

/** A chain with a funded lender and an agency. Its time stands still. */
export async function startTwoParties(): Promise<TwoParties> {
  const chain = await startTestChain()
  const lender = (await chain.admit('lender', { roles: memberRoles.QUERY_USER })).account
  const agency = (await chain.admit('agency', { endpoint: 'http://127.0.0.1:9' })).account
  await chain.fund(lender, 50_000_000n)
  const nowSec = await chain.nowSec()
  let recorded = 0
  const record = async (changes: Partial<ConsentGrant> = {}) => {
    recorded += 1
    const subject = chain.account(`subject-${recorded}`)
    const parties = { subject: subject.address, grantee: lender.address, agency: agency.address }
    const grant = grantFor(parties, nowSec, changes)
    const signature = chain.typedData.consentGrant.sign(grant, subject.secretKey)
    const call = chain.contracts.consents.encode('record', toRecordedGrant(grant), signature)
    await chain.council.send(call)
    return { subject, grant }
  }
  return { chain, lender, agency, nowSec, record }
}
