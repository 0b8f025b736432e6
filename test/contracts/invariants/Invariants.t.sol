// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// PROTOCOL 10, invariants 1-7, 9 and 10 (terms of things not built yet count as zero), after every call that
/// the runner makes at random on the handler.
contract NetworkInvariants {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    Handler private handler;

    function setUp() public {
        handler = new Handler();
        handler.setUp();
    }

    /// hardhat-config: invariant.runs = 100
    /// hardhat-config: invariant.depth = 120
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_MoneyLegsAndConsentsAreAsTheBooksSay() public view {
        vm.assertEq(bytes32(bytes(handler.breach())), 0, handler.breach());
        handler.checkMoney();
        handler.checkLegs();
        handler.checkConsents();
    }

    /// hardhat-config: invariant.runs = 32
    /// hardhat-config: invariant.depth = 120
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_NothingIsEverStuck() public {
        uint256 timestamp = block.timestamp;
        uint256 blockNumber = block.number;
        handler.endEverything();
        vm.warp(timestamp);
        vm.roll(blockNumber);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        bytes4[18] memory chosen = [
            handler.recordGrant.selector,
            handler.speak.selector,
            handler.revokeConsent.selector,
            handler.invalidateConsent.selector,
            handler.pokeConsent.selector,
            handler.grantAndRequest.selector,
            handler.request.selector,
            handler.requestUnsoundly.selector,
            handler.requestAgain.selector,
            handler.post.selector,
            handler.relay.selector,
            handler.trade.selector,
            handler.settle.selector,
            handler.settleForged.selector,
            handler.letLapse.selector,
            handler.changeStatus.selector,
            handler.pass.selector,
            handler.knock.selector
        ];
        bytes4[3] memory money = [
            handler.depositMoney.selector,
            handler.withdrawMoney.selector,
            handler.donate.selector
        ];
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), new bytes4[](21));
        for (uint256 i = 0; i < 18; ++i) targets[0].selectors[i] = chosen[i];
        for (uint256 i = 0; i < 3; ++i) targets[0].selectors[18 + i] = money[i];
    }
}
