import type { TypedDataField } from 'ethers'

type Types = Record<string, TypedDataField[]>

/** `'uint8 purpose,bytes32 nonce'` as ethers wants it. Written out here a second time on purpose: a test that took the types from the code under test could not see them change. */
function fields(list: string): TypedDataField[] {
  return list.split(',').map((field) => {
    const [type = '', name = ''] = field.split(' ')
    return { type, name }
  })
}

export const consentGrantTypes: Types = {
  ConsentGrant: fields(
    'bytes32 commitment,address subject,address grantee,uint8 agencyScopeKind,bytes32 agencyScope,bool relayAllowed,bytes32 providersRoot,uint8 maxHops,bool relayStore,uint8 purpose,uint32 categories,uint8 detail,uint8 mode,uint48 notBefore,uint48 expiresAt,uint16 maxUses,uint16 perPeriod,uint32 periodSec,uint16 lookbackMonths,uint16 dataLifeDays,uint16 attempts,string summary,uint48 recordBy,bytes32 supersedes,bytes32 nonce',
  ),
}

export const queryTermsTypes: Types = {
  QueryTerms: fields(
    'bytes32 consentId,address buyer,address seller,uint8 purpose,uint32 categories,uint96 fee,uint96 relayFee,uint96 missFee,uint48 receiptBy,uint48 settleBy,bytes32 bodyHash,bool mayRelay,bytes32 nonce',
  ),
}

export const offerTypes: Types = {
  Offer: fields(
    'bytes32 queryId,bytes32 parentLegId,address buyer,address seller,bytes32 contentCommitment,bytes32 claimsHash,uint32 categories,uint96 price,uint16 royaltyBps,uint48 validUntil,uint48 receiptBy,uint48 settleBy,bytes32 bodyHash,bytes32 nonce',
  ),
}

export const deliveryTypes: Types = {
  Delivery: fields(
    'bytes32 legId,address buyer,address seller,uint96 fee,uint96 missFee,uint48 receiptBy,uint48 settleBy,bytes32 bodyHash,bytes32 cipherHash,bytes32 keyHash,bytes32 wHash,bytes32 responseHash,bytes32 outcomeCommitment',
  ),
}

export const receiptTypes: Types = {
  Receipt: fields(
    'bytes32 legId,bytes32 deliveryHash,uint96 fee,uint96 missFee,uint48 receiptBy,uint48 settleBy',
  ),
}

export const consentCancelTypes: Types = {
  ConsentCancel: fields('bytes32 consentId,uint48 deadline'),
}

/** Pause, resume and withdrawal differ in name alone. */
export function consentActionTypes(name: string): Types {
  return { [name]: fields('bytes32 consentId,uint32 seq,uint48 deadline') }
}
