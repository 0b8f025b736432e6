// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {LegId} from "../../contracts/Ids.sol";
import {ILedger} from "../../contracts/interfaces/ILedger.sol";
import {Deployment} from "./support/Deployment.sol";
import {vm} from "./support/Vm.sol";

contract LedgerTest is Deployment {
    bytes32 private constant PERMIT_TYPEHASH = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );

    function test_ADepositIsCreditedToWhomeverItIsFor(uint96 amount) public {
        amount = uint96(1 + (uint256(amount) % 1e20));
        _mint(STRANGER, amount);
        vm.expectEmit(address(ledger));
        emit ILedger.Deposited(LENDER, STRANGER, amount);
        vm.prank(STRANGER);
        ledger.depositFor(LENDER, amount);
        vm.assertEq(ledger.accountOf(LENDER).free, uint256(FUNDS) + amount, "free");
        vm.assertEq(ledger.accounted(), 5 * uint256(FUNDS) + amount, "accounted");
        vm.assertEq(token.balanceOf(address(ledger)), ledger.accounted(), "held");
    }

    function test_AWithdrawalReturnsTokens(uint96 amount) public {
        amount = uint96(1 + (uint256(amount) % FUNDS));
        vm.expectEmit(address(ledger));
        emit ILedger.Withdrawn(LENDER, amount);
        vm.prank(LENDER);
        ledger.withdraw(amount);
        vm.assertEq(token.balanceOf(LENDER), amount, "tokens");
        vm.assertEq(ledger.accountOf(LENDER).free, FUNDS - amount, "free");
        vm.assertEq(token.balanceOf(address(ledger)), ledger.accounted(), "held");
    }

    function test_TokensSentWithoutADepositAreDonations(uint96 amount) public {
        vm.prank(MINTER);
        token.mint(address(ledger), amount);
        vm.assertEq(ledger.donations(), amount, "donations");
        vm.assertEq(ledger.accounted(), 5 * uint256(FUNDS), "accounted");
    }

    function test_Error_MoreIsWithdrawnThanIsFree(uint96 excess) public {
        uint96 amount = uint96(FUNDS + 1 + (uint256(excess) % 1e20));
        vm.expectRevert(
            abi.encodeWithSelector(ILedger.LedgerInsufficientFree.selector, LENDER, FUNDS, amount)
        );
        vm.prank(LENDER);
        ledger.withdraw(amount);
    }

    function test_Error_NothingIsMovedOrNobodyIsCredited() public {
        vm.expectRevert(ILedger.LedgerZeroAmount.selector);
        ledger.deposit(0);
        vm.expectRevert(ILedger.LedgerZeroAmount.selector);
        ledger.withdraw(0);
        vm.expectRevert(ILedger.LedgerZeroAccount.selector);
        ledger.depositFor(address(0), 1);
    }

    function test_Error_ADepositWithoutAllowance() public {
        vm.prank(MINTER);
        token.mint(STRANGER, 5);
        vm.expectPartialRevert(IERC20Errors.ERC20InsufficientAllowance.selector);
        vm.prank(STRANGER);
        ledger.deposit(5);
    }

    function test_Error_DepositsBeyondWhatAnyAccountCanHold() public {
        uint96 tooMuch = uint96(type(uint80).max) - 5 * FUNDS + 1;
        _mint(STRANGER, tooMuch);
        vm.expectRevert(
            abi.encodeWithSelector(ILedger.LedgerFull.selector, uint256(type(uint80).max) + 1)
        );
        vm.prank(STRANGER);
        ledger.deposit(tooMuch);
        vm.prank(STRANGER);
        ledger.deposit(tooMuch - 1);
    }

    function test_APermitLetsALenderDepositInOneTransaction() public {
        vm.prank(MINTER);
        token.mint(LENDER, 70);
        (uint8 v, bytes32 r, bytes32 s) = _permit(70);
        vm.prank(LENDER);
        ledger.depositWithPermit(70, START, v, r, s);
        vm.assertEq(ledger.accountOf(LENDER).free, FUNDS + 70, "free");
    }

    function test_APermitThatSomebodySentFirstDoesNoHarm() public {
        vm.prank(MINTER);
        token.mint(LENDER, 70);
        (uint8 v, bytes32 r, bytes32 s) = _permit(70);
        vm.prank(STRANGER);
        token.permit(LENDER, address(ledger), 70, START, v, r, s);
        vm.prank(LENDER);
        ledger.depositWithPermit(70, START, v, r, s);
        vm.assertEq(ledger.accountOf(LENDER).free, FUNDS + 70, "free");
    }

    function test_Error_APermitOfAnother() public {
        vm.prank(MINTER);
        token.mint(STRANGER, 70);
        (uint8 v, bytes32 r, bytes32 s) = _permit(70);
        vm.expectPartialRevert(IERC20Errors.ERC20InsufficientAllowance.selector);
        vm.prank(STRANGER);
        ledger.depositWithPermit(70, START, v, r, s);
    }

    function test_Error_AnotherThanQueriesMovesEscrow() public {
        bytes memory problem = abi.encodeWithSelector(ILedger.LedgerNotQueries.selector, STRANGER);
        vm.startPrank(STRANGER);
        vm.expectRevert(problem);
        ledger.lock(LENDER, 1);
        vm.expectRevert(problem);
        ledger.release(LegId.wrap(0), LENDER, ASKED, 1, 1);
        vm.expectRevert(problem);
        ledger.refund(LENDER, 1);
        vm.stopPrank();
    }

    function _mint(address to, uint96 amount) private {
        vm.prank(MINTER);
        token.mint(to, amount);
        vm.prank(to);
        token.approve(address(ledger), amount);
    }

    function _permit(uint256 amount) private view returns (uint8 v, bytes32 r, bytes32 s) {
        bytes32 structHash = keccak256(
            abi.encode(PERMIT_TYPEHASH, LENDER, ledger, amount, token.nonces(LENDER), START)
        );
        bytes32 domain = token.DOMAIN_SEPARATOR();
        return vm.sign(LENDER_KEY, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
    }
}
