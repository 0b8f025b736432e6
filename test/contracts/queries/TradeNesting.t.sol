// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IQueries} from "../../../contracts/interfaces/IQueries.sol";
import {CompactSignature, ConsentGrant, Offer, QueryTerms} from "../../../contracts/Types.sol";
import {Exchanges} from "../support/Exchanges.sol";
import {vm} from "../support/Vm.sol";

/// Invariant 6: a trade's deadlines lie inside its query's, with time left to answer the lender.
contract TradeNestingTest is Exchanges {
    ConsentGrant private grant;
    QueryTerms private terms;
    Offer private offer;

    function setUp() public override {
        super.setUp();
        (grant, terms) = _open(1);
        _broadcast(terms, grant);
        offer = _offer(terms);
    }

    function test_AnyTradeThatIsAcceptedIsNested(uint48 receiptBy, uint48 settleBy) public {
        offer.receiptBy = START - 100 + (receiptBy % 2 hours);
        offer.settleBy = START - 100 + (settleBy % 2 hours);
        CompactSignature memory signature = _signOffer(HOLDER_KEY, offer);
        bool sound =
            offer.receiptBy > START &&
                offer.settleBy >= offer.receiptBy + MARGIN &&
                offer.settleBy + MARGIN <= terms.receiptBy;
        vm.prank(ASKED);
        try queries.trade(terms, grant, offer, signature, noProof) {
            vm.assertTrue(sound, "accepted");
        } catch {
            vm.assertFalse(sound, "refused");
        }
    }

    function test_Error_ATradeThatEndsTooLateForTheLender() public {
        offer.settleBy = terms.receiptBy - MARGIN + 1;
        _refuse(
            abi.encodeWithSelector(
                IQueries.QueriesNotNested.selector,
                offer.settleBy,
                terms.receiptBy,
                MARGIN
            )
        );
    }

    function test_Error_ATradeWithoutTimeToSettle() public {
        offer.receiptBy = offer.settleBy - MARGIN + 1;
        _refuse(
            abi.encodeWithSelector(
                IQueries.QueriesMarginTooShort.selector,
                offer.receiptBy,
                offer.settleBy,
                MARGIN
            )
        );
    }

    function test_Error_ATradeWhoseReceiptIsOver() public {
        offer.receiptBy = START;
        _refuse(abi.encodeWithSelector(IQueries.QueriesReceiptByPassed.selector, START));
    }

    function _refuse(bytes memory problem) private {
        CompactSignature memory signature = _signOffer(HOLDER_KEY, offer);
        vm.expectRevert(problem);
        vm.prank(ASKED);
        queries.trade(terms, grant, offer, signature, noProof);
    }
}
