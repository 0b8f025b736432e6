// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LegId} from "./Ids.sol";
import {LegWord} from "./LegWord.sol";
import {ConsentState} from "./Types.sol";

/// The other face of a consent's slot, once the only use of a single-use consent is taken: CONSUMED, or WITHDRAWN
/// since, it carries that use's leg, so that a request needs no fresh slot. From the lowest bit: consent state 8 bits,
/// attempts 16 and the leg's state 8 (as in ConsentSlot), the rest of the leg 48, the last 16 bits of the sequence
/// number, then 160 bits of the leg's id, which bind its terms: to find two terms with one tag takes 2^80 hashes.
type SpentSlot is uint256;

using SpentSlots for SpentSlot global;

library SpentSlots {
    uint256 private constant ATTEMPTS_AT = 8;
    uint256 private constant LEG_AT = 24;
    uint256 private constant LEG_MASK = type(uint56).max;
    uint256 private constant SEQ_AT = 80;
    uint256 private constant TAG_AT = 96;

    function carrying(
        uint16 attempts,
        uint16 lastSeq,
        LegWord leg,
        LegId legId
    ) internal pure returns (SpentSlot) {
        uint256 tag = (uint256(LegId.unwrap(legId)) >> TAG_AT) << TAG_AT;
        uint256 base = uint8(ConsentState.CONSUMED) | (uint256(attempts) << ATTEMPTS_AT);
        return SpentSlot.wrap(tag | (uint256(lastSeq) << SEQ_AT) | base).withLeg(leg);
    }

    /// The leg stays as it is: it is settled or refunded like any other.
    function withdrawn(SpentSlot slot, uint16 lastSeq) internal pure returns (SpentSlot) {
        uint256 replaced = type(uint8).max | (uint256(type(uint16).max) << SEQ_AT);
        uint256 others = SpentSlot.unwrap(slot) & ~replaced;
        uint256 state = uint8(ConsentState.WITHDRAWN);
        return SpentSlot.wrap(others | (uint256(lastSeq) << SEQ_AT) | state);
    }

    function seq(SpentSlot slot) internal pure returns (uint16) {
        return uint16(SpentSlot.unwrap(slot) >> SEQ_AT);
    }

    /// The period of the leg's use is dropped: nothing returns the use of a consent that is consumed.
    function withLeg(SpentSlot slot, LegWord leg) internal pure returns (SpentSlot) {
        uint256 others = SpentSlot.unwrap(slot) & ~(LEG_MASK << LEG_AT);
        return SpentSlot.wrap(others | ((LegWord.unwrap(leg) & LEG_MASK) << LEG_AT));
    }

    /// The leg if the slot carries one and it is the one with that id, else none.
    function legOf(SpentSlot slot, LegId legId) internal pure returns (LegWord) {
        uint256 word = SpentSlot.unwrap(slot);
        uint256 leg = (word >> LEG_AT) & LEG_MASK;
        bool another = (word ^ uint256(LegId.unwrap(legId))) >> TAG_AT != 0;
        if (another || leg & type(uint8).max == 0) return LegWord.wrap(0);
        return LegWord.wrap(uint88(leg));
    }
}
