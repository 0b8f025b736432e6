// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IConsents} from "./interfaces/IConsents.sol";
import {ConsentId, LegId, QueryId} from "./Ids.sol";
import {ILedger} from "./interfaces/ILedger.sol";
import {IQueries} from "./interfaces/IQueries.sol";
import {LegHash} from "./LegHash.sol";
import {LegWord, LegWords} from "./LegWord.sol";
import {
    CompactSignature,
    LegSlot,
    LegState,
    Offer,
    Outcome,
    QueryTerms,
    Settlement,
    Windows
} from "./Types.sol";
import {LegWindows} from "./LegWindows.sol";

/// The leg that queries and trades share: found by its terms, then settled or reclaimed, never both.
abstract contract Legs is IQueries, EIP712, LegWindows {
    using LegHash for LegHash.Delivery;
    using LegHash for Offer;
    using LegHash for QueryTerms;

    /// What a query's terms or a trade's offer amount to, and what is kept of the leg.
    struct Leg {
        LegId id;
        QueryId queryId;
        /// The consent in whose slot the leg is kept, 0 = it has a slot of its own.
        ConsentId carrier;
        LegWord kept;
        address buyer;
        address seller;
        uint96 fee;
        uint96 missFee;
        uint256 escrow;
        uint48 receiptBy;
        uint48 settleBy;
        bytes32 bodyHash;
    }

    IConsents public immutable CONSENTS;
    ILedger public immutable LEDGER;

    mapping(LegId legId => LegWord) private _legs;

    constructor(
        IConsents consents,
        ILedger ledger,
        Windows memory windows_
    ) EIP712("creditmesh", "1") LegWindows(windows_) {
        CONSENTS = consents;
        LEDGER = ledger;
    }

    /// @inheritdoc IQueries
    function legOfQuery(
        QueryTerms calldata terms
    ) external view returns (LegSlot memory, bool lapsed) {
        Leg memory leg = _findQuery(terms);
        return (leg.kept.unpack(), _isLapsed(leg));
    }

    /// @inheritdoc IQueries
    function legOfTrade(Offer calldata offer) external view returns (LegSlot memory, bool lapsed) {
        Leg memory leg = _findTrade(offer);
        return (leg.kept.unpack(), _isLapsed(leg));
    }

    /// @inheritdoc IQueries
    function idsOfQuery(
        QueryTerms calldata terms
    ) public view returns (QueryId queryId, LegId legId) {
        queryId = terms.queryId();
        legId = LegHash.legId(queryId, terms.buyer, terms.seller, terms.termsHash());
    }

    /// @inheritdoc IQueries
    function idOfTrade(Offer calldata offer) public pure returns (LegId) {
        return LegHash.legId(offer.queryId, offer.buyer, offer.seller, offer.offerHash());
    }

    /// Opens a leg in a slot of its own.
    function _open(LegId id, LegWord leg) internal {
        if (_legs[id].state() != LegState.NONE) revert QueriesLegExists(id);
        _legs[id] = leg;
    }

    function _save(Leg memory leg) internal {
        if (leg.carrier == ConsentId.wrap(0)) _legs[leg.id] = leg.kept;
        else CONSENTS.updateCarriedLeg(leg.carrier, leg.kept);
    }

    function _post(Leg memory leg, bytes32 deliveryHash) internal {
        if (msg.sender != leg.seller) revert QueriesNotSeller(leg.seller, msg.sender);
        _requireOpen(leg);
        if (leg.kept.has(LegWords.POSTED)) revert QueriesDeliveryPosted(leg.id);
        leg.kept = leg.kept.flagged(LegWords.POSTED);
        _save(leg);
        emit DeliveryPosted(leg.id, deliveryHash);
    }

    function _settle(Leg memory leg, Settlement calldata s) internal {
        _requireOpen(leg);
        bytes32 deliveryHash = _requireSettlement(leg, s);
        uint256 paid = s.outcome == Outcome.HIT ? leg.fee : leg.missFee;
        leg.kept = leg.kept.ended(LegState.SETTLED);
        _save(leg);
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

    function _reclaim(Leg memory leg, bool useReturned) internal {
        leg.kept = leg.kept.ended(LegState.REFUNDED);
        _save(leg);
        emit LegReclaimed(leg.id, leg.buyer, leg.seller, leg.queryId, leg.escrow, useReturned);
        LEDGER.refund(leg.buyer, leg.escrow);
    }

    function _findQuery(QueryTerms calldata terms) internal view returns (Leg memory leg) {
        (leg.queryId, leg.id) = idsOfQuery(terms);
        leg.kept = CONSENTS.carriedLeg(terms.consentId, leg.id);
        if (leg.kept.state() == LegState.NONE) leg.kept = _legs[leg.id];
        else leg.carrier = terms.consentId;
        leg.buyer = terms.buyer;
        leg.seller = terms.seller;
        uint96 fee = terms.fee;
        // The Ledger held both together, so their sum is no larger than a balance.
        leg.escrow = uint256(fee) + terms.relayFee;
        leg.fee = leg.kept.has(LegWords.TRADED) ? uint96(leg.escrow) : fee;
        leg.missFee = terms.missFee;
        leg.receiptBy = terms.receiptBy;
        leg.settleBy = terms.settleBy;
        leg.bodyHash = terms.bodyHash;
    }

    function _findTrade(Offer calldata offer) internal view returns (Leg memory leg) {
        leg.id = idOfTrade(offer);
        leg.queryId = offer.queryId;
        leg.kept = _legs[leg.id];
        leg.buyer = offer.buyer;
        leg.seller = offer.seller;
        leg.escrow = offer.price;
        leg.fee = offer.price;
        leg.receiptBy = offer.receiptBy;
        leg.settleBy = offer.settleBy;
        leg.bodyHash = offer.bodyHash;
    }

    function _requireOpen(Leg memory leg) internal view {
        if (leg.kept.state() != LegState.OPEN) revert QueriesLegNotOpen(leg.id);
        if (_isLapsed(leg)) revert QueriesLegLapsed(leg.id);
    }

    function _requireLapsed(Leg memory leg) internal view {
        if (leg.kept.state() != LegState.OPEN) revert QueriesLegNotOpen(leg.id);
        if (!_isLapsed(leg)) revert QueriesLegNotLapsed(leg.id);
    }

    function _isSignedBy(
        address signer,
        bytes32 structHash,
        CompactSignature calldata signature
    ) internal view returns (bool) {
        (address recovered, ECDSA.RecoverError err, ) = ECDSA.tryRecover(
            _hashTypedDataV4(structHash),
            signature.r,
            signature.vs
        );
        return err == ECDSA.RecoverError.NoError && recovered == signer;
    }

    function _requireSettlement(
        Leg memory leg,
        Settlement calldata s
    ) private view returns (bytes32 deliveryHash) {
        if (s.outcome != Outcome.HIT && s.outcome != Outcome.MISS) {
            revert QueriesOutcomeInvalid(s.outcome);
        }
        if (s.outcome == Outcome.MISS && leg.kept.has(LegWords.TRADED)) {
            revert QueriesMissAfterTrade(leg.id);
        }

        LegHash.Delivery memory delivery = _deliveryOf(leg, s);
        deliveryHash = delivery.deliveryHash();
        if (!_isSignedBy(leg.seller, deliveryHash, s.sellerSignature)) {
            revert QueriesDeliverySignatureInvalid(leg.id, leg.seller);
        }
        if (!_isSignedBy(leg.buyer, delivery.receiptHash(deliveryHash), s.buyerSignature)) {
            revert QueriesReceiptSignatureInvalid(leg.id, leg.buyer);
        }
    }

    function _isLapsed(Leg memory leg) private view returns (bool) {
        return _isOver(leg.settleBy, leg.kept.requestBlock());
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
