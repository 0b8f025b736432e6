// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CompactSignature, ConsentState, Offer, QueryTerms} from "../../../contracts/Types.sol";
import {vm} from "../support/Vm.sol";
import {World} from "./World.sol";

/// Posting, relaying and trading, by the agencies whose turn it is and by others.
abstract contract AgencyActions is World {
    function post(uint256 which, uint256 seed) external {
        if (legBooks.length == 0) return;
        LegBook storage leg = legBooks[which % legBooks.length];
        address caller = seed % 4 == 0 ? STRANGER : _sellerOf(leg);
        bool expected = caller != STRANGER && _isOpen(leg) && !leg.posted;
        vm.prank(caller);
        bool done = leg.isTrade ? _postTrade(leg) : _postQuery(leg);
        _must(done == expected, "a Delivery was posted out of turn");
        if (done) leg.posted = true;
    }

    function broadcast(uint256 which, uint256 seed) public {
        if (legBooks.length == 0) return;
        LegBook storage leg = legBooks[which % legBooks.length];
        if (leg.isTrade) return;
        ConsentBook storage consent = consentBooks[leg.consent];
        uint48 offersBy = leg.terms.receiptBy - MARGIN;
        bool expected =
            _mayRelay(leg) &&
                !leg.broadcasted &&
                consent.attempts < consent.grant.attempts &&
                offersBy > block.timestamp;
        vm.prank(leg.terms.seller);
        try
            queries.broadcast(
                leg.terms,
                consent.grant,
                bytes32(seed),
                leg.terms.categories,
                PRICE,
                offersBy
            )
        {
            _must(expected, "broadcast out of turn");
            leg.broadcasted = true;
            ++consent.attempts;
        } catch {
            _must(!expected, "a sound broadcast was refused");
        }
    }

    function trade(uint256 which, uint256 seed) public {
        if (legBooks.length == 0) return;
        uint256 parent = which % legBooks.length;
        if (legBooks[parent].isTrade) return;
        seed = _mix(seed);
        Offer memory offer = _anyOffer(legBooks[parent], seed);
        _accept(parent, offer, seed >> 200);
    }

    function _accept(uint256 parent, Offer memory offer, uint256 seed) private {
        LegBook storage leg = legBooks[parent];
        uint256 signer = seed % 8 == 0 ? LENDER_KEY : _keyOf(offer.seller);
        bool expected = signer != LENDER_KEY && _mayTrade(leg, offer);
        CompactSignature memory signature = _signOffer(signer, offer);
        QueryTerms memory terms = leg.terms;
        vm.prank(leg.terms.seller);
        try queries.trade(terms, consentBooks[leg.consent].grant, offer, signature, noProof) {
            _must(expected, "6: a trade that does not nest or was not offered");
            leg.traded = true;
            _remember(parent, offer);
        } catch {
            _must(!expected, "a sound trade was refused");
        }
        _checkFree("3: a trade moved other money");
    }

    function _remember(uint256 parent, Offer memory offer) private {
        legBooks.push();
        LegBook storage leg = legBooks[legBooks.length - 1];
        leg.id = queries.idOfTrade(offer);
        leg.isTrade = true;
        leg.consent = legBooks[parent].consent;
        leg.parent = parent;
        leg.offer = offer;
        leg.escrow = offer.price;
        leg.settleBy = offer.settleBy;
        leg.openedAtBlock = block.number;
        expectedFree[offer.buyer] -= offer.price;
    }

    function _postQuery(LegBook storage leg) private returns (bool) {
        try queries.postQueryDelivery(leg.terms, keccak256("delivery")) {
            return true;
        } catch {
            return false;
        }
    }

    function _postTrade(LegBook storage leg) private returns (bool) {
        try queries.postTradeDelivery(leg.offer, keccak256("delivery")) {
            return true;
        } catch {
            return false;
        }
    }

    function _isOpen(LegBook storage leg) private view returns (bool) {
        return leg.end == End.OPEN && !_hasLapsed(leg);
    }

    function _mayRelay(LegBook storage leg) private view returns (bool) {
        ConsentBook storage consent = consentBooks[leg.consent];
        bool live = consent.state == ConsentState.ACTIVE || consent.state == ConsentState.CONSUMED;
        return
            _isOpen(leg) &&
            !leg.posted &&
            leg.terms.mayRelay &&
            live &&
            !_isExpired(consent) &&
            _isActive(leg.terms.seller);
    }

    function _mayTrade(LegBook storage leg, Offer memory offer) private view returns (bool) {
        bool nested =
            offer.receiptBy > block.timestamp &&
                offer.settleBy >= offer.receiptBy + MARGIN &&
                offer.settleBy + MARGIN <= leg.terms.receiptBy;
        return
            nested &&
            leg.broadcasted &&
            _mayRelay(leg) &&
            offer.seller != offer.buyer &&
            _isActive(offer.seller) &&
            offer.price <= expectedFree[offer.buyer];
    }

    function _anyOffer(LegBook storage leg, uint256 seed) private returns (Offer memory offer) {
        offer = _offer(leg.terms);
        offer.nonce = _fresh();
        offer.seller = _agency(seed);
        offer.price = uint96((seed >> 8) % (FUNDS / 32));
        // One in four at random, the others at the very edge of what nests, on either side of it.
        offer.settleBy = leg.terms.receiptBy - MARGIN + ((seed >> 64) % 5 == 0 ? 1 : 0);
        offer.receiptBy = offer.settleBy - MARGIN;
        if ((seed >> 96) % 4 != 0) return offer;
        offer.receiptBy = uint48(block.timestamp + ((seed >> 104) % 20 minutes));
        offer.settleBy = offer.receiptBy + uint48((seed >> 136) % (3 * MARGIN));
    }
}
