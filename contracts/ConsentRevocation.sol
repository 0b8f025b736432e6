// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ConsentUse} from "./ConsentUse.sol";
import {GrantHash} from "./GrantHash.sol";
import {GrantRules} from "./GrantRules.sol";
import {ConsentId} from "./Ids.sol";
import {IConsents} from "./interfaces/IConsents.sol";
import {ConsentGrant, ConsentState} from "./Types.sol";

/// Ends of a consent that are not the subject's: by the other side, by the network, by two auditors.
abstract contract ConsentRevocation is ConsentUse, AccessManaged {
    using GrantHash for ConsentGrant;
    using GrantRules for ConsentGrant;

    struct Proposal {
        address auditor;
        uint8 reason;
    }

    uint8 private constant LAST_REVOKE_REASON = 4;
    uint8 private constant LAST_INVALIDATION_REASON = 2;

    mapping(ConsentId consentId => Proposal) private _proposals;

    /// @inheritdoc IConsents
    function revoke(ConsentGrant calldata grant, uint8 reason) external {
        ConsentId id = grant.id();
        if (msg.sender != grant.grantee && !grant.isOnlyAgency(msg.sender)) {
            revert ConsentsNotRevoker(id, msg.sender);
        }
        _revoke(id, reason);
    }

    /// @inheritdoc IConsents
    function revokeByNetwork(ConsentId consentId, uint8 reason) external restricted {
        _revoke(consentId, reason);
    }

    /// @inheritdoc IConsents
    function proposeInvalidation(ConsentId consentId, uint8 reason) external restricted {
        _requireRunning(consentId, ConsentState.INVALIDATED);
        _requireReason(reason, LAST_INVALIDATION_REASON);
        _proposals[consentId] = Proposal(msg.sender, reason);
        emit ConsentInvalidationProposed(consentId, msg.sender, reason);
    }

    /// @inheritdoc IConsents
    function confirmInvalidation(ConsentId consentId, uint8 reason) external restricted {
        Proposal memory proposal = _proposals[consentId];
        _requireRunning(consentId, ConsentState.INVALIDATED);
        if (proposal.auditor == address(0) || proposal.reason != reason) {
            revert ConsentsNotProposed(consentId, reason);
        }
        if (proposal.auditor == msg.sender) revert ConsentsSameAuditor(consentId, msg.sender);
        delete _proposals[consentId];
        _slots[consentId].state = ConsentState.INVALIDATED;
        emit ConsentInvalidated(consentId, msg.sender, reason);
    }

    function _revoke(ConsentId id, uint8 reason) private {
        _requireRunning(id, ConsentState.REVOKED);
        _requireReason(reason, LAST_REVOKE_REASON);
        _slots[id].state = ConsentState.REVOKED;
        emit ConsentRevoked(id, msg.sender, reason);
    }

    function _requireReason(uint8 reason, uint8 last) private pure {
        if (reason == 0 || reason > last) revert ConsentsReasonInvalid(reason);
    }
}
