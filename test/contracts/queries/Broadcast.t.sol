// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LegId, QueryId} from "../../../contracts/Ids.sol";
import {IConsents} from "../../../contracts/interfaces/IConsents.sol";
import {IMembers} from "../../../contracts/interfaces/IMembers.sol";
import {IQueries} from "../../../contracts/interfaces/IQueries.sol";
import {ConsentGrant, ConsentState, LegSlot, QueryTerms, Role} from "../../../contracts/Types.sol";
import {Exchanges} from "../support/Exchanges.sol";
import {vm} from "../support/Vm.sol";

contract BroadcastTest is Exchanges {
    bytes32 private constant WHO = keccak256("who");

    ConsentGrant private grant;
    QueryTerms private terms;
    uint48 private offersBy;

    function setUp() public override {
        super.setUp();
        _begin(2);
    }

    function test_ABroadcastCountsAnAttemptAndTellsThePeers() public {
        for (uint16 maxUses = 1; maxUses <= 2; ++maxUses) {
            super.setUp();
            _begin(maxUses);
            (QueryId queryId, LegId legId) = queries.idsOfQuery(terms);
            vm.expectEmit(address(queries));
            emit IQueries.QueryBroadcast(
                queryId,
                legId,
                ASKED,
                terms.consentId,
                WHO,
                3,
                PRICE,
                offersBy,
                2
            );
            vm.prank(ASKED);
            queries.broadcast(terms, grant, WHO, 3, PRICE, offersBy);
            (LegSlot memory leg, ) = queries.legOfQuery(terms);
            vm.assertTrue(leg.broadcasted, "kept");
            vm.assertEq(consents.slotOf(terms.consentId).attempts, 2, "attempts");
        }
    }

    function test_Error_AQueryIsBroadcastTwice() public {
        _broadcast(terms, grant);
        (, LegId legId) = queries.idsOfQuery(terms);
        _refuse(abi.encodeWithSelector(IQueries.QueriesBroadcastTwice.selector, legId));
    }

    function test_Error_AnotherThanTheSellerBroadcasts() public {
        vm.expectRevert(abi.encodeWithSelector(IQueries.QueriesNotSeller.selector, ASKED, HOLDER));
        vm.prank(HOLDER);
        queries.broadcast(terms, grant, WHO, 7, PRICE, offersBy);
    }

    function test_Error_TheQueryMayNotBeRelayed() public {
        (terms.mayRelay, terms.relayFee, terms.nonce) = (false, 0, keccak256("direct"));
        _request(terms, grant);
        _refuse(abi.encodeWithSelector(IQueries.QueriesRelayNotAllowed.selector, terms.consentId));
    }

    function test_Error_CategoriesOutsideTheQuery(uint32 categories) public {
        categories = categories & ~uint32(7) == 0 ? 0 : categories;
        vm.expectRevert(
            abi.encodeWithSelector(IQueries.QueriesCategoriesOutside.selector, categories, 7)
        );
        vm.prank(ASKED);
        queries.broadcast(terms, grant, WHO, categories, PRICE, offersBy);
    }

    function test_Error_OffersThatLeaveNoTimeForTheLender(uint16 excess) public {
        offersBy += 1 + uint48(excess);
        _refuseNesting();
        offersBy = uint48(block.timestamp);
        _refuseNesting();
    }

    function test_Error_AConsentThatIsNoLongerLive() public {
        _pause(grant, 1);
        _refuseState(ConsentState.PAUSED);
        _withdraw(grant, 2);
        _refuseState(ConsentState.WITHDRAWN);
    }

    function test_Error_AnotherGrantThanTheQuerys() public {
        ConsentGrant memory other = _grantOf(3);
        _record(other);
        vm.expectPartialRevert(IQueries.QueriesConsentMismatch.selector);
        vm.prank(ASKED);
        queries.broadcast(terms, other, WHO, 7, PRICE, offersBy);
    }

    function test_Error_AttemptsAreUsedUp() public {
        grant.attempts = 1;
        grant.nonce = keccak256("one attempt");
        _record(grant);
        terms = _terms(grant);
        _request(terms, grant);
        _refuse(
            abi.encodeWithSelector(IConsents.ConsentsAttemptsExhausted.selector, terms.consentId, 1)
        );
    }

    function test_Error_ASuspendedAgencyBroadcasts() public {
        vm.prank(COUNCIL);
        members.suspend(ASKED);
        _refuse(abi.encodeWithSelector(IMembers.MembersNotActive.selector, ASKED, Role.AGENCY));
    }

    function test_Error_ADeliveryWasPostedAlready() public {
        vm.prank(ASKED);
        queries.postQueryDelivery(terms, keccak256("delivery"));
        (, LegId legId) = queries.idsOfQuery(terms);
        _refuse(abi.encodeWithSelector(IQueries.QueriesDeliveryPosted.selector, legId));
    }

    function test_Error_AQueryThatLapsedOrNeverWas() public {
        _lapse(terms.settleBy);
        (, LegId legId) = queries.idsOfQuery(terms);
        _refuse(abi.encodeWithSelector(IQueries.QueriesLegLapsed.selector, legId));
        terms.nonce = keccak256("never");
        (, legId) = queries.idsOfQuery(terms);
        _refuse(abi.encodeWithSelector(IQueries.QueriesLegNotOpen.selector, legId));
    }

    function _begin(uint16 maxUses) private {
        (grant, terms) = _open(maxUses);
        offersBy = terms.receiptBy - MARGIN;
    }

    function _refuseNesting() private {
        _refuse(
            abi.encodeWithSelector(
                IQueries.QueriesNotNested.selector,
                offersBy,
                terms.receiptBy,
                MARGIN
            )
        );
    }

    function _refuseState(ConsentState state) private {
        _refuse(
            abi.encodeWithSelector(IConsents.ConsentsNotUsable.selector, terms.consentId, state)
        );
    }

    function _refuse(bytes memory problem) private {
        vm.expectRevert(problem);
        vm.prank(ASKED);
        queries.broadcast(terms, grant, WHO, 7, PRICE, offersBy);
    }
}
