// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LegId} from "../../contracts/Ids.sol";
import {ILedger} from "../../contracts/interfaces/ILedger.sol";
import {Deployment} from "./support/Deployment.sol";
import {vm} from "./support/Vm.sol";

/// Escrow and vesting, this contract being the Queries that the Ledger trusts.
contract LedgerEscrowTest is Deployment {
    LegId private constant LEG = LegId.wrap(keccak256("leg"));
    uint48 private constant VESTING_SEC = 3 days;

    function setUp() public override {
        super.setUp();
        _useLedger(0);
    }

    function test_EscrowIsPaidAndRefundedToTheUnit(uint96 locked, uint96 paid) public {
        locked = uint96(uint256(locked) % (uint256(FUNDS) + 1));
        paid = uint96(uint256(paid) % (uint256(locked) + 1));
        ledger.lock(LENDER, locked);
        _expect(LENDER, FUNDS - locked, locked, 0);
        ledger.release(LEG, LENDER, ASKED, locked, paid);
        _expect(LENDER, FUNDS - paid, 0, 0);
        _expect(ASKED, paid, 0, 0);
    }

    function test_ARefundReturnsEverything(uint96 locked) public {
        locked = uint96(uint256(locked) % (uint256(FUNDS) + 1));
        ledger.lock(LENDER, locked);
        ledger.refund(LENDER, locked);
        _expect(LENDER, FUNDS, 0, 0);
    }

    function test_Error_MoreIsLockedThanIsFree(uint256 amount) public {
        vm.assume(amount > FUNDS);
        vm.expectRevert(
            abi.encodeWithSelector(ILedger.LedgerInsufficientFree.selector, LENDER, FUNDS, amount)
        );
        ledger.lock(LENDER, amount);
    }

    function test_Error_MoreEndsThanABuyerHasInEscrow() public {
        ledger.lock(LENDER, 10);
        vm.expectRevert();
        ledger.release(LEG, LENDER, ASKED, 11, 0);
        vm.expectRevert();
        ledger.release(LEG, LENDER, ASKED, 10, 11);
        vm.expectRevert();
        ledger.refund(LENDER, 11);
    }

    function test_APaymentVestsBeforeItIsFree() public {
        _useLedger(VESTING_SEC);
        ledger.lock(LENDER, 10);
        vm.expectEmit(address(ledger));
        emit ILedger.VestingStarted(LEG, ASKED, 7, START + VESTING_SEC);
        ledger.release(LEG, LENDER, ASKED, 10, 7);
        _expect(LENDER, FUNDS - 7, 0, 0);
        _expect(ASKED, 0, 0, 7);
        vm.assertEq(ledger.vestingOf(LEG).payee, ASKED, "payee");

        vm.warp(START + VESTING_SEC);
        vm.expectEmit(address(ledger));
        emit ILedger.VestingEnded(LEG, ASKED, 7);
        vm.prank(STRANGER);
        ledger.vest(LEG);
        _expect(ASKED, 7, 0, 0);
        vm.assertEq(ledger.vestingOf(LEG).payee, address(0), "no longer vesting");
    }

    function test_NothingPaidStartsNoVesting() public {
        _useLedger(VESTING_SEC);
        ledger.lock(LENDER, 10);
        ledger.release(LEG, LENDER, ASKED, 10, 0);
        vm.assertEq(ledger.vestingOf(LEG).payee, address(0), "vesting");
        _expect(LENDER, FUNDS, 0, 0);
    }

    function test_Error_VestingEndsEarlyTwiceOrWithoutAPayment() public {
        _useLedger(VESTING_SEC);
        bytes memory none = abi.encodeWithSelector(ILedger.LedgerNothingVesting.selector, LEG);
        vm.expectRevert(none);
        ledger.vest(LEG);
        ledger.lock(LENDER, 10);
        ledger.release(LEG, LENDER, ASKED, 10, 7);
        vm.warp(START + VESTING_SEC - 1);
        vm.expectRevert(
            abi.encodeWithSelector(ILedger.LedgerNotVested.selector, LEG, START + VESTING_SEC)
        );
        ledger.vest(LEG);
        vm.warp(START + VESTING_SEC);
        ledger.vest(LEG);
        vm.expectRevert(none);
        ledger.vest(LEG);
    }

    function _useLedger(uint48 vestingSec) private {
        ledger = ILedger(_create("Ledger", abi.encode(token, address(this), vestingSec)));
        vm.assertEq(ledger.VESTING_SEC(), vestingSec, "vesting");
        vm.assertEq(ledger.TOKEN(), address(token), "token");
        vm.assertEq(ledger.QUERIES(), address(this), "queries");
        _fund(LENDER, FUNDS);
    }

    function _expect(address who, uint256 free, uint256 escrowed, uint256 vesting) private view {
        ILedger.Account memory account = ledger.accountOf(who);
        vm.assertEq(account.free, free, "free");
        vm.assertEq(account.escrowed, escrowed, "escrowed");
        vm.assertEq(account.vesting, vesting, "vesting");
        vm.assertEq(ledger.accounted(), FUNDS, "accounted");
    }
}
