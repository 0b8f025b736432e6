// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AgencySet} from "./AgencySet.sol";
import {IConsents} from "./interfaces/IConsents.sol";
import {ILedger} from "./interfaces/ILedger.sol";
import {IMembers} from "./interfaces/IMembers.sol";
import {IQueries} from "./interfaces/IQueries.sol";
import {LegHash} from "./LegHash.sol";
import {Legs} from "./Legs.sol";
import {
    ConsentGrant,
    ConsentId,
    LegId,
    LegSlot,
    Offer,
    QueryId,
    QueryTerms,
    Role,
    Settlement,
    Windows
} from "./Types.sol";

contract Queries is Legs {
    using LegHash for QueryTerms;
    using LegHash for Offer;

    uint16 private constant FULL_BPS = 10_000;

    IMembers public immutable MEMBERS;
    IConsents public immutable CONSENTS;

    constructor(
        IMembers members,
        IConsents consents,
        ILedger ledger,
        Windows memory windows_
    ) Legs(ledger, windows_) {
        MEMBERS = members;
        CONSENTS = consents;
    }

    /// @inheritdoc IQueries
    function request(
        QueryTerms calldata terms,
        ConsentGrant calldata grant,
        bytes32[] calldata scopeProof
    ) external returns (LegId) {
        (QueryId queryId, LegId legId) = idsOfQuery(terms);
        if (msg.sender != terms.buyer) revert QueriesNotBuyer(terms.buyer, msg.sender);
        _requireUnused(legId);
        _requireTerms(terms, grant);
        _requireWindow(terms.receiptBy, terms.settleBy);
        MEMBERS.requireParties(terms.buyer, terms.seller, terms.purpose);

        (ConsentId consentId, uint32 periodIndex, uint16 usesLeft, uint16 attempts) = CONSENTS
            .consume(grant, terms.buyer, terms.seller, terms.purpose, terms.categories, scopeProof);
        _requireConsent(consentId, terms.consentId);
        _open(legId, terms.settleBy, periodIndex);
        emit QueryRequested(
            legId,
            consentId,
            terms.buyer,
            terms.seller,
            queryId,
            terms,
            usesLeft,
            attempts
        );
        LEDGER.lock(legId, terms.buyer, uint256(terms.fee) + terms.relayFee);
        return legId;
    }

    /// @inheritdoc IQueries
    function postDelivery(
        QueryId queryId,
        address buyer,
        bytes32 offerHash,
        bytes32 deliveryHash
    ) external {
        LegId legId = LegHash.legId(queryId, buyer, msg.sender, offerHash);
        if (_requireOpen(legId).posted) revert QueriesDeliveryPosted(legId);
        _legs[legId].posted = true;
        emit DeliveryPosted(legId, deliveryHash);
    }

    /// @inheritdoc IQueries
    function settleQuery(QueryTerms calldata terms, Settlement calldata settlement) external {
        (QueryId queryId, LegId legId) = idsOfQuery(terms);
        LegSlot memory slot = _requireOpen(legId);
        _settle(_legOfQuery(terms, queryId, legId, slot.traded), slot, settlement);
    }

    /// @inheritdoc IQueries
    function settleTrade(Offer calldata offer, Settlement calldata settlement) external {
        LegId legId = idOfTrade(offer);
        LegSlot memory slot = _requireOpen(legId);
        _settle(_legOfTrade(offer, legId), slot, settlement);
    }

    /// @inheritdoc IQueries
    function reclaimQuery(QueryTerms calldata terms) external {
        (QueryId queryId, LegId legId) = idsOfQuery(terms);
        LegSlot memory slot = _lapse(legId);
        uint256 escrow = uint256(terms.fee) + terms.relayFee;
        bool useReturned = !slot.posted && CONSENTS.returnUse(terms.consentId, slot.periodIndex);
        emit LegReclaimed(legId, terms.buyer, terms.seller, queryId, escrow, useReturned);
        LEDGER.refund(legId, terms.buyer, escrow);
    }

    /// @inheritdoc IQueries
    function reclaimTrade(Offer calldata offer) external {
        LegId legId = idOfTrade(offer);
        _lapse(legId);
        emit LegReclaimed(legId, offer.buyer, offer.seller, offer.queryId, offer.price, false);
        LEDGER.refund(legId, offer.buyer, offer.price);
    }

    /// @inheritdoc IQueries
    function broadcast(
        QueryTerms calldata terms,
        ConsentGrant calldata grant,
        bytes32 identificationHash,
        uint32 categories,
        uint96 priceCeiling,
        uint48 offersBy
    ) external {
        (QueryId queryId, LegId legId) = idsOfQuery(terms);
        LegSlot memory slot = _requireRelaying(terms, legId);
        if (slot.broadcasted) revert QueriesBroadcastTwice(legId);
        _requireCategories(categories, terms.categories);
        _requireNested(offersBy, terms.receiptBy);
        MEMBERS.requireActive(msg.sender, Role.AGENCY);

        (ConsentId consentId, uint16 attempts) = CONSENTS.noteAttempt(grant);
        _requireConsent(consentId, terms.consentId);
        _legs[legId].broadcasted = true;
        emit QueryBroadcast(
            queryId,
            legId,
            msg.sender,
            consentId,
            identificationHash,
            categories,
            priceCeiling,
            offersBy,
            attempts
        );
    }

    /// @inheritdoc IQueries
    function trade(
        QueryTerms calldata terms,
        ConsentGrant calldata grant,
        Offer calldata offer,
        bytes calldata offerSignature,
        bytes32[] calldata providersProof
    ) external returns (LegId tradeLegId) {
        (QueryId queryId, LegId legId) = idsOfQuery(terms);
        if (!_requireRelaying(terms, legId).broadcasted) revert QueriesNotBroadcast(legId);
        _requireConsent(CONSENTS.requireLive(grant), terms.consentId);
        _requireOffer(terms, queryId, legId, offer);
        _requireProvider(grant, terms.consentId, offer.seller, providersProof);
        bytes32 offerHash = offer.offerHash();
        tradeLegId = LegHash.legId(queryId, offer.buyer, offer.seller, offerHash);
        _requireUnused(tradeLegId);
        if (!_isSignedBy(offer.seller, offerHash, offerSignature)) {
            revert QueriesOfferSignatureInvalid(tradeLegId, offer.seller);
        }

        _open(tradeLegId, offer.settleBy, 0);
        _legs[legId].traded = true;
        emit TradeAccepted(tradeLegId, queryId, offer.seller, legId, offer);
        LEDGER.lock(tradeLegId, offer.buyer, offer.price);
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

    /// The query is open, may be relayed, has no Delivery yet, and the caller is its seller.
    function _requireRelaying(
        QueryTerms calldata terms,
        LegId legId
    ) private view returns (LegSlot memory slot) {
        if (msg.sender != terms.seller) revert QueriesNotSeller(terms.seller, msg.sender);
        slot = _requireOpen(legId);
        if (slot.posted) revert QueriesDeliveryPosted(legId);
        if (!terms.mayRelay) revert QueriesRelayNotAllowed(terms.consentId);
    }

    function _requireOffer(
        QueryTerms calldata terms,
        QueryId queryId,
        LegId legId,
        Offer calldata offer
    ) private view {
        if (offer.queryId != queryId) revert QueriesOfferMismatch("queryId");
        if (offer.parentLegId != legId) revert QueriesOfferMismatch("parentLegId");
        if (offer.buyer != terms.seller) revert QueriesOfferMismatch("buyer");
        // The lender paid to be told, not to tell.
        if (offer.seller == terms.buyer) revert QueriesOfferMismatch("seller");
        if (offer.royaltyBps > FULL_BPS) revert QueriesOfferMismatch("royaltyBps");
        if (block.timestamp > offer.validUntil) revert QueriesOfferExpired(offer.validUntil);
        _requireCategories(offer.categories, terms.categories);
        _requireWindow(offer.receiptBy, offer.settleBy);
        _requireNested(offer.settleBy, terms.receiptBy);
        MEMBERS.requireAgencies(offer.buyer, offer.seller);
    }

    function _requireConsent(ConsentId presented, ConsentId inTerms) private pure {
        if (presented != inTerms) revert QueriesConsentMismatch(presented, inTerms);
    }

    function _requireTerms(QueryTerms calldata terms, ConsentGrant calldata grant) private pure {
        if (terms.missFee > terms.fee) revert QueriesMissFeeAboveFee(terms.missFee, terms.fee);
        if (terms.mayRelay && !grant.relayAllowed) revert QueriesRelayNotAllowed(terms.consentId);
        if (terms.relayFee != 0 && !terms.mayRelay)
            revert QueriesRelayFeeWithoutRelay(terms.relayFee);
    }

    function _requireCategories(uint32 asked, uint32 granted) private pure {
        if (asked == 0 || asked & ~granted != 0) revert QueriesCategoriesOutside(asked, granted);
    }

    function _requireProvider(
        ConsentGrant calldata grant,
        ConsentId consentId,
        address provider,
        bytes32[] calldata proof
    ) private pure {
        bytes32 root = grant.providersRoot;
        if (root != 0 && !AgencySet.contains(root, provider, proof)) {
            revert QueriesProviderNotAllowed(consentId, provider);
        }
    }

    function _legOfQuery(
        QueryTerms calldata terms,
        QueryId queryId,
        LegId legId,
        bool traded
    ) private pure returns (Leg memory) {
        uint96 full = terms.fee + terms.relayFee;
        return
            Leg({
                id: legId,
                queryId: queryId,
                buyer: terms.buyer,
                seller: terms.seller,
                fee: traded ? full : terms.fee,
                missFee: terms.missFee,
                escrow: full,
                receiptBy: terms.receiptBy,
                settleBy: terms.settleBy,
                bodyHash: terms.bodyHash
            });
    }

    function _legOfTrade(Offer calldata offer, LegId legId) private pure returns (Leg memory) {
        return
            Leg({
                id: legId,
                queryId: offer.queryId,
                buyer: offer.buyer,
                seller: offer.seller,
                fee: offer.price,
                missFee: 0,
                escrow: offer.price,
                receiptBy: offer.receiptBy,
                settleBy: offer.settleBy,
                bodyHash: offer.bodyHash
            });
    }
}
