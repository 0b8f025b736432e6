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

/// Who is paid what by a settlement. What a settlement must prove is in SettleProof.t.sol.
contract SettleTest is Exchanges {
    function test_AHitPaysTheFeeAndRefundsTheRelayFee() public {
        (, QueryTerms memory terms) = _open(1);
        queries.settleQuery(terms, _settlement(terms, Outcome.HIT));
        _expect(FUNDS - FEE, FUNDS + FEE);
    }

    function test_AMissPaysTheMissFeeAndRefundsTheRest() public {
        (, QueryTerms memory terms) = _open(1);
        queries.settleQuery(terms, _settlement(terms, Outcome.MISS));
        _expect(FUNDS - MISS_FEE, FUNDS + MISS_FEE);
    }

    function test_AHitAfterATradePaysBothFees() public {
        (ConsentGrant memory grant, QueryTerms memory terms) = _open(1);
        _broadcast(terms, grant);
        _trade(terms, grant, _offer(terms));
        queries.settleQuery(terms, _settlement(terms, Outcome.HIT));
        _expect(FUNDS - FEE - RELAY_FEE, FUNDS + FEE + RELAY_FEE - PRICE);
    }

    function test_Error_AMissAfterATrade() public {
        (ConsentGrant memory grant, QueryTerms memory terms) = _open(1);
        _broadcast(terms, grant);
        _trade(terms, grant, _offer(terms));
        Settlement memory settlement = _settlement(terms, Outcome.MISS);
        (, LegId legId) = queries.idsOfQuery(terms);
        vm.expectRevert(abi.encodeWithSelector(IQueries.QueriesMissAfterTrade.selector, legId));
        queries.settleQuery(terms, settlement);
    }

    function test_Error_ADeliverySignedBeforeTheTradeDoesNotPayAfterIt() public {
        (ConsentGrant memory grant, QueryTerms memory terms) = _open(1);
        Settlement memory early = _settlement(terms, Outcome.HIT);
        _broadcast(terms, grant);
        _trade(terms, grant, _offer(terms));
        vm.expectPartialRevert(IQueries.QueriesDeliverySignatureInvalid.selector);
        queries.settleQuery(terms, early);
    }

    function test_ATradesHitPaysThePriceAndItsMissNothing() public {
        for (uint8 outcome = Outcome.HIT; outcome <= Outcome.MISS; ++outcome) {
            setUp();
            (ConsentGrant memory grant, QueryTerms memory terms) = _open(2);
            _broadcast(terms, grant);
            Offer memory offer = _offer(terms);
            _trade(terms, grant, offer);
            vm.assertEq(_escrowed(ASKED), PRICE, "escrow of the asked agency");
            queries.settleTrade(offer, _settlementOfTrade(offer, outcome));
            uint256 paid = outcome == Outcome.HIT ? PRICE : 0;
            vm.assertEq(_free(HOLDER), FUNDS + paid, "holder");
            vm.assertEq(_free(ASKED), FUNDS - paid, "asked");
            vm.assertEq(_escrowed(ASKED), 0, "no escrow left");
        }
    }

    function test_AnyAmountsArePaidToTheUnit(
        uint96 fee,
        uint96 relayFee,
        uint96 missFee,
        bool hit,
        uint16 maxUses
    ) public {
        ConsentGrant memory grant = _grantOf(1 + (maxUses % 5));
        _record(grant);
        QueryTerms memory terms = _terms(grant);
        terms.fee = fee % (FUNDS / 2);
        terms.relayFee = relayFee % (FUNDS / 2);
        terms.missFee = missFee % (terms.fee + 1);
        _request(terms, grant);
        uint8 outcome = hit ? Outcome.HIT : Outcome.MISS;
        queries.settleQuery(terms, _settlement(terms, outcome));
        uint256 paid = hit ? terms.fee : terms.missFee;
        _expect(FUNDS - paid, FUNDS + paid);
    }

    function test_WhoeverSettlesOnlyTheStoredPayeeIsPaid(address settler) public {
        vm.assume(settler != LENDER && settler != ASKED && settler != address(vm));
        uint256 before = _free(settler);
        (, QueryTerms memory terms) = _open(1);
        Settlement memory settlement = _settlement(terms, Outcome.HIT);
        vm.prank(settler);
        queries.settleQuery(terms, settlement);
        vm.assertEq(_free(settler), before, "the settler gets nothing");
        _expect(FUNDS - FEE, FUNDS + FEE);
    }

    function test_ASettlementIsToldWithEverythingTheAuditorNeeds() public {
        (, QueryTerms memory terms) = _open(1);
        Settlement memory s = _settlement(terms, Outcome.MISS);
        (QueryId queryId, LegId legId) = queries.idsOfQuery(terms);
        bytes32 deliveryHash = _deliveryHash(_viewOf(terms, false), s);
        vm.expectEmit(address(queries));
        emit IQueries.LegSettled(
            legId,
            LENDER,
            ASKED,
            queryId,
            Outcome.MISS,
            MISS_FEE,
            FEE + RELAY_FEE - MISS_FEE,
            deliveryHash,
            s.cipherHash,
            s.responseHash,
            KEY
        );
        queries.settleQuery(terms, s);
    }

    function test_WhatWasDeliveredIsPaidAfterAWithdrawal() public {
        for (uint16 uses = 1; uses <= 2; ++uses) {
            setUp();
            (ConsentGrant memory grant, QueryTerms memory terms) = _open(uses);
            Settlement memory settlement = _settlement(terms, Outcome.HIT);
            _withdraw(grant, 1);
            queries.settleQuery(terms, settlement);
            _expect(FUNDS - FEE, FUNDS + FEE);
            vm.assertTrue(consents.statusOf(grant) == ConsentState.WITHDRAWN, "withdrawn");
        }
    }

    function test_ASettledLegKeepsItsUse() public {
        (, QueryTerms memory terms) = _open(2);
        queries.settleQuery(terms, _settlement(terms, Outcome.MISS));
        vm.assertEq(consents.slotOf(terms.consentId).uses, 1, "uses");
        (LegSlot memory leg, ) = queries.legOfQuery(terms);
        vm.assertTrue(leg.state == LegState.SETTLED, "state");
    }

    function test_Error_ALegIsSettledTwice() public {
        for (uint16 maxUses = 1; maxUses <= 2; ++maxUses) {
            setUp();
            (, QueryTerms memory terms) = _open(maxUses);
            Settlement memory settlement = _settlement(terms, Outcome.HIT);
            queries.settleQuery(terms, settlement);
            (, LegId legId) = queries.idsOfQuery(terms);
            vm.expectRevert(abi.encodeWithSelector(IQueries.QueriesLegNotOpen.selector, legId));
            queries.settleQuery(terms, settlement);
        }
    }

    function test_ALegSettlesUntilTimeAndBlocksAreBothOver() public {
        (, QueryTerms memory terms) = _open(1);
        vm.warp(uint256(terms.settleBy) + 30 days);
        vm.roll(block.number + LAPSE_BLOCKS);
        queries.settleQuery(terms, _settlement(terms, Outcome.HIT));
    }

    function test_Error_ALapsedLegIsSettled() public {
        for (uint16 maxUses = 1; maxUses <= 2; ++maxUses) {
            setUp();
            (, QueryTerms memory terms) = _open(maxUses);
            Settlement memory settlement = _settlement(terms, Outcome.HIT);
            _lapse(terms.settleBy);
            (, LegId legId) = queries.idsOfQuery(terms);
            vm.expectRevert(abi.encodeWithSelector(IQueries.QueriesLegLapsed.selector, legId));
            queries.settleQuery(terms, settlement);
        }
    }

    function _expect(uint256 lender, uint256 asked) private view {
        vm.assertEq(_free(LENDER), lender, "lender");
        vm.assertEq(_free(ASKED), asked, "asked");
        vm.assertEq(_escrowed(LENDER), 0, "no escrow left");
    }
}
