// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ILedger} from "./interfaces/ILedger.sol";
import {IQueries} from "./interfaces/IQueries.sol";
import {LegHash} from "./LegHash.sol";
import {LegId, LegSlot, LegState, Outcome, QueryId, Settlement, Windows} from "./Types.sol";

/// The leg that queries and trades share: opened once, then settled or reclaimed, never both.
abstract contract Legs is IQueries, EIP712 {
    using LegHash for LegHash.Delivery;

    /// What a query's terms or a trade's offer amount to when the leg ends.
    struct Leg {
        LegId id;
        QueryId queryId;
        address buyer;
        address seller;
        uint96 fee;
        uint96 missFee;
        uint256 escrow;
        uint48 receiptBy;
        uint48 settleBy;
        bytes32 bodyHash;
    }

    ILedger public immutable LEDGER;
    uint48 internal immutable _RECEIPT_MARGIN_SEC;
    uint48 internal immutable _TRADE_MARGIN_SEC;
    uint48 internal immutable _MAX_WINDOW_SEC;
    uint32 internal immutable _LAPSE_BLOCKS;

    mapping(LegId legId => LegSlot) internal _legs;

    constructor(ILedger ledger, Windows memory windows_) EIP712("creditmesh", "1") {
        LEDGER = ledger;
        _RECEIPT_MARGIN_SEC = windows_.receiptMarginSec;
        _TRADE_MARGIN_SEC = windows_.tradeMarginSec;
        _MAX_WINDOW_SEC = windows_.maxWindowSec;
        _LAPSE_BLOCKS = windows_.lapseBlocks;
    }

    /// @inheritdoc IQueries
    function legOf(LegId legId) external view returns (LegSlot memory) {
        return _legs[legId];
    }

    /// @inheritdoc IQueries
    function isLapsed(LegId legId) external view returns (bool) {
        return _isLapsed(_legs[legId]);
    }

    /// @inheritdoc IQueries
    function windows() external view returns (Windows memory) {
        return Windows(_RECEIPT_MARGIN_SEC, _TRADE_MARGIN_SEC, _MAX_WINDOW_SEC, _LAPSE_BLOCKS);
    }

    function _open(LegId id, uint48 settleBy, uint32 periodIndex) internal {
        LegSlot memory slot;
        slot.state = LegState.OPEN;
        slot.settleBy = settleBy;
        slot.requestBlock = uint48(block.number);
        slot.periodIndex = periodIndex;
        _legs[id] = slot;
    }

    /// `slot` is the leg's, found open and not lapsed.
    function _settle(Leg memory leg, LegSlot memory slot, Settlement calldata s) internal {
        (bytes32 deliveryHash, uint256 paid) = _requireSettlement(leg, slot, s);
        _legs[leg.id].state = LegState.SETTLED;
        emit LegSettled(
            leg.id,
            leg.buyer,
            leg.seller,
            leg.queryId,
            s.outcome,
            paid,
            leg.escrow - paid,
            deliveryHash,
            s.cipherHash,
            s.responseHash,
            s.key
        );
        LEDGER.release(leg.id, leg.buyer, leg.seller, leg.escrow, paid);
    }

    /// Ends the leg's slot for a refund; the caller emits and refunds.
    function _lapse(LegId id) internal returns (LegSlot memory slot) {
        slot = _legs[id];
        if (slot.state != LegState.OPEN) revert QueriesLegNotOpen(id);
        if (!_isLapsed(slot)) revert QueriesLegNotLapsed(id);
        _legs[id].state = LegState.REFUNDED;
    }

    function _requireUnused(LegId id) internal view {
        if (_legs[id].state != LegState.NONE) revert QueriesLegExists(id);
    }

    function _requireOpen(LegId id) internal view returns (LegSlot memory slot) {
        slot = _legs[id];
        if (slot.state != LegState.OPEN) revert QueriesLegNotOpen(id);
        if (_isLapsed(slot)) revert QueriesLegLapsed(id);
    }

    function _requireWindow(uint48 receiptBy, uint48 settleBy) internal view {
        if (receiptBy <= block.timestamp) revert QueriesReceiptByPassed(receiptBy);
        if (uint256(settleBy) < uint256(receiptBy) + _RECEIPT_MARGIN_SEC) {
            revert QueriesMarginTooShort(receiptBy, settleBy, _RECEIPT_MARGIN_SEC);
        }
        uint256 latest = block.timestamp + _MAX_WINDOW_SEC;
        if (settleBy > latest) revert QueriesWindowTooLong(settleBy, latest);
    }

    function _requireNested(uint48 deadline, uint48 receiptBy) internal view {
        bool nested = uint256(deadline) + _TRADE_MARGIN_SEC <= receiptBy;
        if (deadline <= block.timestamp || !nested) {
            revert QueriesNotNested(deadline, receiptBy, _TRADE_MARGIN_SEC);
        }
    }

    function _isSignedBy(
        address signer,
        bytes32 structHash,
        bytes calldata signature
    ) internal view returns (bool) {
        (address recovered, ECDSA.RecoverError err, ) = ECDSA.tryRecoverCalldata(
            _hashTypedDataV4(structHash),
            signature
        );
        return err == ECDSA.RecoverError.NoError && recovered == signer;
    }

    function _requireSettlement(
        Leg memory leg,
        LegSlot memory slot,
        Settlement calldata s
    ) private view returns (bytes32 deliveryHash, uint256 paid) {
        if (s.outcome != Outcome.HIT && s.outcome != Outcome.MISS) {
            revert QueriesOutcomeInvalid(s.outcome);
        }
        if (s.outcome == Outcome.MISS && slot.traded) revert QueriesMissAfterTrade(leg.id);

        LegHash.Delivery memory delivery = _deliveryOf(leg, s);
        deliveryHash = delivery.deliveryHash();
        if (!_isSignedBy(leg.seller, deliveryHash, s.sellerSignature)) {
            revert QueriesDeliverySignatureInvalid(leg.id, leg.seller);
        }
        if (!_isSignedBy(leg.buyer, delivery.receiptHash(deliveryHash), s.buyerSignature)) {
            revert QueriesReceiptSignatureInvalid(leg.id, leg.buyer);
        }
        paid = s.outcome == Outcome.HIT ? leg.fee : leg.missFee;
    }

    function _isLapsed(LegSlot memory slot) private view returns (bool) {
        return
            block.timestamp > slot.settleBy &&
            block.number > uint256(slot.requestBlock) + _LAPSE_BLOCKS;
    }

    function _deliveryOf(
        Leg memory leg,
        Settlement calldata s
    ) private pure returns (LegHash.Delivery memory) {
        return
            LegHash.Delivery({
                typehash: LegHash.DELIVERY_TYPEHASH,
                legId: leg.id,
                buyer: leg.buyer,
                seller: leg.seller,
                fee: leg.fee,
                missFee: leg.missFee,
                receiptBy: leg.receiptBy,
                settleBy: leg.settleBy,
                bodyHash: leg.bodyHash,
                cipherHash: s.cipherHash,
                keyHash: LegHash.keyHash(leg.id, s.key),
                wHash: s.wHash,
                responseHash: s.responseHash,
                outcomeCommitment: LegHash.outcomeCommitment(leg.id, s.outcome, s.outcomeSalt)
            });
    }
}
