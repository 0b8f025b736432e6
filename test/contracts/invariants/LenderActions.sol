// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AgencyScope, ConsentGrant, ConsentState, QueryTerms} from "../../../contracts/Types.sol";
import {vm} from "../support/Vm.sol";
import {World} from "./World.sol";

/// Requests, sound and unsound; each must succeed exactly when the books allow it (invariants 4 and 5).
abstract contract LenderActions is World {
    function request(uint256 which, uint256 seed) public {
        if (consentBooks.length == 0) return;
        uint256 index = which % consentBooks.length;
        _ask(index, _anyTerms(consentBooks[index], _mix(seed)));
    }

    /// A request bent in one place.
    function requestUnsoundly(uint256 which, uint256 seed) external {
        if (consentBooks.length == 0) return;
        uint256 index = which % consentBooks.length;
        QueryTerms memory terms = _anyTerms(consentBooks[index], _mix(seed));
        uint256 bend = _mix(seed) % 6;
        if (bend == 0) terms.purpose = REVIEW;
        if (bend == 1) terms.categories = 8;
        if (bend == 2) terms.buyer = terms.buyer == LENDER ? OTHER_LENDER : LENDER;
        if (bend == 3) terms.seller = OTHER_LENDER;
        if (bend == 4) terms.missFee = terms.fee + 1;
        if (bend == 5) terms.settleBy = terms.receiptBy;
        _ask(index, terms);
    }

    /// The terms of an earlier query once more.
    function requestAgain(uint256 which) external {
        if (legBooks.length == 0) return;
        LegBook storage book = legBooks[which % legBooks.length];
        if (book.isTrade) return;
        vm.prank(book.terms.buyer);
        try queries.request(book.terms, consentBooks[book.consent].grant, noProof) {
            _must(false, "a leg was opened twice");
        } catch {}
    }

    function _ask(uint256 index, QueryTerms memory terms) private {
        ConsentBook storage consent = consentBooks[index];
        bool expected = _mayAsk(consent, index, terms);
        vm.prank(terms.buyer);
        try queries.request(terms, consent.grant, noProof) {
            _must(expected, "5: a request that the consent does not allow");
            _remember(index, terms);
        } catch {
            _must(!expected, "a sound request was refused");
        }
        _checkFree("3: a request moved other money");
    }

    function _remember(uint256 index, QueryTerms memory terms) private {
        ConsentBook storage consent = consentBooks[index];
        legBooks.push();
        LegBook storage leg = legBooks[legBooks.length - 1];
        (, leg.id) = queries.idsOfQuery(terms);
        leg.consent = index;
        leg.terms = terms;
        leg.escrow = uint256(terms.fee) + terms.relayFee;
        leg.settleBy = terms.settleBy;
        leg.openedAtBlock = block.number;
        leg.periodIndex = _periodOf(consent.grant);
        expectedFree[terms.buyer] -= leg.escrow;
        ++usesInPeriod[index][leg.periodIndex];
        ++consent.attempts;
        if (++consent.uses == consent.grant.maxUses) consent.state = ConsentState.CONSUMED;
    }

    function _mayAsk(
        ConsentBook storage consent,
        uint256 index,
        QueryTerms memory t
    ) private view returns (bool) {
        ConsentGrant storage g = consent.grant;
        bool live =
            consent.state == ConsentState.ACTIVE &&
                !_isExpired(consent) &&
                block.timestamp >= g.notBefore;
        if (!live) return false;
        bool covered =
            t.buyer == g.grantee &&
                t.purpose == g.purpose &&
                t.categories & ~g.categories == 0 &&
                (g.agencyScopeKind == AgencyScope.ANY ||
                    g.agencyScope == bytes32(uint256(uint160(t.seller)))) &&
                (g.relayAllowed || !t.mayRelay);
        if (!covered) return false;
        bool counted =
            consent.attempts < g.attempts &&
                (g.perPeriod == 0 || usesInPeriod[index][_periodOf(g)] < g.perPeriod);
        return counted && _isSound(t);
    }

    function _isSound(QueryTerms memory t) private view returns (bool) {
        bool parties = _isActive(t.buyer) && _isActive(t.seller) && t.seller != OTHER_LENDER;
        bool amounts = t.missFee <= t.fee && uint256(t.fee) + t.relayFee <= expectedFree[t.buyer];
        return parties && amounts && t.settleBy >= t.receiptBy + MARGIN;
    }

    function _anyTerms(
        ConsentBook storage consent,
        uint256 seed
    ) private returns (QueryTerms memory terms) {
        terms = _terms(consent.grant);
        terms.nonce = _fresh();
        bool one = consent.grant.agencyScopeKind == AgencyScope.ONE && seed % 5 != 0;
        terms.seller = one ? address(uint160(uint256(consent.grant.agencyScope))) : _agency(seed);
        terms.categories = uint32(1 + ((seed >> 8) % 7));
        terms.mayRelay = consent.grant.relayAllowed;
        terms.fee = uint96((seed >> 16) % (FUNDS / 64));
        terms.missFee = terms.fee / 3;
        terms.relayFee = terms.mayRelay ? uint96((seed >> 64) % (FUNDS / 64)) : 0;
        terms.receiptBy = uint48(block.timestamp + 20 minutes + ((seed >> 96) % 1 hours));
        terms.settleBy = terms.receiptBy + MARGIN + uint48((seed >> 112) % 10 minutes);
    }

    function _periodOf(ConsentGrant storage g) private view returns (uint32) {
        if (g.periodSec == 0) return 0;
        return uint32((block.timestamp - g.notBefore) / g.periodSec);
    }
}
