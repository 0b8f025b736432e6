// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsentSlot, LegSlot, LegState, Outcome} from "../../../contracts/Types.sol";
import {vm} from "../support/Vm.sol";
import {AgencyActions} from "./AgencyActions.sol";
import {LenderActions} from "./LenderActions.sol";
import {NetworkActions} from "./NetworkActions.sol";
import {SettleActions} from "./SettleActions.sol";
import {SubjectActions} from "./SubjectActions.sol";

/// Everybody at once; and the comparison of what the contracts hold with what the books say.
contract Handler is SubjectActions, LenderActions, AgencyActions, SettleActions, NetworkActions {
    function setUp() public override {
        super.setUp();
        for (uint256 seed = 0; seed < 6; ++seed) grantAndRequest(seed);
    }

    /// What takes several steps in turn would hardly ever come about by chance alone.
    function grantAndRequest(uint256 seed) public {
        recordGrant(seed);
        request(consentBooks.length - 1, seed >> 3);
    }

    function relay(uint256 which, uint256 seed) external {
        uint256 count = legBooks.length;
        for (uint256 i = 0; i < count; ++i) {
            LegBook storage leg = legBooks[((which % count) + i) % count];
            bool worth = !leg.isTrade && !leg.traded && leg.terms.mayRelay && leg.end == End.OPEN;
            if (!worth || _hasLapsed(leg)) continue;
            broadcast((which % count) + i, seed);
            return trade((which % count) + i, seed);
        }
    }

    function checkMoney() external view {
        address[5] memory actors = _actors();
        uint256 free;
        uint256 escrowed;
        for (uint256 i = 0; i < actors.length; ++i) {
            free += _free(actors[i]);
            escrowed += _escrowed(actors[i]);
            vm.assertEq(ledger.accountOf(actors[i]).vesting, 0, "1: vesting");
        }
        vm.assertEq(ledger.accounted(), free + escrowed, "1: accounted = free + escrows");
        vm.assertEq(ledger.donations(), donated, "1: donations");
        vm.assertEq(token.balanceOf(address(ledger)), free + escrowed + donated, "1: token held");
        vm.assertEq(escrowed, _openEscrow(), "3: escrow of the open legs");
    }

    function checkLegs() external view {
        for (uint256 i = 0; i < legBooks.length; ++i) {
            LegBook storage leg = legBooks[i];
            (LegSlot memory slot, bool lapsed) = leg.isTrade
                ? queries.legOfTrade(leg.offer)
                : queries.legOfQuery(leg.terms);
            vm.assertEq(uint256(slot.state), _stateOf(leg.end), "2: a leg ends exactly once");
            vm.assertTrue(lapsed == _hasLapsed(leg), "2: settle or reclaim, never both");
            vm.assertTrue(slot.posted == leg.posted, "posted");
            vm.assertTrue(slot.traded == leg.traded, "traded");
            vm.assertTrue(slot.broadcasted == leg.broadcasted, "broadcasted");
            _checkTrade(leg);
        }
    }

    function checkConsents() external view {
        for (uint256 i = 0; i < consentBooks.length; ++i) {
            ConsentBook storage book = consentBooks[i];
            ConsentSlot memory slot = consents.slotOf(book.id);
            vm.assertEq(uint256(slot.state), uint256(book.state), "4: terminal states absorb");
            vm.assertEq(slot.uses, book.uses, "4: uses");
            vm.assertEq(slot.attempts, book.attempts, "4: attempts only grow");
            vm.assertTrue(slot.uses <= book.grant.maxUses, "4: maxUses");
            vm.assertTrue(slot.attempts <= book.grant.attempts, "4: attempts' cap");
            bool bounded = book.grant.perPeriod == 0 || slot.periodUses <= book.grant.perPeriod;
            vm.assertTrue(bounded, "4: the period");
        }
    }

    /// Invariant 9: time, and transactions that anyone may send, end everything and leave nothing behind.
    function endEverything() external {
        vm.warp(block.timestamp + MAX_WINDOW + 1);
        vm.roll(block.number + LAPSE_BLOCKS + 1);
        for (uint256 i = 0; i < legBooks.length; ++i) {
            if (legBooks[i].end == End.OPEN) this.reclaim(i);
            vm.assertTrue(legBooks[i].end != End.OPEN, "9: every leg ends");
        }
        vm.assertEq(bytes32(bytes(breach)), 0, "9: as the books expect");
        address[5] memory actors = _actors();
        for (uint256 i = 0; i < actors.length; ++i) _takeAll(actors[i]);
        vm.assertEq(ledger.accounted(), 0, "9: all money is attributed and taken");
        vm.assertEq(token.balanceOf(address(ledger)), donated, "9: only donations are left");
    }

    function sizes() external view returns (uint256 consentCount, uint256 legCount) {
        return (consentBooks.length, legBooks.length);
    }

    function _takeAll(address member) private {
        uint256 free = _free(member);
        vm.assertEq(_escrowed(member), 0, "9: no escrow is left");
        if (free == 0) return;
        vm.prank(member);
        ledger.withdraw(uint96(free));
    }

    function _checkTrade(LegBook storage leg) private view {
        if (!leg.isTrade) {
            bool missed = leg.traded && leg.outcome == Outcome.MISS;
            vm.assertFalse(missed, "6: no miss after an accepted trade");
            return;
        }
        uint48 receiptBy = legBooks[leg.parent].terms.receiptBy;
        vm.assertTrue(leg.offer.settleBy + MARGIN <= receiptBy, "6: trades nest");
    }

    function _openEscrow() private view returns (uint256 sum) {
        for (uint256 i = 0; i < legBooks.length; ++i) {
            if (legBooks[i].end == End.OPEN) sum += legBooks[i].escrow;
        }
    }

    function _stateOf(End end) private pure returns (uint256) {
        if (end == End.OPEN) return uint256(LegState.OPEN);
        return uint256(end == End.SETTLED ? LegState.SETTLED : LegState.REFUNDED);
    }
}
