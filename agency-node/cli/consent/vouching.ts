import type { MemberViews } from '@creditmesh/sdk/chain/memberViews.ts'
import type { ConsentRequest } from '@creditmesh/sdk/client/subject/consentRequest.ts'
import type { Credential } from '@creditmesh/sdk/wire/credentials.ts'
import { independentIssuers } from '../../exchange/consentEvidence.ts'

const neededIssuers = 2 // PROTOCOL 2, as `verifyConsentEvidence` counts them

/**
 * What a person should know before a lender pays for it: which agencies will not believe this wallet, by the very
 * rule that they go by. The credentials travel inside the consent, so that one more helps the next consent only.
 */
export async function vouchingWarnings(
  { grantee, agencies, relay }: Pick<ConsentRequest, 'grantee' | 'agencies' | 'relay'>,
  credentials: readonly Credential[],
  views: Pick<MemberViews, 'isAffiliated'>,
): Promise<string[]> {
  const warnings = agencies.map(async ({ address, name }) => {
    const parties = [grantee.address, address]
    const vouching = (await independentIssuers(credentials, parties, views)).length
    if (vouching >= neededIssuers) return []
    const isEnrolled = credentials.some(
      ({ issuer }) => issuer.toLowerCase() === address.toLowerCase(),
    )
    if (!isEnrolled) return [refusalOf(name, vouching)]
    return relay === undefined ? [] : [peersRefusalOf(name, vouching)]
  })
  return (await Promise.all(warnings)).flat()
}

function refusalOf(agency: string, vouching: number): string {
  return `Agency ${agency} will refuse every query under this consent: it did not enrol this wallet, and ${counted(vouching)} for it where ${neededIssuers} must. Enrol with ${agency} or with another agency (creditmesh subject enroll), then grant anew.`
}

function peersRefusalOf(agency: string, vouching: number): string {
  return `Peers of agency ${agency} that did not enrol this wallet will not answer a relay: ${counted(vouching)} for it where ${neededIssuers} must. Enrol with another agency (creditmesh subject enroll), then grant anew.`
}

function counted(vouching: number): string {
  return vouching === 0
    ? 'no agency without a part in the query vouches'
    : `only ${vouching} agency without a part in the query vouches`
}
