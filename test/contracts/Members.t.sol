// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMembers} from "../../contracts/interfaces/IMembers.sol";
import {MemberStatus, Role} from "../../contracts/Types.sol";
import {Deployment} from "./support/Deployment.sol";
import {vm} from "./support/Vm.sol";

contract MembersTest is Deployment {
    address private constant NEWCOMER = address(0x1234);
    bytes32 private constant NEW_X = keccak256("x25519");
    bytes32 private constant NEW_ED = keccak256("ed25519");

    function test_AdmissionStoresTheMemberWithItsFirstKeys() public {
        vm.prank(COUNCIL);
        members.admit(NEWCOMER, IMembers.AdmitParams(3, 6, NEW_X, NEW_ED, "https://n", "N"));
        IMembers.Member memory member = members.memberOf(NEWCOMER);
        vm.assertTrue(member.status == MemberStatus.ACTIVE, "status");
        vm.assertEq(member.roles, 3, "roles");
        vm.assertEq(member.purposes, 6, "purposes");
        vm.assertEq(member.keyEpoch, 1, "epoch");
        vm.assertEq(member.admittedAt, START, "admitted");
        vm.assertEq(keccak256(bytes(member.endpoint)), keccak256("https://n"), "endpoint");
        vm.assertEq(keccak256(bytes(member.name)), keccak256("N"), "name");
        IMembers.KeyPeriod memory keys = members.keysOf(NEWCOMER, 1);
        vm.assertEq(keys.x25519, NEW_X, "x25519");
        vm.assertEq(keys.ed25519, NEW_ED, "ed25519");
        vm.assertEq(keys.sinceSec, START, "since");
        vm.assertEq(keys.untilSec, 0, "until");
    }

    function test_AdmissionIsToldInEvents() public {
        vm.expectEmit(address(members));
        emit IMembers.MemberAdmitted(NEWCOMER, 1, 2, "https://a.example", "A");
        vm.expectEmit(address(members));
        emit IMembers.MemberStatusChanged(NEWCOMER, MemberStatus.NONE, MemberStatus.ACTIVE);
        vm.expectEmit(address(members));
        emit IMembers.KeysRotated(NEWCOMER, 1, bytes32(uint256(1)), bytes32(uint256(1)));
        vm.prank(COUNCIL);
        members.admit(NEWCOMER, _admission(1, 2));
    }

    function test_Error_AnAccountIsAdmittedTwice() public {
        _refuseAdmission(
            ASKED,
            _admission(1, 2),
            abi.encodeWithSelector(
                IMembers.MembersInvalidTransition.selector,
                ASKED,
                MemberStatus.ACTIVE,
                MemberStatus.ACTIVE
            )
        );
    }

    function test_Error_AdmissionOfNobody() public {
        bytes memory problem = abi.encodeWithSelector(IMembers.MembersZeroAccount.selector);
        _refuseAdmission(address(0), _admission(1, 2), problem);
    }

    function test_Error_AdmissionWithoutAKnownRole(uint8 roles) public {
        if (roles <= Role.ALL) roles = roles == 0 ? 0 : roles + Role.ALL;
        bytes memory problem = abi.encodeWithSelector(IMembers.MembersRolesInvalid.selector, roles);
        _refuseAdmission(NEWCOMER, _admission(roles, 2), problem);
    }

    function test_Error_AdmissionForAnUnknownPurpose(uint32 purposes) public {
        vm.assume(purposes & 1 != 0 || purposes > 0xFFFF);
        bytes memory problem = abi.encodeWithSelector(
            IMembers.MembersPurposesInvalid.selector,
            purposes
        );
        _refuseAdmission(NEWCOMER, _admission(1, purposes), problem);
    }

    function test_Error_AdmissionWithoutBothKeys() public {
        bytes memory problem = abi.encodeWithSelector(
            IMembers.MembersKeyMissing.selector,
            NEWCOMER
        );
        IMembers.AdmitParams memory params = _admission(1, 2);
        params.x25519 = 0;
        _refuseAdmission(NEWCOMER, params, problem);
        params = _admission(1, 2);
        params.ed25519 = 0;
        _refuseAdmission(NEWCOMER, params, problem);
    }

    function test_RotationKeepsTheOldKeysWithTheirValidity(uint32 later) public {
        vm.warp(uint256(START) + later);
        vm.prank(ASKED);
        members.rotateKeys(NEW_X, NEW_ED);
        vm.assertEq(members.memberOf(ASKED).keyEpoch, 2, "epoch");
        IMembers.KeyPeriod memory old = members.keysOf(ASKED, 1);
        IMembers.KeyPeriod memory current = members.keysOf(ASKED, 2);
        vm.assertEq(old.x25519, bytes32(uint256(1)), "old key");
        vm.assertEq(old.untilSec, uint256(START) + later, "old until");
        vm.assertEq(current.x25519, NEW_X, "x25519");
        vm.assertEq(current.ed25519, NEW_ED, "ed25519");
        vm.assertEq(current.sinceSec, uint256(START) + later, "since");
        vm.assertEq(current.untilSec, 0, "until");
    }

    function test_Error_RotationToNoKey() public {
        vm.expectRevert(abi.encodeWithSelector(IMembers.MembersKeyMissing.selector, ASKED));
        vm.prank(ASKED);
        members.rotateKeys(0, NEW_ED);
    }

    function test_Error_KeysOfAnEpochThatNeverWas() public {
        for (uint32 epoch = 0; epoch < 3; epoch += 2) {
            vm.expectRevert(
                abi.encodeWithSelector(IMembers.MembersNoSuchEpoch.selector, ASKED, epoch)
            );
            members.keysOf(ASKED, epoch);
        }
    }

    function test_Error_AMemberThatIsNotActiveChangesNothingOfItsOwn() public {
        vm.prank(COUNCIL);
        members.suspend(ASKED);
        bytes memory problem = abi.encodeWithSelector(IMembers.MembersNotActive.selector, ASKED, 0);
        vm.startPrank(ASKED);
        vm.expectRevert(problem);
        members.rotateKeys(NEW_X, NEW_ED);
        vm.expectRevert(problem);
        members.setEndpoint("https://elsewhere");
        vm.expectRevert(problem);
        members.declareAffiliation(HOLDER);
        vm.stopPrank();
    }

    function test_AMemberMovesItsEndpoint() public {
        vm.prank(ASKED);
        members.setEndpoint("https://elsewhere");
        bytes32 moved = keccak256(bytes(members.memberOf(ASKED).endpoint));
        vm.assertEq(moved, keccak256("https://elsewhere"), "endpoint");
    }

    function test_TheCouncilSetsTheLicensedPurposes() public {
        vm.prank(COUNCIL);
        members.setPurposes(LENDER, 4);
        vm.assertEq(members.memberOf(LENDER).purposes, 4, "purposes");
    }

    function test_Error_PurposesOfAStrangerOrUnknownOnes() public {
        vm.startPrank(COUNCIL);
        vm.expectRevert(abi.encodeWithSelector(IMembers.MembersUnknown.selector, STRANGER));
        members.setPurposes(STRANGER, 4);
        vm.expectRevert(abi.encodeWithSelector(IMembers.MembersPurposesInvalid.selector, 1));
        members.setPurposes(LENDER, 1);
        vm.stopPrank();
    }

    function test_AnAffiliationHoldsForBothSidesUntilTheCouncilEndsIt() public {
        vm.prank(HOLDER);
        members.declareAffiliation(ASKED);
        vm.assertTrue(members.isAffiliated(ASKED, HOLDER), "one way");
        vm.assertTrue(members.isAffiliated(HOLDER, ASKED), "other way");
        vm.prank(COUNCIL);
        members.undeclareAffiliation(ASKED, HOLDER);
        vm.assertFalse(members.isAffiliated(HOLDER, ASKED), "ended");
    }

    function test_Error_AnAffiliationIsDeclaredTwiceOrWithOneselfOrAStranger() public {
        vm.prank(HOLDER);
        members.declareAffiliation(ASKED);
        vm.startPrank(ASKED);
        vm.expectRevert(
            abi.encodeWithSelector(IMembers.MembersAffiliationUnchanged.selector, ASKED, HOLDER)
        );
        members.declareAffiliation(HOLDER);
        vm.expectRevert(abi.encodeWithSelector(IMembers.MembersSameAccount.selector, ASKED));
        members.declareAffiliation(ASKED);
        vm.expectRevert(abi.encodeWithSelector(IMembers.MembersUnknown.selector, STRANGER));
        members.declareAffiliation(STRANGER);
        vm.stopPrank();
    }

    function test_Error_AnAffiliationThatIsNotThereIsEnded() public {
        vm.expectRevert(
            abi.encodeWithSelector(IMembers.MembersAffiliationUnchanged.selector, ASKED, HOLDER)
        );
        vm.prank(COUNCIL);
        members.undeclareAffiliation(ASKED, HOLDER);
    }

    function _refuseAdmission(
        address account,
        IMembers.AdmitParams memory params,
        bytes memory problem
    ) private {
        vm.expectRevert(problem);
        vm.prank(COUNCIL);
        members.admit(account, params);
    }
}
