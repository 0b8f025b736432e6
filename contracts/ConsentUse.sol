// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {GrantHash} from "./GrantHash.sol";
import {IConsents} from "./interfaces/IConsents.sol";
import {ConsentId, LegId} from "./Ids.sol";
import {LegWord} from "./LegWord.sol";
import {SpentSlot, SpentSlots} from "./SpentSlot.sol";
import {ConsentGrant, ConsentSlot, ConsentState, LegState, UseLimits} from "./Types.sol";

/// The slots of all consents, and the counting that Queries does on them.
abstract contract ConsentUse is IConsents {
    using GrantHash for ConsentGrant;

    /// Lies where a ConsentSlot lies.
    struct SpentFace {
        SpentSlot slot;
    }

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
        ConsentId consentId,
        UseLimits calldata limits,
        LegId legId,
        LegWord leg
    ) external onlyQueries returns (uint16 usesLeft, uint16 attempts, bool carried) {
        ConsentSlot storage slot = _slots[consentId];
        ConsentState state = _stateOf(slot);
        if (state != ConsentState.ACTIVE) revert ConsentsNotUsable(consentId, state);

        attempts = _nextAttempt(consentId, slot, limits.attempts);
        carried = limits.maxUses == 1;
        if (carried) {
            _spent(slot).slot = SpentSlots.carrying(attempts, uint16(slot.seq), leg, legId);
        } else {
            usesLeft = _countUse(consentId, slot, limits, attempts);
        }
    }

    /// @inheritdoc IConsents
    function noteAttempt(
        ConsentId consentId,
        uint16 maxAttempts,
        uint48 expiresAt
    ) external onlyQueries returns (uint16 attempts) {
        requireLive(consentId, expiresAt);
        ConsentSlot storage slot = _slots[consentId];
        attempts = _nextAttempt(consentId, slot, maxAttempts);
        slot.attempts = attempts;
    }

    /// @inheritdoc IConsents
    function returnUse(
        ConsentId consentId,
        uint32 periodIndex
    ) external onlyQueries returns (bool returned) {
        ConsentSlot storage slot = _slots[consentId];
        ConsentState state = _stateOf(slot);
        if (state != ConsentState.ACTIVE && state != ConsentState.PAUSED) return false;
        --slot.uses;
        // A period that is over cannot be used again, so its count is gone.
        if (slot.periodIndex == periodIndex) --slot.periodUses;
        emit ConsentUseReturned(consentId, periodIndex, slot.uses);
        return true;
    }

    /// @inheritdoc IConsents
    function updateCarriedLeg(ConsentId consentId, LegWord leg) external onlyQueries {
        SpentFace storage spent = _spent(_slots[consentId]);
        spent.slot = spent.slot.withLeg(leg);
    }

    /// @inheritdoc IConsents
    function carriedLeg(ConsentId consentId, LegId legId) external view returns (LegWord) {
        return _spent(_slots[consentId]).slot.legOf(legId);
    }

    /// @inheritdoc IConsents
    function statusOf(ConsentGrant calldata grant) external view returns (ConsentState) {
        return _stateOf(_slots[grant.id()]);
    }

    /// @inheritdoc IConsents
    function slotOf(ConsentId consentId) external view returns (ConsentSlot memory slot) {
        ConsentSlot storage stored = _slots[consentId];
        if (stored.leg == LegState.NONE) return stored;
        slot.state = stored.state;
        slot.attempts = stored.attempts;
        slot.leg = stored.leg;
        slot.uses = 1;
        slot.seq = _spent(stored).slot.seq();
    }

    /// @inheritdoc IConsents
    function hashGrant(ConsentGrant calldata grant) external pure returns (ConsentId) {
        return grant.id();
    }

    /// @inheritdoc IConsents
    function requireLive(ConsentId consentId, uint48 expiresAt) public view {
        ConsentState state = _stateOf(_slots[consentId]);
        if (!_isLive(state, expiresAt)) revert ConsentsNotUsable(consentId, state);
    }

    /// EXPIRED is not written when it happens; it follows from the time.
    function _stateOf(ConsentSlot storage slot) internal view returns (ConsentState state) {
        state = slot.state;
        bool running = state == ConsentState.ACTIVE || state == ConsentState.PAUSED;
        if (running && block.timestamp >= slot.expiresAt) return ConsentState.EXPIRED;
    }

    /// Queries under it may go on.
    function _isLive(ConsentState state, uint48 expiresAt) internal view returns (bool) {
        if (state == ConsentState.CONSUMED) return block.timestamp < expiresAt;
        return state == ConsentState.ACTIVE;
    }

    function _seqOf(ConsentSlot storage slot) internal view returns (uint32) {
        return slot.leg == LegState.NONE ? slot.seq : _spent(slot).slot.seq();
    }

    /// Ends the consent, but not the leg that its slot may carry.
    function _setWithdrawn(ConsentSlot storage slot, uint32 seq) internal {
        if (slot.leg == LegState.NONE) {
            slot.state = ConsentState.WITHDRAWN;
            slot.seq = seq;
        } else {
            SpentFace storage spent = _spent(slot);
            spent.slot = spent.slot.withdrawn(uint16(seq));
        }
    }

    /// ACTIVE or PAUSED and not over.
    function _requireRunning(ConsentId id, ConsentState to) internal view {
        ConsentState state = _stateOf(_slots[id]);
        if (state != ConsentState.ACTIVE && state != ConsentState.PAUSED) {
            revert ConsentsInvalidTransition(id, state, to);
        }
    }

    function _countUse(
        ConsentId consentId,
        ConsentSlot storage slot,
        UseLimits calldata limits,
        uint16 attempts
    ) private returns (uint16 usesLeft) {
        uint16 periodUses = slot.periodIndex == limits.periodIndex ? slot.periodUses : 0;
        if (limits.perPeriod != 0 && periodUses >= limits.perPeriod) {
            revert ConsentsPeriodExhausted(consentId, limits.periodIndex, limits.perPeriod);
        }
        slot.attempts = attempts;
        slot.periodIndex = limits.periodIndex;
        slot.periodUses = periodUses + 1;
        usesLeft = limits.maxUses - ++slot.uses;
        if (usesLeft == 0) slot.state = ConsentState.CONSUMED;
    }

    function _nextAttempt(
        ConsentId consentId,
        ConsentSlot storage slot,
        uint16 maxAttempts
    ) private view returns (uint16 attempts) {
        // The same place in both faces of the slot.
        attempts = slot.attempts;
        if (attempts >= maxAttempts) revert ConsentsAttemptsExhausted(consentId, maxAttempts);
        ++attempts;
    }

    function _spent(ConsentSlot storage slot) private pure returns (SpentFace storage spent) {
        // Two shapes of one slot: Solidity has no union.
        assembly ("memory-safe") {
            spent.slot := slot.slot
        }
    }
}
