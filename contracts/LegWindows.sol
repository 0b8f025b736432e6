// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IQueries} from "./interfaces/IQueries.sol";
import {Windows} from "./Types.sol";

/// When a leg must be receipted, settled and, failing that, may be reclaimed.
abstract contract LegWindows is IQueries {
    uint48 private immutable _RECEIPT_MARGIN_SEC;
    uint48 private immutable _TRADE_MARGIN_SEC;
    uint48 private immutable _MAX_WINDOW_SEC;
    uint32 private immutable _LAPSE_BLOCKS;

    constructor(Windows memory windows_) {
        _RECEIPT_MARGIN_SEC = windows_.receiptMarginSec;
        _TRADE_MARGIN_SEC = windows_.tradeMarginSec;
        _MAX_WINDOW_SEC = windows_.maxWindowSec;
        _LAPSE_BLOCKS = windows_.lapseBlocks;
    }

    /// @inheritdoc IQueries
    function windows() external view returns (Windows memory) {
        return Windows(_RECEIPT_MARGIN_SEC, _TRADE_MARGIN_SEC, _MAX_WINDOW_SEC, _LAPSE_BLOCKS);
    }

    function _requireWindow(uint48 receiptBy, uint48 settleBy) internal view {
        if (receiptBy <= block.timestamp) revert QueriesReceiptByPassed(receiptBy);
        if (uint256(settleBy) < uint256(receiptBy) + _RECEIPT_MARGIN_SEC) {
            revert QueriesMarginTooShort(receiptBy, settleBy, _RECEIPT_MARGIN_SEC);
        }
        uint256 latest = block.timestamp + _MAX_WINDOW_SEC;
        if (settleBy > latest) revert QueriesWindowTooLong(settleBy, latest);
    }

    /// A deadline of the relay must leave time to answer the lender.
    function _requireNested(uint48 deadline, uint48 receiptBy) internal view {
        bool nested = uint256(deadline) + _TRADE_MARGIN_SEC <= receiptBy;
        if (deadline <= block.timestamp || !nested) {
            revert QueriesNotNested(deadline, receiptBy, _TRADE_MARGIN_SEC);
        }
    }

    /// Both clocks: a chain that stood still must not lapse legs that nobody could settle.
    function _isOver(uint48 settleBy, uint40 requestBlock) internal view returns (bool) {
        return block.timestamp > settleBy && block.number > uint256(requestBlock) + _LAPSE_BLOCKS;
    }
}
