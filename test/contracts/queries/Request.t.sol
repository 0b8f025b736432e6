// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsentId, LegId, QueryId} from "../../../contracts/Ids.sol";
import {IConsents} from "../../../contracts/interfaces/IConsents.sol";
import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {IQueries} from "../../../contracts/interfaces/IQueries.sol";
import {ConsentGrant, LegSlot, LegState, QueryTerms, Windows} from "../../../contracts/Types.sol";
import {Exchanges} from "../support/Exchanges.sol";
import {vm} from "../support/Vm.sol";

/// What a request does, and what its terms may say. What its consent must say is in RequestConsent.t.sol.
contract RequestTest is Exchanges {
    ConsentGrant private grant;
    QueryTerms private terms;

    function setUp() public override {
        super.setUp();
        grant = _grantOf(2);
        _record(grant);
        terms = _terms(grant);
    }

    function test_ARequestTakesTheEscrowAndCountsTheUse() public {
        _request(terms, grant);
        vm.assertEq(_free(LENDER), FUNDS - FEE - RELAY_FEE, "free");
        vm.assertEq(_escrowed(LENDER), FEE + RELAY_FEE, "escrow");
        vm.assertEq(consents.slotOf(terms.consentId).uses, 1, "uses");
        vm.assertEq(consents.slotOf(terms.consentId).attempts, 1, "attempts");
        (LegSlot memory leg, bool lapsed) = queries.legOfQuery(terms);
        vm.assertTrue(leg.state == LegState.OPEN, "state");
        vm.assertEq(leg.requestBlock, block.number, "block");
        vm.assertFalse(lapsed, "lapsed");
    }

    function test_ARequestIsToldWithAllItsTerms() public {
        (QueryId queryId, LegId legId) = queries.idsOfQuery(terms);
        vm.expectEmit(address(queries));
        emit IQueries.QueryRequested(legId, terms.consentId, LENDER, ASKED, queryId, terms, 1, 1);
        _request(terms, grant);
    }

    function test_IdsAreDerivedFromChainContractAndTerms() public view {
        (QueryId queryId, LegId legId) = queries.idsOfQuery(terms);
        bytes32 expected = keccak256(
            abi.encode(block.chainid, queries, LENDER, terms.nonce, terms.bodyHash)
        );
        vm.assertEq(QueryId.unwrap(queryId), expected, "query");
        bytes32 typehash = keccak256(
            "QueryTerms(bytes32 consentId,address buyer,address seller,uint8 purpose,uint32 categories,uint96 fee,uint96 relayFee,uint96 missFee,uint48 receiptBy,uint48 settleBy,bytes32 bodyHash,bool mayRelay,bytes32 nonce)"
        );
        bytes32 offerHash = keccak256(abi.encode(typehash, terms));
        expected = keccak256(abi.encode(queryId, LENDER, ASKED, offerHash));
        vm.assertEq(LegId.unwrap(legId), expected, "leg");
    }

    function test_TheContractsAndWindowsAreReadable() public view {
        Windows memory w = queries.windows();
        vm.assertEq(w.receiptMarginSec, MARGIN, "receipt margin");
        vm.assertEq(w.tradeMarginSec, MARGIN, "trade margin");
        vm.assertEq(w.maxWindowSec, MAX_WINDOW, "window");
        vm.assertEq(w.lapseBlocks, LAPSE_BLOCKS, "lapse");
        vm.assertEq(address(queries.MEMBERS()), address(members), "members");
        vm.assertEq(address(queries.CONSENTS()), address(consents), "consents");
        vm.assertEq(address(queries.LEDGER()), address(ledger), "ledger");
    }

    function test_Error_AnotherThanTheBuyerAsks() public {
        vm.expectRevert(
            abi.encodeWithSelector(IQueries.QueriesNotBuyer.selector, LENDER, OTHER_LENDER)
        );
        vm.prank(OTHER_LENDER);
        queries.request(terms, grant, noProof);
    }

    function test_Error_TheSameTermsTwice() public {
        LegId legId = _request(terms, grant);
        _refuse(abi.encodeWithSelector(IQueries.QueriesLegExists.selector, legId));
    }

    function test_Error_TheSameTermsAgainAfterTheLegEnded() public {
        LegId legId = _request(terms, grant);
        _lapse(terms.settleBy);
        queries.reclaimQuery(terms);
        vm.warp(START);
        _refuse(abi.encodeWithSelector(IQueries.QueriesLegExists.selector, legId));
    }

    function test_Error_TheSameTermsTwiceOnASingleUse() public {
        ConsentGrant memory single = _grant();
        _record(single);
        terms = _terms(single);
        _request(terms, single);
        vm.expectPartialRevert(IConsents.ConsentsNotUsable.selector);
        vm.prank(LENDER);
        queries.request(terms, single, noProof);
    }

    function test_Error_AMissDearerThanAHit(uint96 excess) public {
        terms.missFee = FEE + 1 + (excess % 1e20);
        _refuse(
            abi.encodeWithSelector(IQueries.QueriesMissFeeAboveFee.selector, terms.missFee, FEE)
        );
    }

    function test_Error_ARelayFeeWithoutARelay() public {
        terms.mayRelay = false;
        _refuse(abi.encodeWithSelector(IQueries.QueriesRelayFeeWithoutRelay.selector, RELAY_FEE));
        terms.relayFee = 0;
        _request(terms, grant);
    }

    function test_Error_MoreEscrowThanTheBuyerHas(uint96 fee, uint96 relayFee) public {
        vm.assume(uint256(fee) + relayFee > FUNDS);
        (terms.fee, terms.relayFee, terms.missFee) = (fee, relayFee, 0);
        _refuse(
            abi.encodeWithSelector(
                ILedger.LedgerInsufficientFree.selector,
                LENDER,
                FUNDS,
                uint256(fee) + relayFee
            )
        );
    }

    function test_EveryWindowWithinTheMarginsIsAccepted(uint32 receipt, uint32 settle) public {
        uint48 latest = START + MAX_WINDOW;
        terms.receiptBy = START + 1 + (receipt % (MAX_WINDOW - MARGIN));
        terms.settleBy = terms.receiptBy + MARGIN;
        terms.settleBy += settle % (latest - terms.settleBy + 1);
        _request(terms, grant);
    }

    function test_Error_AReceiptThatCannotBeInTime() public {
        terms.receiptBy = START;
        _refuse(abi.encodeWithSelector(IQueries.QueriesReceiptByPassed.selector, START));
    }

    function test_Error_TooLittleTimeToSettle() public {
        terms.settleBy = terms.receiptBy + MARGIN - 1;
        _refuse(
            abi.encodeWithSelector(
                IQueries.QueriesMarginTooShort.selector,
                terms.receiptBy,
                terms.settleBy,
                MARGIN
            )
        );
    }

    function test_Error_AWindowTooLong() public {
        terms.settleBy = START + MAX_WINDOW + 1;
        _refuse(
            abi.encodeWithSelector(
                IQueries.QueriesWindowTooLong.selector,
                terms.settleBy,
                uint256(START + MAX_WINDOW)
            )
        );
    }

    function _refuse(bytes memory problem) private {
        vm.expectRevert(problem);
        vm.prank(LENDER);
        queries.request(terms, grant, noProof);
    }
}
