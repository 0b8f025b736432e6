// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LegId} from "../../contracts/Ids.sol";
import {LegWord, LegWords} from "../../contracts/LegWord.sol";
import {SpentSlot, SpentSlots} from "../../contracts/SpentSlot.sol";
import {ConsentState, LegSlot, LegState} from "../../contracts/Types.sol";
import {vm} from "./support/Vm.sol";

/// Packing keeps every part apart from its neighbours.
contract PackedWordsTest {
    function test_ALegWordKeepsWhatWasPutIn(
        uint40 requestBlock,
        uint32 period,
        uint8 flags,
        bool settled
    ) public pure {
        LegWord word = LegWords.opened(requestBlock, period);
        flags &= 7;
        for (uint8 flag = 1; flag <= 4; flag *= 2) {
            if (flags & flag != 0) word = word.flagged(flag);
        }
        if (settled) word = word.ended(LegState.SETTLED);
        LegSlot memory slot = word.unpack();
        vm.assertTrue(slot.state == (settled ? LegState.SETTLED : LegState.OPEN), "state");
        vm.assertTrue(slot.posted == (flags & 1 != 0), "posted");
        vm.assertTrue(slot.broadcasted == (flags & 2 != 0), "broadcasted");
        vm.assertTrue(slot.traded == (flags & 4 != 0), "traded");
        vm.assertEq(slot.requestBlock, requestBlock, "block");
        vm.assertEq(slot.periodIndex, period, "period");
    }

    function test_ASpentSlotKeepsItsLegAndItsAttempts(
        uint16 attempts,
        uint16 seq,
        uint40 requestBlock,
        bytes32 legId
    ) public pure {
        LegWord leg = LegWords.opened(requestBlock, 7).flagged(LegWords.POSTED);
        SpentSlot slot = SpentSlots.carrying(attempts, seq, leg, LegId.wrap(legId));
        _expect(slot, attempts, requestBlock, legId, LegState.OPEN);
        vm.assertEq(uint8(SpentSlot.unwrap(slot)), uint8(ConsentState.CONSUMED), "consent");
        slot = slot.withLeg(leg.ended(LegState.REFUNDED));
        _expect(slot, attempts, requestBlock, legId, LegState.REFUNDED);
        vm.assertEq(slot.seq(), seq, "seq");
    }

    function test_AWithdrawalChangesNothingElseOfASpentSlot(
        uint16 attempts,
        uint16 seq,
        uint16 nextSeq,
        bytes32 legId
    ) public pure {
        LegWord leg = LegWords.opened(9, 0).flagged(LegWords.POSTED);
        SpentSlot slot = SpentSlots.carrying(attempts, seq, leg, LegId.wrap(legId));
        slot = slot.withdrawn(nextSeq);
        _expect(slot, attempts, 9, legId, LegState.OPEN);
        vm.assertEq(uint8(SpentSlot.unwrap(slot)), uint8(ConsentState.WITHDRAWN), "consent");
        vm.assertEq(slot.seq(), nextSeq, "seq");
    }

    function test_ASpentSlotKnowsItsLegFromAnother(bytes32 legId, bytes32 other) public pure {
        vm.assume(bytes20(legId) != bytes20(other));
        LegWord leg = LegWords.opened(1, 0);
        SpentSlot slot = SpentSlots.carrying(1, 0, leg, LegId.wrap(legId));
        vm.assertTrue(slot.legOf(LegId.wrap(other)).state() == LegState.NONE, "another");
    }

    function test_ASlotThatCarriesNoLegHasNone(uint256 word, bytes32 legId) public pure {
        SpentSlot slot = SpentSlot.wrap(word & ~(uint256(type(uint8).max) << 24));
        vm.assertTrue(slot.legOf(LegId.wrap(legId)).state() == LegState.NONE, "none");
    }

    function _expect(
        SpentSlot slot,
        uint16 attempts,
        uint40 requestBlock,
        bytes32 legId,
        LegState state
    ) private pure {
        LegSlot memory leg = slot.legOf(LegId.wrap(legId)).unpack();
        vm.assertTrue(leg.state == state, "state");
        vm.assertTrue(leg.posted, "posted");
        vm.assertEq(leg.requestBlock, requestBlock, "block");
        vm.assertEq(leg.periodIndex, 0, "no period");
        uint256 word = SpentSlot.unwrap(slot);
        vm.assertEq(uint16(word >> 8), attempts, "attempts");
        vm.assertEq(uint8(word >> 24), uint8(state), "leg's state where ConsentSlot has it");
    }
}
