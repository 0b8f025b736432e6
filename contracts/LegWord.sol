// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LegSlot, LegState} from "./Types.sol";

/// What is kept of a leg, packed from the lowest bit: state 8 bits, flags 8, requestBlock 40, periodIndex 32.
/// One word is what a call between the contracts passes on most cheaply. 0 = no leg.
type LegWord is uint88;

using LegWords for LegWord global;

library LegWords {
    uint8 internal constant POSTED = 1;
    uint8 internal constant BROADCASTED = 2;
    uint8 internal constant TRADED = 4;

    uint256 private constant FLAGS_AT = 8;
    uint256 private constant BLOCK_AT = 16;
    uint256 private constant PERIOD_AT = 56;

    function opened(uint256 blockNumber, uint32 period) internal pure returns (LegWord) {
        uint256 word = (uint256(period) << PERIOD_AT) | (uint256(uint40(blockNumber)) << BLOCK_AT);
        return LegWord.wrap(uint88(word | uint8(LegState.OPEN)));
    }

    function ended(LegWord leg, LegState to) internal pure returns (LegWord) {
        return LegWord.wrap((LegWord.unwrap(leg) & ~uint88(type(uint8).max)) | uint8(to));
    }

    function flagged(LegWord leg, uint8 flag) internal pure returns (LegWord) {
        return LegWord.wrap(uint88(LegWord.unwrap(leg) | (uint256(flag) << FLAGS_AT)));
    }

    function has(LegWord leg, uint8 flag) internal pure returns (bool) {
        return (LegWord.unwrap(leg) >> FLAGS_AT) & flag != 0;
    }

    function state(LegWord leg) internal pure returns (LegState) {
        return LegState(uint8(LegWord.unwrap(leg)));
    }

    function requestBlock(LegWord leg) internal pure returns (uint40) {
        return uint40(LegWord.unwrap(leg) >> BLOCK_AT);
    }

    function periodIndex(LegWord leg) internal pure returns (uint32) {
        return uint32(LegWord.unwrap(leg) >> PERIOD_AT);
    }

    function unpack(LegWord leg) internal pure returns (LegSlot memory) {
        return
            LegSlot({
                state: state(leg),
                posted: has(leg, POSTED),
                broadcasted: has(leg, BROADCASTED),
                traded: has(leg, TRADED),
                requestBlock: requestBlock(leg),
                periodIndex: periodIndex(leg)
            });
    }
}
