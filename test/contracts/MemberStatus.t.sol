// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMembers} from "../../contracts/interfaces/IMembers.sol";
import {MemberStatus, Role} from "../../contracts/Types.sol";
import {Deployment} from "./support/Deployment.sol";
import {vm} from "./support/Vm.sol";

/// Every status against every act that changes it, and what a status lets a member do.
contract MemberStatusTest is Deployment {
    enum Act {
        SUSPEND,
        READMIT,
        PAUSE,
        UNPAUSE,
        RESIGN
    }

    address private constant MEMBER = address(0x1234);

    function test_EveryStatusAllowsAndRefusesEachActAsListed() public {
        for (uint8 from = 0; from <= uint8(MemberStatus.LEFT); ++from) {
            for (uint8 act = 0; act <= uint8(Act.RESIGN); ++act) {
                setUp();
                _bring(MemberStatus(from));
                _attempt(MemberStatus(from), Act(act));
            }
        }
    }

    function test_AStatusChangeIsToldInAnEvent() public {
        vm.expectEmit(address(members));
        emit IMembers.MemberStatusChanged(ASKED, MemberStatus.ACTIVE, MemberStatus.PAUSED);
        vm.prank(SUPERVISOR);
        members.pause(ASKED);
    }

    function test_OnlyAnActiveMemberWithEveryRoleAskedForIsActive(uint8 asked) public {
        _bring(MemberStatus.ACTIVE);
        bool held = asked & ~(Role.AGENCY | Role.AUDITOR) == 0;
        vm.assertTrue(members.isActive(MEMBER, asked) == held, "roles");
        vm.prank(COUNCIL);
        members.suspend(MEMBER);
        vm.assertFalse(members.isActive(MEMBER, asked), "suspended");
    }

    function test_PartiesAreALicensedQueryUserAndAnotherAgency() public view {
        members.requireParties(LENDER, ASKED, APPLICATION);
        members.requireAgencies(ASKED, HOLDER);
    }

    function test_Error_PartiesWithTheWrongRoles() public {
        _refuseParties(ASKED, HOLDER, _notActive(ASKED, Role.QUERY_USER));
        _refuseParties(LENDER, OTHER_LENDER, _notActive(OTHER_LENDER, Role.AGENCY));
        _refuseParties(STRANGER, ASKED, _notActive(STRANGER, Role.QUERY_USER));
        bytes memory same = abi.encodeWithSelector(IMembers.MembersSameAccount.selector, LENDER);
        _refuseParties(LENDER, LENDER, same);
    }

    function test_Error_ABuyerAsksForAPurposeWithoutALicence(uint8 purpose) public {
        vm.assume(purpose != APPLICATION && purpose != REVIEW);
        vm.expectRevert(
            abi.encodeWithSelector(IMembers.MembersPurposeNotLicensed.selector, LENDER, purpose)
        );
        members.requireParties(LENDER, ASKED, purpose);
    }

    function test_Error_ATradeBetweenOthersThanTwoAgencies() public {
        vm.expectRevert(_notActive(LENDER, Role.AGENCY));
        members.requireAgencies(LENDER, HOLDER);
        vm.expectRevert(_notActive(LENDER, Role.AGENCY));
        members.requireAgencies(ASKED, LENDER);
        vm.expectRevert(abi.encodeWithSelector(IMembers.MembersSameAccount.selector, ASKED));
        members.requireAgencies(ASKED, ASKED);
    }

    function _bring(MemberStatus to) private {
        if (to == MemberStatus.NONE) return;
        vm.startPrank(COUNCIL);
        members.admit(MEMBER, _admission(Role.AGENCY | Role.AUDITOR, 0));
        if (to == MemberStatus.SUSPENDED) members.suspend(MEMBER);
        vm.stopPrank();
        if (to == MemberStatus.PAUSED) {
            vm.prank(SUPERVISOR);
            members.pause(MEMBER);
        }
        if (to == MemberStatus.LEFT) {
            vm.prank(MEMBER);
            members.resign();
        }
        vm.assertTrue(members.memberOf(MEMBER).status == to, "brought");
    }

    function _attempt(MemberStatus from, Act act) private {
        MemberStatus to = _target(act);
        bool allowed = _isAllowed(from, act);
        if (!allowed) {
            vm.expectRevert(
                abi.encodeWithSelector(IMembers.MembersInvalidTransition.selector, MEMBER, from, to)
            );
        }
        _do(act);
        MemberStatus status = members.memberOf(MEMBER).status;
        vm.assertTrue(status == (allowed ? to : from), "status after");
    }

    function _do(Act act) private {
        vm.prank(
            act == Act.PAUSE
                ? SUPERVISOR
                : act == Act.RESIGN
                    ? MEMBER
                    : COUNCIL
        );
        if (act == Act.SUSPEND) members.suspend(MEMBER);
        else if (act == Act.READMIT) members.readmit(MEMBER);
        else if (act == Act.PAUSE) members.pause(MEMBER);
        else if (act == Act.UNPAUSE) members.unpause(MEMBER);
        else members.resign();
    }

    function _target(Act act) private pure returns (MemberStatus) {
        if (act == Act.SUSPEND) return MemberStatus.SUSPENDED;
        if (act == Act.PAUSE) return MemberStatus.PAUSED;
        return act == Act.RESIGN ? MemberStatus.LEFT : MemberStatus.ACTIVE;
    }

    function _isAllowed(MemberStatus from, Act act) private pure returns (bool) {
        bool active = from == MemberStatus.ACTIVE;
        bool paused = from == MemberStatus.PAUSED;
        bool suspended = from == MemberStatus.SUSPENDED;
        if (act == Act.SUSPEND) return active || paused;
        if (act == Act.READMIT) return suspended || from == MemberStatus.LEFT;
        if (act == Act.PAUSE) return active;
        if (act == Act.UNPAUSE) return paused;
        return active || paused || suspended;
    }

    function _refuseParties(address buyer, address seller, bytes memory problem) private {
        vm.expectRevert(problem);
        members.requireParties(buyer, seller, APPLICATION);
    }

    function _notActive(address account, uint8 role) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IMembers.MembersNotActive.selector, account, role);
    }
}
