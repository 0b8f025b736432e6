// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILedger} from "../../contracts/interfaces/ILedger.sol";
import {Deployment} from "./support/Deployment.sol";
import {HostileToken, ITokenWatcher} from "./support/HostileToken.sol";
import {vm} from "./support/Vm.sol";

/// Deposits and withdraws, and does so again whenever the token calls it.
contract Reenterer is ITokenWatcher {
    ILedger private immutable LEDGER;
    HostileToken private immutable TOKEN;
    uint256 private _calls;
    uint256 public succeeded;

    constructor(ILedger ledger, HostileToken token) {
        LEDGER = ledger;
        TOKEN = token;
        token.approve(address(ledger), type(uint256).max);
    }

    function onTokenMove() external {
        if (++_calls > 2) return;
        try LEDGER.withdraw(100) {
            ++succeeded;
        } catch {}
    }

    function deposit(uint96 amount) external {
        LEDGER.deposit(amount);
    }

    function withdraw(uint96 amount) external {
        LEDGER.withdraw(amount);
    }

    function watch() external {
        TOKEN.watch(this);
    }
}

contract LedgerReentrancyTest is Deployment {
    HostileToken private hostile;
    ILedger private hostileLedger;
    Reenterer private attacker;

    function setUp() public override {
        super.setUp();
        hostile = new HostileToken();
        hostileLedger = ILedger(_create("Ledger", abi.encode(hostile, address(this), 0)));
        attacker = new Reenterer(hostileLedger, hostile);
        hostile.mint(address(attacker), 100);
        hostile.mint(STRANGER, 1_000);
        vm.startPrank(STRANGER);
        hostile.approve(address(hostileLedger), 1_000);
        hostileLedger.deposit(1_000);
        vm.stopPrank();
    }

    function test_Error_AWithdrawalEnteredAgainTakesNothingOfOthers() public {
        attacker.deposit(100);
        attacker.watch();
        attacker.withdraw(100);
        vm.assertEq(attacker.succeeded(), 0, "second withdrawals");
        vm.assertEq(hostile.balanceOf(address(attacker)), 100, "taken");
        _expectBacked(1_000);
    }

    function test_Error_ADepositEnteredAgainCreditsNothingUnpaid() public {
        attacker.watch();
        attacker.deposit(100);
        vm.assertEq(hostile.balanceOf(address(attacker)) + _credit(), 100, "not a unit more");
        _expectBacked(1_000 + _credit());
    }

    function _credit() private view returns (uint256) {
        return hostileLedger.accountOf(address(attacker)).free;
    }

    function _expectBacked(uint256 amount) private view {
        vm.assertEq(hostileLedger.accounted(), amount, "accounted");
        vm.assertEq(hostile.balanceOf(address(hostileLedger)), amount, "held");
        vm.assertEq(hostileLedger.donations(), 0, "donations");
    }
}
