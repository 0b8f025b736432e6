// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LegId, QueryId} from "../../../contracts/Ids.sol";
import {IQueries} from "../../../contracts/interfaces/IQueries.sol";
import {
    ConsentGrant,
    ConsentState,
    LegSlot,
    LegState,
    Offer,
    Outcome,
    QueryTerms,
    Settlement
} from "../../../contracts/Types.sol";
import {Exchanges} from "../support/Exchanges.sol";
import {vm} from "../support/Vm.sol";

/// What becomes of a leg that nobody settled, and of its use.
contract ReclaimTest is Exchanges {
    bytes32 private constant DELIVERY = keccak256("delivery");

    function test_ASilentSellersLegRefundsAllAndReturnsTheUse() public {
        (, QueryTerms memory terms) = _open(2);
        _lapse(terms.settleBy);
        (QueryId queryId, LegId legId) = queries.idsOfQuery(terms);
        vm.expectEmit(address(queries));
        emit IQueries.LegReclaimed(legId, LENDER, ASKED, queryId, FEE + RELAY_FEE, true);
        vm.prank(STRANGER);
        queries.reclaimQuery(terms);
        vm.assertEq(_free(LENDER), FUNDS, "refunded");
        vm.assertEq(_escrowed(LENDER), 0, "no escrow left");
        vm.assertEq(consents.slotOf(terms.consentId).uses, 0, "use returned");
        vm.assertEq(consents.slotOf(terms.consentId).attempts, 1, "attempt kept");
        (LegSlot memory leg, ) = queries.legOfQuery(terms);
        vm.assertTrue(leg.state == LegState.REFUNDED, "state");
    }

    function test_ADeliveryThatWasPostedKeepsTheUse() public {
        (, QueryTerms memory terms) = _open(2);
        (, LegId legId) = queries.idsOfQuery(terms);
        vm.expectEmit(address(queries));
        emit IQueries.DeliveryPosted(legId, DELIVERY);
        _post(terms);
        _lapse(terms.settleBy);
        queries.reclaimQuery(terms);
        vm.assertEq(_free(LENDER), FUNDS, "refunded");
        vm.assertEq(consents.slotOf(terms.consentId).uses, 1, "use kept");
    }

    function test_AWithdrawalAfterTheRequestRefundsTheLenderAtTheLapse() public {
        (ConsentGrant memory grant, QueryTerms memory terms) = _open(1);
        _withdraw(grant, 1);
        vm.expectPartialRevert(IQueries.QueriesLegNotLapsed.selector);
        queries.reclaimQuery(terms);
        _lapse(terms.settleBy);
        queries.reclaimQuery(terms);
        vm.assertEq(_free(LENDER), FUNDS, "refunded");
        vm.assertTrue(consents.statusOf(grant) == ConsentState.WITHDRAWN, "withdrawn");
        (LegSlot memory leg, ) = queries.legOfQuery(terms);
        vm.assertTrue(leg.state == LegState.REFUNDED, "state");
    }

    function test_ALapseRevivesNoConsumedConsent() public {
        (ConsentGrant memory grant, QueryTerms memory terms) = _open(1);
        _lapse(terms.settleBy);
        queries.reclaimQuery(terms);
        vm.assertEq(_free(LENDER), FUNDS, "refunded");
        vm.assertTrue(consents.statusOf(grant) == ConsentState.CONSUMED, "consumed");
        (LegSlot memory leg, ) = queries.legOfQuery(terms);
        vm.assertTrue(leg.state == LegState.REFUNDED, "state");
    }

    function test_AReturnedUseCanBeUsedAgain() public {
        (ConsentGrant memory grant, QueryTerms memory terms) = _open(2);
        _lapse(terms.settleBy);
        queries.reclaimQuery(terms);
        for (uint256 i = 0; i < 2; ++i) {
            terms = _terms(grant);
            terms.nonce = keccak256(abi.encode("again", i));
            _request(terms, grant);
        }
        vm.assertTrue(consents.statusOf(grant) == ConsentState.CONSUMED, "consumed");
    }

    function test_Error_ALegLapsesOnlyWhenTimeAndBlocksAreBothOver(
        uint32 late,
        uint32 blocks
    ) public {
        (, QueryTerms memory terms) = _open(2);
        Settlement memory settlement = _settlement(terms, Outcome.HIT);
        vm.warp(uint256(terms.settleBy) + (late % 3) - 1);
        vm.roll(block.number + LAPSE_BLOCKS + (blocks % 3) - 1);
        bool over = block.timestamp > terms.settleBy && blocks % 3 == 2;
        (, bool lapsed) = queries.legOfQuery(terms);
        vm.assertTrue(lapsed == over, "lapsed");
        // Settle and refund are disjoint, and together they cover every case.
        if (over) {
            vm.expectPartialRevert(IQueries.QueriesLegLapsed.selector);
            queries.settleQuery(terms, settlement);
            queries.reclaimQuery(terms);
        } else {
            vm.expectPartialRevert(IQueries.QueriesLegNotLapsed.selector);
            queries.reclaimQuery(terms);
            queries.settleQuery(terms, settlement);
        }
    }

    function test_Error_ALegIsReclaimedTwiceOrAfterItsSettlement() public {
        (, QueryTerms memory terms) = _open(2);
        Settlement memory settlement = _settlement(terms, Outcome.HIT);
        (, LegId legId) = queries.idsOfQuery(terms);
        bytes memory problem = abi.encodeWithSelector(IQueries.QueriesLegNotOpen.selector, legId);
        _lapse(terms.settleBy);
        queries.reclaimQuery(terms);
        vm.expectRevert(problem);
        queries.reclaimQuery(terms);
        vm.expectRevert(problem);
        queries.settleQuery(terms, settlement);

        setUp();
        (, terms) = _open(2);
        queries.settleQuery(terms, _settlement(terms, Outcome.HIT));
        _lapse(terms.settleBy);
        vm.expectPartialRevert(IQueries.QueriesLegNotOpen.selector);
        queries.reclaimQuery(terms);
    }

    function test_Error_ALegThatNobodyOpenedIsReclaimed() public {
        QueryTerms memory terms = _terms(_grant());
        _lapse(terms.settleBy);
        vm.expectPartialRevert(IQueries.QueriesLegNotOpen.selector);
        queries.reclaimQuery(terms);
    }

    function test_ALapsedTradeRefundsTheAskedAgency() public {
        (ConsentGrant memory grant, QueryTerms memory terms) = _open(1);
        _broadcast(terms, grant);
        Offer memory offer = _offer(terms);
        LegId legId = _trade(terms, grant, offer);
        vm.expectPartialRevert(IQueries.QueriesLegNotLapsed.selector);
        queries.reclaimTrade(offer);
        _lapse(offer.settleBy);
        vm.expectEmit(address(queries));
        emit IQueries.LegReclaimed(legId, ASKED, HOLDER, offer.queryId, PRICE, false);
        queries.reclaimTrade(offer);
        vm.assertEq(_free(ASKED), FUNDS, "refunded");
        vm.expectPartialRevert(IQueries.QueriesLegNotOpen.selector);
        queries.reclaimTrade(offer);
    }

    function test_ATradesDeliveryIsPosted() public {
        (ConsentGrant memory grant, QueryTerms memory terms) = _open(1);
        _broadcast(terms, grant);
        Offer memory offer = _offer(terms);
        _trade(terms, grant, offer);
        vm.prank(HOLDER);
        queries.postTradeDelivery(offer, DELIVERY);
        (LegSlot memory leg, ) = queries.legOfTrade(offer);
        vm.assertTrue(leg.posted, "posted");
        queries.settleTrade(offer, _settlementOfTrade(offer, Outcome.HIT));
    }

    function test_Error_ADeliveryIsPostedByAnotherTwiceOrTooLate() public {
        (, QueryTerms memory terms) = _open(2);
        vm.expectRevert(abi.encodeWithSelector(IQueries.QueriesNotSeller.selector, ASKED, LENDER));
        vm.prank(LENDER);
        queries.postQueryDelivery(terms, DELIVERY);
        _post(terms);
        vm.expectPartialRevert(IQueries.QueriesDeliveryPosted.selector);
        _post(terms);

        setUp();
        (, terms) = _open(2);
        _lapse(terms.settleBy);
        vm.expectPartialRevert(IQueries.QueriesLegLapsed.selector);
        _post(terms);
    }

    function test_APostedDeliveryIsSettledLikeAnyOther() public {
        (, QueryTerms memory terms) = _open(1);
        _post(terms);
        queries.settleQuery(terms, _settlement(terms, Outcome.HIT));
        vm.assertEq(_free(ASKED), FUNDS + FEE, "paid");
    }

    function _post(QueryTerms memory terms) private {
        vm.prank(ASKED);
        queries.postQueryDelivery(terms, DELIVERY);
    }
}
