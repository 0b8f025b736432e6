// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsentId} from "./Ids.sol";
import {StructHash} from "./StructHash.sol";
import {ConsentGrant} from "./Types.sol";

/// EIP-712 struct hashes of what a subject signs.
library GrantHash {
    bytes32 internal constant GRANT_TYPEHASH = keccak256(
        "ConsentGrant(bytes32 commitment,address subject,address grantee,uint8 agencyScopeKind,bytes32 agencyScope,bool relayAllowed,bytes32 providersRoot,uint8 maxHops,bool relayStore,uint8 purpose,uint32 categories,uint8 detail,uint8 mode,uint48 notBefore,uint48 expiresAt,uint16 maxUses,uint16 perPeriod,uint32 periodSec,uint16 lookbackMonths,uint16 dataLifeDays,uint16 attempts,string summary,uint48 recordBy,bytes32 supersedes,bytes32 nonce)"
    );
    uint256 private constant GRANT_WORDS = 25;
    bytes32 internal constant CANCEL_TYPEHASH = keccak256(
        "ConsentCancel(bytes32 consentId,uint48 deadline)"
    );
    bytes32 internal constant PAUSE_TYPEHASH = keccak256(
        "ConsentPause(bytes32 consentId,uint32 seq,uint48 deadline)"
    );
    bytes32 internal constant RESUME_TYPEHASH = keccak256(
        "ConsentResume(bytes32 consentId,uint32 seq,uint48 deadline)"
    );
    bytes32 internal constant WITHDRAW_TYPEHASH = keccak256(
        "ConsentWithdraw(bytes32 consentId,uint32 seq,uint48 deadline)"
    );

    function id(ConsentGrant calldata grant) internal pure returns (ConsentId) {
        uint256 offset;
        assembly ("memory-safe") {
            offset := grant
        }
        return ConsentId.wrap(StructHash.ofCalldata(GRANT_TYPEHASH, offset, GRANT_WORDS));
    }

    function cancelHash(ConsentId consentId, uint48 deadline) internal pure returns (bytes32) {
        return keccak256(abi.encode(CANCEL_TYPEHASH, consentId, deadline));
    }

    function actionHash(
        bytes32 typehash,
        ConsentId consentId,
        uint32 seq,
        uint48 deadline
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(typehash, consentId, seq, deadline));
    }
}
