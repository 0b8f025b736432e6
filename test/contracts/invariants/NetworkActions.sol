// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LegId} from "../../../contracts/Ids.sol";
import {LegWord} from "../../../contracts/LegWord.sol";
import {MemberStatus, UseLimits} from "../../../contracts/Types.sol";
import {vm} from "../support/Vm.sol";
import {World} from "./World.sol";

/// Council, supervisor, money and time; and strangers at the doors between the contracts.
abstract contract NetworkActions is World {
    function changeStatus(uint256 who, uint256 seed) external {
        seed = _mix(seed);
        address member = _actors()[who % 5];
        MemberStatus status = members.memberOf(member).status;
        if (status == MemberStatus.ACTIVE && seed % 6 == 0) {
            bool supervised = (seed >> 8) % 2 == 0;
            vm.prank(supervised ? SUPERVISOR : STRANGER);
            try members.pause(member) {
                _must(supervised, "a stranger paused a member");
            } catch {}
        } else if (status == MemberStatus.ACTIVE && seed % 6 == 1) {
            vm.prank(COUNCIL);
            members.suspend(member);
        } else if (status == MemberStatus.PAUSED) {
            vm.prank(COUNCIL);
            members.unpause(member);
        } else if (status == MemberStatus.SUSPENDED) {
            vm.prank(COUNCIL);
            members.readmit(member);
        }
    }

    function depositMoney(uint256 who, uint96 amount) external {
        address member = _actors()[who % 5];
        amount = 1 + (amount % FUNDS);
        _fund(member, amount);
        expectedFree[member] += amount;
        _checkFree("1: a deposit");
    }

    function withdrawMoney(uint256 who, uint96 amount) external {
        address member = _actors()[who % 5];
        amount = 1 + (amount % (2 * FUNDS));
        bool expected = amount <= expectedFree[member];
        vm.prank(member);
        try ledger.withdraw(amount) {
            _must(expected, "1: more was withdrawn than was free");
            expectedFree[member] -= amount;
        } catch {
            _must(!expected, "8: what is due was not paid out");
        }
        _checkFree("1: a withdrawal");
    }

    function donate(uint96 amount) external {
        amount %= FUNDS;
        vm.prank(MINTER);
        token.mint(address(ledger), amount);
        donated += amount;
    }

    function pass(uint256 seconds_, uint256 blocks) external {
        seconds_ = _mix(seconds_);
        uint256 longest = seconds_ % 6 == 0 ? 3 hours : 8 minutes;
        vm.warp(block.timestamp + ((seconds_ / 6) % longest));
        vm.roll(block.number + 1 + (blocks % 4));
    }

    function knock(uint256 which, uint96 amount) external {
        _knockAtTheLedger(which, amount);
        _knockAtTheConsents(which);
    }

    function _knockAtTheLedger(uint256 who, uint96 amount) private {
        address member = _actors()[who % 5];
        vm.startPrank(STRANGER);
        _mustFail(address(ledger), abi.encodeCall(ledger.lock, (member, amount)));
        _mustFail(address(ledger), abi.encodeCall(ledger.refund, (member, amount)));
        _mustFail(
            address(ledger),
            abi.encodeCall(ledger.release, (LegId.wrap(0), member, STRANGER, amount, amount))
        );
        vm.stopPrank();
    }

    function _knockAtTheConsents(uint256 which) private {
        if (consentBooks.length == 0) return;
        ConsentBook storage book = consentBooks[which % consentBooks.length];
        address c = address(consents);
        UseLimits memory limits = UseLimits(100, 100, 0, 0);
        vm.startPrank(STRANGER);
        _mustFail(
            c,
            abi.encodeCall(
                consents.consume,
                (book.id, limits, LegId.wrap(bytes32(which)), LegWord.wrap(1))
            )
        );
        _mustFail(c, abi.encodeCall(consents.returnUse, (book.id, 0)));
        _mustFail(c, abi.encodeCall(consents.noteAttempt, (book.id, 100, type(uint48).max)));
        _mustFail(c, abi.encodeCall(consents.updateCarriedLeg, (book.id, LegWord.wrap(1))));
        _mustFail(c, abi.encodeCall(consents.revokeByNetwork, (book.id, 1)));
        vm.stopPrank();
    }

    function _mustFail(address target, bytes memory call) private {
        (bool done, ) = target.call(call);
        _must(!done, "a stranger came in");
    }
}
