// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ModelHandler} from "./ModelHandler.sol";

/// No model scores on one person's word, whatever agencies, approvers, the council and strangers do in whatever order.
contract ModelInvariants {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    ModelHandler private handler;

    function setUp() public {
        handler = new ModelHandler();
        handler.setUp();
    }

    /// hardhat-config: invariant.runs = 64
    /// hardhat-config: invariant.depth = 120
    /// hardhat-config: invariant.failOnRevert = true
    function invariant_EveryChampionHasTwoPersonsAndNoRival() public view {
        handler.check();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        bytes4[8] memory chosen = [
            handler.appoint.selector,
            handler.appointFor.selector,
            handler.dismiss.selector,
            handler.proposeModel.selector,
            handler.decideModel.selector,
            handler.move.selector,
            handler.adopt.selector,
            handler.pass.selector
        ];
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), new bytes4[](8));
        for (uint256 i = 0; i < 8; ++i) targets[0].selectors[i] = chosen[i];
    }
}
