// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {ModelActors} from "../support/ModelActors.sol";
import {vm} from "../support/Vm.sol";

contract ApproversTest is ModelActors {
    function test_AnAgencyNamesAnApproverWhoMustWait(uint48 early) public {
        vm.expectEmit(address(registry));
        emit IModelRegistry.ApproverAppointed(ASKED, OTHER_APPROVER, ASKED, START + APPROVER_DELAY);
        vm.prank(ASKED);
        registry.appoint(OTHER_APPROVER);
        vm.warp(uint256(START) + (early % APPROVER_DELAY));
        vm.assertFalse(registry.isApprover(ASKED, OTHER_APPROVER), "before the delay is over");
        vm.warp(START + APPROVER_DELAY);
        vm.assertTrue(registry.isApprover(ASKED, OTHER_APPROVER), "after it");
        vm.assertFalse(registry.isApprover(HOLDER, OTHER_APPROVER), "of another agency");
    }

    function test_TheCouncilNamesAnApproverAtOnceAlsoOneWhoWaits() public {
        vm.prank(ASKED);
        registry.appoint(OTHER_APPROVER);
        vm.prank(COUNCIL);
        registry.appointFor(ASKED, OTHER_APPROVER);
        vm.assertTrue(registry.isApprover(ASKED, OTHER_APPROVER), "at once");
        vm.assertEq(registry.approverOf(ASKED, OTHER_APPROVER).sinceSec, START, "since now");
    }

    function test_ADismissedApproverHasNoSayAndMayBeNamedAgain() public {
        vm.expectEmit(address(registry));
        emit IModelRegistry.ApproverDismissed(ASKED, APPROVER, ASKED);
        vm.startPrank(ASKED);
        registry.dismiss(APPROVER);
        vm.assertFalse(registry.isApprover(ASKED, APPROVER), "dismissed");
        registry.appoint(APPROVER);
        vm.stopPrank();
        vm.assertFalse(registry.isApprover(ASKED, APPROVER), "has to wait again");
        vm.prank(COUNCIL);
        registry.dismissFor(ASKED, APPROVER);
        vm.warp(START + APPROVER_DELAY);
        vm.assertFalse(registry.isApprover(ASKED, APPROVER), "stopped while waiting");
        vm.assertTrue(registry.approverOf(ASKED, APPROVER).untilSec != 0, "on record");
    }

    function test_Error_NobodyNamesAgencyMemberOrNobody() public {
        address[4] memory wrong = [ASKED, LENDER, HOLDER, address(0)];
        for (uint256 i = 0; i < wrong.length; ++i) {
            bytes memory refusal = abi.encodeWithSelector(
                IModelRegistry.ModelRegistryApproverInvalid.selector,
                ASKED,
                wrong[i]
            );
            vm.expectRevert(refusal);
            vm.prank(ASKED);
            registry.appoint(wrong[i]);
            vm.expectRevert(refusal);
            vm.prank(COUNCIL);
            registry.appointFor(ASKED, wrong[i]);
        }
    }

    function test_Error_AnApproverIsNamedTwice() public {
        bytes memory refusal = abi.encodeWithSelector(
            IModelRegistry.ModelRegistryApproverAppointed.selector,
            ASKED,
            APPROVER
        );
        vm.expectRevert(refusal);
        vm.prank(ASKED);
        registry.appoint(APPROVER);
        vm.expectRevert(refusal);
        vm.prank(COUNCIL);
        registry.appointFor(ASKED, APPROVER);
    }

    function test_Error_SomebodyWhoIsNoApproverIsDismissed() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelRegistry.ModelRegistryNotApprover.selector,
                ASKED,
                STRANGER
            )
        );
        vm.prank(ASKED);
        registry.dismiss(STRANGER);
    }

    function test_Error_AnotherThanAnActiveAgencyOrTheCouncilNames() public {
        bytes memory refusal = abi.encodeWithSelector(
            IModelRegistry.ModelRegistryNotAgency.selector,
            LENDER
        );
        vm.expectRevert(refusal);
        vm.prank(LENDER);
        registry.appoint(OTHER_APPROVER);
        vm.expectRevert(refusal);
        vm.prank(COUNCIL);
        registry.appointFor(LENDER, OTHER_APPROVER);
        bytes memory notCouncil = abi.encodeWithSelector(
            IAccessManaged.AccessManagedUnauthorized.selector,
            ASKED
        );
        vm.startPrank(ASKED);
        vm.expectRevert(notCouncil);
        registry.appointFor(ASKED, OTHER_APPROVER);
        vm.expectRevert(notCouncil);
        registry.dismissFor(ASKED, APPROVER);
        vm.stopPrank();
    }

    function test_Error_ARegistryWithoutDelay() public {
        bytes memory code = bytes.concat(
            vm.getCode("ModelRegistry"),
            abi.encode(access, members, uint48(0))
        );
        address made;
        assembly ("memory-safe") {
            made := create(0, add(code, 0x20), mload(code))
        }
        vm.assertEq(made, address(0), "created");
    }
}
