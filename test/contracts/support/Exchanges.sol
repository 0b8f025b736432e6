// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsentId, LegId, QueryId} from "../../../contracts/Ids.sol";
import {LegHash} from "../../../contracts/LegHash.sol";
import {
    CompactSignature,
    ConsentGrant,
    LegSlot,
    LegState,
    Offer,
    Outcome,
    QueryTerms,
    Settlement
} from "../../../contracts/Types.sol";
import {Grants} from "./Grants.sol";
import {Signing} from "./Signing.sol";
import {vm} from "./Vm.sol";

/// Terms, offers and settlements, and the two parties' signatures under them.
abstract contract Exchanges is Grants {
    uint96 internal constant FEE = 1_000_000;
    uint96 internal constant RELAY_FEE = 400_000;
    uint96 internal constant MISS_FEE = 100_000;
    uint96 internal constant PRICE = 300_000;
    bytes32 internal constant KEY = keccak256("k");
    bytes32 internal constant OUTCOME_SALT = keccak256("outcome salt");
    bytes32[] internal noProof;

    /// What a Delivery says of a leg, beside what is in the settlement.
    struct LegView {
        LegId id;
        address buyer;
        address seller;
        uint96 fee;
        uint96 missFee;
        uint48 receiptBy;
        uint48 settleBy;
        bytes32 bodyHash;
    }

    function _terms(ConsentGrant memory grant) internal view returns (QueryTerms memory terms) {
        terms.consentId = consents.hashGrant(grant);
        terms.buyer = grant.grantee;
        terms.seller = ASKED;
        terms.purpose = grant.purpose;
        terms.categories = grant.categories;
        terms.fee = FEE;
        terms.relayFee = RELAY_FEE;
        terms.missFee = MISS_FEE;
        terms.receiptBy = uint48(block.timestamp + 1 hours);
        terms.settleBy = terms.receiptBy + MARGIN;
        terms.bodyHash = keccak256("body");
        terms.mayRelay = true;
        terms.nonce = keccak256("idempotency key");
    }

    function _request(QueryTerms memory terms, ConsentGrant memory grant) internal returns (LegId) {
        vm.prank(terms.buyer);
        return queries.request(terms, grant, noProof);
    }

    /// A recorded grant of so many uses and an open query under it.
    function _open(
        uint16 maxUses
    ) internal returns (ConsentGrant memory grant, QueryTerms memory terms) {
        grant = _grantOf(maxUses);
        _record(grant);
        terms = _terms(grant);
        _request(terms, grant);
    }

    function _broadcast(QueryTerms memory terms, ConsentGrant memory grant) internal {
        uint48 offersBy = terms.receiptBy - MARGIN;
        vm.prank(terms.seller);
        queries.broadcast(terms, grant, keccak256("who"), terms.categories, PRICE, offersBy);
    }

    function _offer(QueryTerms memory terms) internal view returns (Offer memory offer) {
        (offer.queryId, offer.parentLegId) = queries.idsOfQuery(terms);
        offer.buyer = terms.seller;
        offer.seller = HOLDER;
        offer.contentCommitment = keccak256("content");
        offer.claimsHash = keccak256("claims");
        offer.categories = terms.categories;
        offer.price = PRICE;
        offer.royaltyBps = 500;
        offer.validUntil = uint48(block.timestamp + 10 minutes);
        offer.receiptBy = terms.receiptBy - 3 * MARGIN;
        offer.settleBy = terms.receiptBy - MARGIN;
        offer.bodyHash = keccak256("trade body");
        offer.nonce = keccak256("offer nonce");
    }

    function _trade(
        QueryTerms memory terms,
        ConsentGrant memory grant,
        Offer memory offer
    ) internal returns (LegId) {
        CompactSignature memory signature = _signOffer(HOLDER_KEY, offer);
        vm.prank(terms.seller);
        return queries.trade(terms, grant, offer, signature, noProof);
    }

    function _signOffer(
        uint256 key,
        Offer memory offer
    ) internal view returns (CompactSignature memory) {
        bytes32 structHash = keccak256(abi.encode(LegHash.OFFER_TYPEHASH, offer));
        return Signing.compact(key, _legDomain(), structHash);
    }

    function _settlement(
        QueryTerms memory terms,
        uint8 outcome
    ) internal view returns (Settlement memory) {
        (LegSlot memory slot, ) = queries.legOfQuery(terms);
        LegView memory leg = _viewOf(terms, slot.traded);
        return _signed(leg, _unsigned(outcome), ASKED_KEY, LENDER_KEY, _legDomain());
    }

    function _settlementOfTrade(
        Offer memory offer,
        uint8 outcome
    ) internal view returns (Settlement memory) {
        return _signed(_viewOf(offer), _unsigned(outcome), HOLDER_KEY, ASKED_KEY, _legDomain());
    }

    function _unsigned(uint8 outcome) internal pure returns (Settlement memory s) {
        s.cipherHash = keccak256("c");
        s.wHash = keccak256("w");
        s.responseHash = keccak256("response");
        s.key = KEY;
        s.outcome = outcome;
        s.outcomeSalt = OUTCOME_SALT;
    }

    function _signed(
        LegView memory leg,
        Settlement memory s,
        uint256 sellerKey,
        uint256 buyerKey,
        bytes32 domain
    ) internal pure returns (Settlement memory) {
        bytes32 deliveryHash = _deliveryHash(leg, s);
        s.sellerSignature = Signing.compact(sellerKey, domain, deliveryHash);
        s.buyerSignature = Signing.compact(buyerKey, domain, _receiptHash(leg, deliveryHash));
        return s;
    }

    function _deliveryHash(LegView memory l, Settlement memory s) internal pure returns (bytes32) {
        bytes memory ofLeg = abi.encode(
            LegHash.DELIVERY_TYPEHASH,
            l.id,
            l.buyer,
            l.seller,
            l.fee,
            l.missFee,
            l.receiptBy,
            l.settleBy,
            l.bodyHash
        );
        bytes32 keyHash = keccak256(abi.encode(l.id, s.key));
        bytes32 outcomeCommitment = keccak256(abi.encode(l.id, s.outcome, s.outcomeSalt));
        bytes memory ofContent = abi.encode(
            s.cipherHash,
            keyHash,
            s.wHash,
            s.responseHash,
            outcomeCommitment
        );
        return keccak256(bytes.concat(ofLeg, ofContent));
    }

    function _receiptHash(LegView memory l, bytes32 delivery) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    LegHash.RECEIPT_TYPEHASH,
                    l.id,
                    delivery,
                    l.fee,
                    l.missFee,
                    l.receiptBy,
                    l.settleBy
                )
            );
    }

    function _viewOf(QueryTerms memory t, bool traded) internal view returns (LegView memory) {
        (, LegId id) = queries.idsOfQuery(t);
        uint96 fee = traded ? t.fee + t.relayFee : t.fee;
        return LegView(id, t.buyer, t.seller, fee, t.missFee, t.receiptBy, t.settleBy, t.bodyHash);
    }

    function _viewOf(Offer memory o) internal view returns (LegView memory) {
        LegId id = queries.idOfTrade(o);
        return LegView(id, o.buyer, o.seller, o.price, 0, o.receiptBy, o.settleBy, o.bodyHash);
    }

    function _legDomain() internal view returns (bytes32) {
        return Signing.domain(block.chainid, address(queries));
    }

    function _lapse(uint48 settleBy) internal {
        vm.warp(uint256(settleBy) + 1);
        vm.roll(block.number + LAPSE_BLOCKS + 1);
    }

    function _free(address account) internal view returns (uint256) {
        return ledger.accountOf(account).free;
    }

    function _escrowed(address account) internal view returns (uint256) {
        return ledger.accountOf(account).escrowed;
    }
}
