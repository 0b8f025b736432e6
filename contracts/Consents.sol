// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ConsentRevocation} from "./ConsentRevocation.sol";
import {ConsentUse} from "./ConsentUse.sol";
import {GrantHash} from "./GrantHash.sol";
import {GrantRules} from "./GrantRules.sol";
import {IConsents} from "./interfaces/IConsents.sol";
import {ConsentId} from "./Ids.sol";
import {SubjectSignature} from "./SubjectSignature.sol";
import {
    ConsentGrant,
    ConsentSlot,
    ConsentState,
    LAST_GRANTABLE_PURPOSE,
    Template
} from "./Types.sol";

contract Consents is ConsentRevocation, SubjectSignature {
    using GrantHash for ConsentGrant;
    using GrantRules for ConsentGrant;

    mapping(uint8 purpose => Template) private _templates;

    constructor(
        address authority_,
        address queries
    ) AccessManaged(authority_) ConsentUse(queries) {}

    /// @inheritdoc IConsents
    function record(
        ConsentGrant calldata grant,
        bytes calldata signature
    ) external returns (ConsentId id) {
        if (grant.supersedes != 0) revert ConsentsGrantMalformed("supersedes");
        id = _record(grant, signature);
    }

    /// @inheritdoc IConsents
    function amend(
        ConsentGrant calldata oldGrant,
        ConsentGrant calldata newGrant,
        bytes calldata signature
    ) external returns (ConsentId newId) {
        ConsentId oldId = oldGrant.id();
        _requireRunning(oldId, ConsentState.SUPERSEDED);
        if (newGrant.supersedes != ConsentId.unwrap(oldId)) {
            revert ConsentsAmendmentMismatch(oldId, "supersedes");
        }
        if (newGrant.subject != oldGrant.subject) {
            revert ConsentsAmendmentMismatch(oldId, "subject");
        }
        if (newGrant.grantee != oldGrant.grantee) {
            revert ConsentsAmendmentMismatch(oldId, "grantee");
        }

        newId = _record(newGrant, signature);
        _slots[oldId].state = ConsentState.SUPERSEDED;
        emit ConsentSuperseded(oldId, newId);
    }

    /// @inheritdoc IConsents
    function cancel(
        ConsentGrant calldata grant,
        uint48 deadline,
        bytes calldata signature
    ) external {
        ConsentId id = grant.id();
        ConsentState state = _stateOf(_slots[id]);
        if (state != ConsentState.NONE) {
            revert ConsentsInvalidTransition(id, state, ConsentState.CANCELLED);
        }
        _requireTimely(id, deadline);
        _requireSigned(id, grant.subject, GrantHash.cancelHash(id, deadline), signature);
        _slots[id].state = ConsentState.CANCELLED;
        emit ConsentCancelled(id);
    }

    /// @inheritdoc IConsents
    function pause(
        ConsentGrant calldata grant,
        uint32 seq,
        uint48 deadline,
        bytes calldata signature
    ) external {
        ConsentId id = grant.id();
        _requireState(id, ConsentState.ACTIVE, ConsentState.PAUSED);
        _requireAction(GrantHash.PAUSE_TYPEHASH, id, grant.subject, seq, deadline, signature);
        _act(id, ConsentState.PAUSED, seq);
        emit ConsentPaused(id, seq);
    }

    /// @inheritdoc IConsents
    function resume(
        ConsentGrant calldata grant,
        uint32 seq,
        uint48 deadline,
        bytes calldata signature
    ) external {
        ConsentId id = grant.id();
        _requireState(id, ConsentState.PAUSED, ConsentState.ACTIVE);
        _requireAction(GrantHash.RESUME_TYPEHASH, id, grant.subject, seq, deadline, signature);
        _act(id, ConsentState.ACTIVE, seq);
        emit ConsentResumed(id, seq);
    }

    /// @inheritdoc IConsents
    function withdraw(
        ConsentGrant calldata grant,
        uint32 seq,
        uint48 deadline,
        bytes calldata signature
    ) external {
        ConsentId id = grant.id();
        ConsentState state = _stateOf(_slots[id]);
        // When its uses are taken, queries under it may still be on their way.
        if (state != ConsentState.PAUSED && !_isLive(state, grant.expiresAt)) {
            revert ConsentsInvalidTransition(id, state, ConsentState.WITHDRAWN);
        }
        _requireAction(GrantHash.WITHDRAW_TYPEHASH, id, grant.subject, seq, deadline, signature);
        _setWithdrawn(_slots[id], seq);
        emit ConsentWithdrawn(id, seq);
    }

    /// @inheritdoc IConsents
    function pokeExpired(ConsentGrant calldata grant) external {
        ConsentId id = grant.id();
        ConsentState stored = _slots[id].state;
        if (stored != ConsentState.ACTIVE && stored != ConsentState.PAUSED) {
            revert ConsentsInvalidTransition(id, stored, ConsentState.EXPIRED);
        }
        if (block.timestamp < grant.expiresAt) revert ConsentsNotExpired(id, grant.expiresAt);
        _slots[id].state = ConsentState.EXPIRED;
        emit ConsentExpired(id);
    }

    /// @inheritdoc IConsents
    function setTemplate(uint8 purpose, Template calldata template) external restricted {
        if (purpose == 0 || purpose > LAST_GRANTABLE_PURPOSE) {
            revert ConsentsPurposeNotGrantable(purpose);
        }
        _templates[purpose] = template;
        emit TemplateSet(purpose, template);
    }

    /// @inheritdoc IConsents
    function templateOf(uint8 purpose) external view returns (Template memory) {
        return _templates[purpose];
    }

    function _record(
        ConsentGrant calldata grant,
        bytes calldata signature
    ) private returns (ConsentId id) {
        id = grant.id();
        ConsentState state = _slots[id].state;
        if (state != ConsentState.NONE) {
            revert ConsentsInvalidTransition(id, state, ConsentState.ACTIVE);
        }
        if (block.timestamp > grant.recordBy) revert ConsentsRecordByPassed(id, grant.recordBy);
        grant.requireWellFormed();
        grant.requireFairUse(_templates[grant.purpose]);
        _requireSigned(id, grant.subject, ConsentId.unwrap(id), signature);

        ConsentSlot storage slot = _slots[id];
        slot.state = ConsentState.ACTIVE;
        slot.recordedAt = uint48(block.timestamp);
        slot.expiresAt = grant.expiresAt;
        emit ConsentRecorded(id, grant.grantee, grant.subject, grant);
    }

    function _act(ConsentId id, ConsentState to, uint32 seq) private {
        _slots[id].state = to;
        _slots[id].seq = seq;
    }

    function _requireAction(
        bytes32 typehash,
        ConsentId id,
        address subject,
        uint32 seq,
        uint48 deadline,
        bytes calldata signature
    ) private view {
        uint32 expected = _seqOf(_slots[id]) + 1;
        if (seq != expected) revert ConsentsBadSeq(id, expected, seq);
        _requireTimely(id, deadline);
        _requireSigned(id, subject, GrantHash.actionHash(typehash, id, seq, deadline), signature);
    }

    function _requireTimely(ConsentId id, uint48 deadline) private view {
        if (block.timestamp > deadline) revert ConsentsDeadlinePassed(id, deadline);
    }

    function _requireState(ConsentId id, ConsentState needed, ConsentState to) private view {
        ConsentState state = _stateOf(_slots[id]);
        if (state != needed) revert ConsentsInvalidTransition(id, state, to);
    }
}
