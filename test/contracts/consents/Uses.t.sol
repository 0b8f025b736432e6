// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {GrantHash} from "../../../contracts/GrantHash.sol";
import {ConsentId, LegId} from "../../../contracts/Ids.sol";
import {IConsents} from "../../../contracts/interfaces/IConsents.sol";
import {LegWord, LegWords} from "../../../contracts/LegWord.sol";
import {
    ConsentGrant,
    ConsentSlot,
    ConsentState,
    LegState,
    UseLimits
} from "../../../contracts/Types.sol";
import {Grants} from "../support/Grants.sol";
import {vm} from "../support/Vm.sol";

/// Counting of uses, periods and attempts, in the name of Queries.
contract UsesTest is Grants {
    LegId private constant LEG = LegId.wrap(keccak256("leg"));

    ConsentId private id;
    ConsentGrant private grant;

    function test_UsesRunDownToConsumed(uint16 maxUses) public {
        maxUses = 2 + (maxUses % 4);
        _begin(maxUses);
        for (uint16 i = 1; i <= maxUses; ++i) {
            (uint16 usesLeft, uint16 attempts, bool carried) = _consume(maxUses, 0, 0);
            vm.assertEq(usesLeft, maxUses - i, "uses left");
            vm.assertEq(attempts, i, "attempts");
            vm.assertFalse(carried, "carried");
        }
        vm.assertTrue(consents.statusOf(grant) == ConsentState.CONSUMED, "consumed");
        vm.assertEq(consents.slotOf(id).uses, maxUses, "uses");
    }

    function test_ASingleUseConsentCarriesItsLeg() public {
        _begin(1);
        (uint16 usesLeft, uint16 attempts, bool carried) = _consume(1, 0, 0);
        vm.assertEq(usesLeft, 0, "uses left");
        vm.assertEq(attempts, 1, "attempts");
        vm.assertTrue(carried, "carried");
        ConsentSlot memory slot = consents.slotOf(id);
        vm.assertTrue(slot.state == ConsentState.CONSUMED, "state");
        vm.assertTrue(slot.leg == LegState.OPEN, "leg");
        vm.assertEq(slot.uses, 1, "uses");
        vm.assertEq(slot.attempts, 1, "attempts in the slot");
        vm.assertTrue(consents.carriedLeg(id, LEG).state() == LegState.OPEN, "carried leg");
        LegId other = LegId.wrap(keccak256("other"));
        vm.assertTrue(consents.carriedLeg(id, other).state() == LegState.NONE, "another leg");
    }

    function test_AttemptsAreCountedInBothFacesOfTheSlot() public {
        _begin(1);
        _consume(1, 0, 0);
        vm.startPrank(address(queries));
        consents.noteAttempt(id, 6, grant.expiresAt);
        consents.updateCarriedLeg(
            id,
            consents.carriedLeg(id, LEG).flagged(LegWords.TRADED).ended(LegState.SETTLED)
        );
        consents.noteAttempt(id, 6, grant.expiresAt);
        vm.stopPrank();
        vm.assertEq(consents.slotOf(id).attempts, 3, "attempts");
        LegWord leg = consents.carriedLeg(id, LEG);
        vm.assertTrue(leg.state() == LegState.SETTLED, "leg's state");
        vm.assertTrue(leg.has(LegWords.TRADED), "leg's flag");
        vm.assertEq(leg.requestBlock(), block.number, "leg's block");
    }

    function test_APeriodAllowsSoManyUsesAndTheNextOneAsManyAgain() public {
        _begin(5);
        _consume(5, 2, 0);
        _consume(5, 2, 0);
        _expectExhausted(2, 0);
        _consume(5, 2, 7);
        _consume(5, 2, 7);
        _expectExhausted(2, 7);
    }

    function test_AUseReturnsToThePeriodItCameFrom() public {
        _begin(5);
        _consume(5, 2, 3);
        _consume(5, 2, 3);
        vm.expectEmit(address(consents));
        emit IConsents.ConsentUseReturned(id, 3, 1);
        vm.assertTrue(_return(3), "returned");
        _consume(5, 2, 3);
        _expectExhausted(2, 3);
    }

    function test_AUseOfAnEarlierPeriodDoesNotEnlargeTheLaterOne() public {
        _begin(5);
        _consume(5, 2, 3);
        _consume(5, 2, 4);
        _consume(5, 2, 4);
        vm.assertTrue(_return(3), "returned");
        vm.assertEq(consents.slotOf(id).uses, 2, "uses");
        _expectExhausted(2, 4);
    }

    function test_AUseReturnsToAPausedConsentAndNotToAConsumedOne() public {
        _begin(2);
        _consume(2, 0, 0);
        _pause(grant, 1);
        vm.assertTrue(_return(0), "paused");
        _resume(grant, 2);
        _consume(2, 0, 0);
        _consume(2, 0, 0);
        vm.assertFalse(_return(0), "consumed");
        vm.assertTrue(consents.statusOf(grant) == ConsentState.CONSUMED, "stays");
        vm.assertEq(consents.slotOf(id).attempts, 3, "attempts never return");
    }

    function test_Error_AttemptsRunOut() public {
        _begin(5);
        vm.startPrank(address(queries));
        for (uint256 i = 0; i < 6; ++i) consents.noteAttempt(id, 6, grant.expiresAt);
        bytes memory problem = abi.encodeWithSelector(
            IConsents.ConsentsAttemptsExhausted.selector,
            id,
            6
        );
        vm.expectRevert(problem);
        consents.noteAttempt(id, 6, grant.expiresAt);
        vm.expectRevert(problem);
        consents.consume(id, UseLimits(5, 6, 0, 0), LEG, LegWords.opened(1, 0));
        vm.stopPrank();
    }

    function test_AConsumedConsentIsLiveForItsQueryUntilItsTimeIsOver() public {
        _begin(1);
        _consume(1, 0, 0);
        consents.requireLive(id, grant.expiresAt);
        vm.warp(grant.expiresAt);
        vm.expectRevert(
            abi.encodeWithSelector(IConsents.ConsentsNotUsable.selector, id, ConsentState.CONSUMED)
        );
        consents.requireLive(id, grant.expiresAt);
    }

    function test_AConsumedConsentCanBeWithdrawnAndKeepsItsLeg() public {
        _begin(1);
        _pause(grant, 1);
        _resume(grant, 2);
        _consume(1, 0, 0);
        vm.expectEmit(address(consents));
        emit IConsents.ConsentWithdrawn(id, 3);
        _withdraw(grant, 3);
        ConsentSlot memory slot = consents.slotOf(id);
        vm.assertTrue(slot.state == ConsentState.WITHDRAWN, "state");
        vm.assertEq(slot.seq, 3, "seq");
        vm.assertEq(slot.attempts, 1, "attempts");
        vm.assertTrue(consents.carriedLeg(id, LEG).state() == LegState.OPEN, "leg");
        _expectNotLive();
    }

    function test_AConsentOfSeveralUsesCanBeWithdrawnWhenAllAreTaken() public {
        _begin(2);
        _consume(2, 0, 0);
        _consume(2, 0, 0);
        _withdraw(grant, 1);
        ConsentSlot memory slot = consents.slotOf(id);
        vm.assertTrue(slot.state == ConsentState.WITHDRAWN, "state");
        vm.assertEq(slot.uses, 2, "uses");
        _expectNotLive();
    }

    function test_Error_AWithdrawalThatAnEarlierActOfTheSubjectReplaced() public {
        _begin(1);
        bytes memory early = _signAction(GrantHash.WITHDRAW_TYPEHASH, grant, 1, grant.expiresAt);
        _pause(grant, 1);
        _resume(grant, 2);
        _consume(1, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsBadSeq.selector, id, 3, 1));
        consents.withdraw(grant, 1, grant.expiresAt, early);
    }

    function test_Error_AConsumedConsentHasNothingToWithdrawOnceItsTimeIsOver() public {
        _begin(1);
        _consume(1, 0, 0);
        vm.warp(grant.expiresAt);
        vm.expectRevert(
            abi.encodeWithSelector(
                IConsents.ConsentsInvalidTransition.selector,
                id,
                ConsentState.CONSUMED,
                ConsentState.WITHDRAWN
            )
        );
        consents.withdraw(grant, 1, grant.expiresAt, "");
    }

    function test_Error_AnotherThanQueriesCounts() public {
        _begin(1);
        bytes memory problem = abi.encodeWithSelector(
            IConsents.ConsentsNotQueries.selector,
            STRANGER
        );
        vm.startPrank(STRANGER);
        vm.expectRevert(problem);
        consents.consume(id, UseLimits(1, 6, 0, 0), LEG, LegWords.opened(1, 0));
        vm.expectRevert(problem);
        consents.noteAttempt(id, 6, grant.expiresAt);
        vm.expectRevert(problem);
        consents.returnUse(id, 0);
        vm.expectRevert(problem);
        consents.updateCarriedLeg(id, LegWord.wrap(0));
        vm.stopPrank();
        vm.assertEq(consents.QUERIES(), address(queries), "queries");
    }

    function _begin(uint16 maxUses) private {
        grant = _grantOf(maxUses);
        id = _record(grant);
    }

    function _consume(
        uint16 maxUses,
        uint16 perPeriod,
        uint32 periodIndex
    ) private returns (uint16, uint16, bool) {
        UseLimits memory limits = UseLimits(maxUses, 100, perPeriod, periodIndex);
        vm.prank(address(queries));
        return consents.consume(id, limits, LEG, LegWords.opened(block.number, periodIndex));
    }

    function _return(uint32 periodIndex) private returns (bool) {
        vm.prank(address(queries));
        return consents.returnUse(id, periodIndex);
    }

    function _expectNotLive() private {
        vm.expectRevert(
            abi.encodeWithSelector(IConsents.ConsentsNotUsable.selector, id, ConsentState.WITHDRAWN)
        );
        consents.requireLive(id, grant.expiresAt);
    }

    function _expectExhausted(uint16 perPeriod, uint32 periodIndex) private {
        UseLimits memory limits = UseLimits(5, 100, perPeriod, periodIndex);
        vm.expectRevert(
            abi.encodeWithSelector(
                IConsents.ConsentsPeriodExhausted.selector,
                id,
                periodIndex,
                perPeriod
            )
        );
        vm.prank(address(queries));
        consents.consume(id, limits, LEG, LegWords.opened(block.number, periodIndex));
    }
}
