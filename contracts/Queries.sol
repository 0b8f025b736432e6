// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AgencySet} from "./AgencySet.sol";
import {GrantHash} from "./GrantHash.sol";
import {GrantRules} from "./GrantRules.sol";
import {IConsents} from "./interfaces/IConsents.sol";
import {ConsentId, LegId, QueryId} from "./Ids.sol";
import {ILedger} from "./interfaces/ILedger.sol";
import {IMembers} from "./interfaces/IMembers.sol";
import {IQueries} from "./interfaces/IQueries.sol";
import {LegHash} from "./LegHash.sol";
import {Legs} from "./Legs.sol";
import {LegWord, LegWords} from "./LegWord.sol";
import {
    CompactSignature,
    ConsentGrant,
    Offer,
    QueryTerms,
    Role,
    Settlement,
    UseLimits,
    Windows
} from "./Types.sol";

contract Queries is Legs {
    using GrantHash for ConsentGrant;
    using GrantRules for ConsentGrant;
    using LegHash for Offer;

    uint16 private constant FULL_BPS = 10_000;

    IMembers public immutable MEMBERS;

    constructor(
        IMembers members,
        IConsents consents,
        ILedger ledger,
        Windows memory windows_
    ) Legs(consents, ledger, windows_) {
        MEMBERS = members;
    }

    /// @inheritdoc IQueries
    function request(
        QueryTerms calldata terms,
        ConsentGrant calldata grant,
        bytes32[] calldata scopeProof
    ) external returns (LegId) {
        (QueryId queryId, LegId legId) = idsOfQuery(terms);
        if (msg.sender != terms.buyer) revert QueriesNotBuyer(terms.buyer, msg.sender);
        _requireConsent(grant, terms);
        grant.requireCovers(terms, scopeProof);
        _requireFees(terms);
        _requireWindow(terms.receiptBy, terms.settleBy);
        MEMBERS.requireParties(terms.buyer, terms.seller, terms.purpose);

        UseLimits memory limits = grant.limits();
        LegWord leg = LegWords.opened(block.number, limits.periodIndex);
        (uint16 usesLeft, uint16 attempts, bool carried) = CONSENTS.consume(
            terms.consentId,
            limits,
            legId,
            leg
        );
        if (!carried) _open(legId, leg);
        emit QueryRequested(
            legId,
            terms.consentId,
            terms.buyer,
            terms.seller,
            queryId,
            terms,
            usesLeft,
            attempts
        );
        LEDGER.lock(terms.buyer, uint256(terms.fee) + terms.relayFee);
        return legId;
    }

    /// @inheritdoc IQueries
    function postQueryDelivery(QueryTerms calldata terms, bytes32 deliveryHash) external {
        _post(_findQuery(terms), deliveryHash);
    }

    /// @inheritdoc IQueries
    function postTradeDelivery(Offer calldata offer, bytes32 deliveryHash) external {
        _post(_findTrade(offer), deliveryHash);
    }

    /// @inheritdoc IQueries
    function settleQuery(QueryTerms calldata terms, Settlement calldata settlement) external {
        _settle(_findQuery(terms), settlement);
    }

    /// @inheritdoc IQueries
    function settleTrade(Offer calldata offer, Settlement calldata settlement) external {
        _settle(_findTrade(offer), settlement);
    }

    /// @inheritdoc IQueries
    function reclaimQuery(QueryTerms calldata terms) external {
        Leg memory leg = _findQuery(terms);
        _requireLapsed(leg);
        // A delivered answer keeps its use; the seller's silence gives it back.
        bool useReturned =
            !leg.kept.has(LegWords.POSTED) &&
                CONSENTS.returnUse(terms.consentId, leg.kept.periodIndex());
        _reclaim(leg, useReturned);
    }

    /// @inheritdoc IQueries
    function reclaimTrade(Offer calldata offer) external {
        Leg memory leg = _findTrade(offer);
        _requireLapsed(leg);
        _reclaim(leg, false);
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
        Leg memory leg = _findQuery(terms);
        _requireRelaying(leg, terms);
        if (leg.kept.has(LegWords.BROADCASTED)) revert QueriesBroadcastTwice(leg.id);
        _requireConsent(grant, terms);
        _requireCategories(categories, terms.categories);
        _requireNested(offersBy, terms.receiptBy);
        MEMBERS.requireActive(leg.seller, Role.AGENCY);

        uint16 attempts = CONSENTS.noteAttempt(terms.consentId, grant.attempts, grant.expiresAt);
        leg.kept = leg.kept.flagged(LegWords.BROADCASTED);
        _save(leg);
        emit QueryBroadcast(
            leg.queryId,
            leg.id,
            leg.seller,
            terms.consentId,
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
        CompactSignature calldata offerSignature,
        bytes32[] calldata providersProof
    ) external returns (LegId tradeLegId) {
        Leg memory leg = _findQuery(terms);
        tradeLegId = idOfTrade(offer);
        _requireRelaying(leg, terms);
        if (!leg.kept.has(LegWords.BROADCASTED)) revert QueriesNotBroadcast(leg.id);
        _requireConsent(grant, terms);
        CONSENTS.requireLive(terms.consentId, grant.expiresAt);
        _requireProvider(grant, terms.consentId, offer.seller, providersProof);
        _requireOffer(leg, terms, offer);
        if (!_isSignedBy(offer.seller, offer.offerHash(), offerSignature)) {
            revert QueriesOfferSignatureInvalid(tradeLegId, offer.seller);
        }

        _open(tradeLegId, LegWords.opened(block.number, 0));
        leg.kept = leg.kept.flagged(LegWords.TRADED);
        _save(leg);
        emit TradeAccepted(tradeLegId, leg.queryId, offer.seller, leg.id, offer);
        LEDGER.lock(offer.buyer, offer.price);
    }

    /// The query is open, may be relayed, has no Delivery yet, and the caller is its seller.
    function _requireRelaying(Leg memory leg, QueryTerms calldata terms) private view {
        if (msg.sender != leg.seller) revert QueriesNotSeller(leg.seller, msg.sender);
        _requireOpen(leg);
        if (leg.kept.has(LegWords.POSTED)) revert QueriesDeliveryPosted(leg.id);
        if (!terms.mayRelay) revert QueriesRelayNotAllowed(terms.consentId);
    }

    function _requireOffer(
        Leg memory leg,
        QueryTerms calldata terms,
        Offer calldata offer
    ) private view {
        if (offer.queryId != leg.queryId) revert QueriesOfferMismatch("queryId");
        if (offer.parentLegId != leg.id) revert QueriesOfferMismatch("parentLegId");
        if (offer.buyer != leg.seller) revert QueriesOfferMismatch("buyer");
        // The lender pays to be told, it is not the one that tells.
        if (offer.seller == leg.buyer) revert QueriesOfferMismatch("seller");
        if (offer.royaltyBps > FULL_BPS) revert QueriesOfferMismatch("royaltyBps");
        if (block.timestamp > offer.validUntil) revert QueriesOfferExpired(offer.validUntil);
        _requireCategories(offer.categories, terms.categories);
        _requireWindow(offer.receiptBy, offer.settleBy);
        _requireNested(offer.settleBy, terms.receiptBy);
        MEMBERS.requireAgencies(offer.buyer, offer.seller);
    }

    function _requireConsent(ConsentGrant calldata grant, QueryTerms calldata terms) private pure {
        ConsentId presented = grant.id();
        if (presented != terms.consentId) {
            revert QueriesConsentMismatch(presented, terms.consentId);
        }
        if (terms.mayRelay && !grant.relayAllowed) revert QueriesRelayNotAllowed(presented);
    }

    function _requireFees(QueryTerms calldata terms) private pure {
        if (terms.missFee > terms.fee) revert QueriesMissFeeAboveFee(terms.missFee, terms.fee);
        if (terms.relayFee != 0 && !terms.mayRelay) {
            revert QueriesRelayFeeWithoutRelay(terms.relayFee);
        }
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
}
