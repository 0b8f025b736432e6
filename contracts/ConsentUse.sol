// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {GrantHash} from "./GrantHash.sol";
import {GrantRules} from "./GrantRules.sol";
import {IConsents} from "./interfaces/IConsents.sol";
import {ConsentGrant, ConsentId, ConsentSlot, ConsentState} from "./Types.sol";

/// The slots of all consents, and the counting that Queries does on them.
abstract contract ConsentUse is IConsents {
    using GrantHash for ConsentGrant;
    using GrantRules for ConsentGrant;

    address public immutable QUERIES;

    mapping(ConsentId consentId => ConsentSlot) internal _slots;

    modifier onlyQueries() {
        if (msg.sender != QUERIES) revert ConsentsNotQueries(msg.sender);
        _;
    }

    constructor(address queries) {
        QUERIES = queries;
    }

    /// @inheritdoc IConsents
    function consume(
        ConsentGrant calldata grant,
        address buyer,
        address seller,
        uint8 purpose,
        uint32 categories,
        bytes32[] calldata scopeProof
    )
        external
        onlyQueries
        returns (ConsentId consentId, uint32 periodIndex, uint16 usesLeft, uint16 attempts)
    {
        consentId = grant.id();
        ConsentSlot memory slot = _slots[consentId];
        ConsentState state = _derive(slot);
        if (state != ConsentState.ACTIVE) revert ConsentsNotUsable(consentId, state);
        grant.requireCovers(consentId, buyer, seller, purpose, categories, scopeProof);

        attempts = _countAttempt(grant, consentId, slot);
        periodIndex = _countUse(grant, consentId, slot);
        usesLeft = grant.maxUses - slot.uses;
        if (usesLeft == 0) slot.state = ConsentState.CONSUMED;
        _slots[consentId] = slot;
        if (usesLeft == 0) emit ConsentConsumed(consentId);
    }

    /// @inheritdoc IConsents
    function noteAttempt(
        ConsentGrant calldata grant
    ) external onlyQueries returns (ConsentId consentId, uint16 attempts) {
        consentId = requireLive(grant);
        ConsentSlot memory slot = _slots[consentId];
        attempts = _countAttempt(grant, consentId, slot);
        _slots[consentId] = slot;
    }

    /// @inheritdoc IConsents
    function returnUse(
        ConsentId consentId,
        uint32 periodIndex
    ) external onlyQueries returns (bool returned) {
        ConsentSlot memory slot = _slots[consentId];
        ConsentState state = _derive(slot);
        if (state != ConsentState.ACTIVE && state != ConsentState.PAUSED) return false;
        --slot.uses;
        // A period that is over cannot be used again, so its count is gone.
        if (slot.periodIndex == periodIndex && slot.periodUses != 0) --slot.periodUses;
        _slots[consentId] = slot;
        emit ConsentUseReturned(consentId, periodIndex, slot.uses);
        return true;
    }

    /// @inheritdoc IConsents
    function statusOf(ConsentGrant calldata grant) external view returns (ConsentState) {
        return _stateOf(grant.id());
    }

    /// @inheritdoc IConsents
    function slotOf(ConsentId consentId) external view returns (ConsentSlot memory) {
        return _slots[consentId];
    }

    /// @inheritdoc IConsents
    function hashGrant(ConsentGrant calldata grant) external pure returns (ConsentId) {
        return grant.id();
    }

    /// @inheritdoc IConsents
    function requireLive(ConsentGrant calldata grant) public view returns (ConsentId consentId) {
        consentId = grant.id();
        ConsentSlot memory slot = _slots[consentId];
        ConsentState state = _derive(slot);
        bool live =
            state == ConsentState.ACTIVE ||
                (state == ConsentState.CONSUMED && block.timestamp < slot.expiresAt);
        if (!live) revert ConsentsNotUsable(consentId, state);
    }

    function _stateOf(ConsentId consentId) internal view returns (ConsentState) {
        return _derive(_slots[consentId]);
    }

    /// EXPIRED is not written when it happens; it follows from the time.
    function _derive(ConsentSlot memory slot) private view returns (ConsentState) {
        bool running = slot.state == ConsentState.ACTIVE || slot.state == ConsentState.PAUSED;
        return running && block.timestamp >= slot.expiresAt ? ConsentState.EXPIRED : slot.state;
    }

    function _countAttempt(
        ConsentGrant calldata grant,
        ConsentId id,
        ConsentSlot memory slot
    ) private pure returns (uint16) {
        if (slot.attempts >= grant.attempts) revert ConsentsAttemptsExhausted(id, grant.attempts);
        return ++slot.attempts;
    }

    function _countUse(
        ConsentGrant calldata grant,
        ConsentId id,
        ConsentSlot memory slot
    ) private view returns (uint32 periodIndex) {
        ++slot.uses;
        if (grant.periodSec == 0) return 0;
        periodIndex = uint32((block.timestamp - grant.notBefore) / grant.periodSec);
        if (periodIndex != slot.periodIndex) (slot.periodIndex, slot.periodUses) = (periodIndex, 0);
        if (slot.periodUses >= grant.perPeriod) {
            revert ConsentsPeriodExhausted(id, periodIndex, grant.perPeriod);
        }
        ++slot.periodUses;
    }
}
