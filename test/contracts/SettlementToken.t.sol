// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Deployment} from "./support/Deployment.sol";
import {vm} from "./support/Vm.sol";

contract SettlementTokenTest is Deployment {
    function test_ItHasItsNameSymbolAndSixDecimals() public view {
        IERC20Metadata metadata = IERC20Metadata(address(token));
        vm.assertEq(keccak256(bytes(metadata.name())), keccak256("creditmesh settlement"), "name");
        vm.assertEq(keccak256(bytes(metadata.symbol())), keccak256("CMS"), "symbol");
        vm.assertEq(metadata.decimals(), 6, "decimals");
    }

    function test_TheSettlementAgentMintsAndBurnsItsOwn(uint96 amount) public {
        vm.startPrank(MINTER);
        token.mint(MINTER, amount);
        vm.assertEq(token.balanceOf(MINTER), amount, "minted");
        token.burn(MINTER, amount);
        vm.stopPrank();
        vm.assertEq(token.balanceOf(MINTER), 0, "burned");
    }

    function test_TokensOfOthersBurnWithinTheirAllowance() public {
        vm.prank(MINTER);
        token.mint(STRANGER, 9);
        vm.prank(STRANGER);
        token.approve(MINTER, 5);
        vm.prank(MINTER);
        token.burn(STRANGER, 5);
        vm.assertEq(token.balanceOf(STRANGER), 4, "left");
    }

    function test_Error_TokensOfOthersBurnWithoutAllowance() public {
        vm.prank(MINTER);
        token.mint(STRANGER, 9);
        vm.expectPartialRevert(IERC20Errors.ERC20InsufficientAllowance.selector);
        vm.prank(MINTER);
        token.burn(STRANGER, 1);
    }
}
