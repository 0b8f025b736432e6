// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {ModelDecision, ModelStatus} from "../../../contracts/Types.sol";
import {ModelActors} from "../support/ModelActors.sol";
import {Signing} from "../support/Signing.sol";
import {vm} from "../support/Vm.sol";
import {Wallet} from "../support/Wallet.sol";

contract DecisionsTest is ModelActors {
    function test_OneProposesAnotherApproves() public {
        vm.expectEmit(address(registry));
        emit IModelRegistry.ModelProposed(ASKED, MODEL, PRODUCT, ASKED, 1);
        vm.expectEmit(address(registry));
        emit IModelRegistry.ModelStatusChanged(
            ASKED,
            MODEL,
            ModelStatus.NONE,
            ModelStatus.PROPOSED
        );
        _propose(ASKED, MODEL);
        ModelDecision memory decision = _decision(ASKED, MODEL, true);
        bytes memory signature = _sign(APPROVER_KEY, decision);
        vm.expectEmit(address(registry));
        emit IModelRegistry.ModelDecided(ASKED, MODEL, APPROVER, 1, true);
        vm.expectEmit(address(registry));
        emit IModelRegistry.ModelStatusChanged(
            ASKED,
            MODEL,
            ModelStatus.PROPOSED,
            ModelStatus.APPROVED
        );
        registry.decide(decision, APPROVER, signature);
        IModelRegistry.Model memory model = registry.modelOf(ASKED, MODEL);
        vm.assertTrue(model.status == ModelStatus.APPROVED, "approved");
        vm.assertEq(model.proposer, ASKED, "proposer");
        vm.assertEq(model.approver, APPROVER, "approver");
        vm.assertEq(model.product, PRODUCT, "product");
        vm.assertEq(model.proposedAt, START, "proposed at");
        vm.assertEq(model.decidedAt, START, "decided at");
    }

    function test_AWalletContractApproves() public {
        address wallet = address(new Wallet(OTHER_APPROVER));
        vm.prank(COUNCIL);
        registry.appointFor(ASKED, wallet);
        _propose(ASKED, MODEL);
        ModelDecision memory decision = _decision(ASKED, MODEL, true);
        registry.decide(decision, wallet, _sign(OTHER_APPROVER_KEY, decision));
        vm.assertEq(registry.modelOf(ASKED, MODEL).approver, wallet, "approver");
    }

    function test_ARefusalIsFinal() public {
        _propose(ASKED, MODEL);
        _decide(ASKED, MODEL, false);
        vm.assertTrue(_status(ASKED, MODEL) == ModelStatus.REJECTED, "rejected");
        _expectTransitionRefused(MODEL, ModelStatus.REJECTED, ModelStatus.PROPOSED);
        _propose(ASKED, MODEL);
    }

    function test_TwoAgenciesMayHaveTheSameArtefact() public {
        _approve(ASKED, MODEL);
        _propose(HOLDER, MODEL);
        vm.assertTrue(_status(ASKED, MODEL) == ModelStatus.APPROVED, "approved here");
        vm.assertTrue(_status(HOLDER, MODEL) == ModelStatus.PROPOSED, "proposed there");
    }

    function test_Error_TheProposerApprovesItself() public {
        _propose(ASKED, MODEL);
        ModelDecision memory decision = _decision(ASKED, MODEL, true);
        _expectNotApprover(ASKED);
        registry.decide(decision, ASKED, _sign(ASKED_KEY, decision));
    }

    function test_Error_AnApproverMadeUpInTheSameBreathApproves() public {
        _propose(ASKED, MODEL);
        vm.prank(ASKED);
        registry.appoint(OTHER_APPROVER);
        ModelDecision memory decision = _decision(ASKED, MODEL, true);
        _expectNotApprover(OTHER_APPROVER);
        registry.decide(decision, OTHER_APPROVER, _sign(OTHER_APPROVER_KEY, decision));
    }

    function test_Error_ADismissedApproverApproves() public {
        _propose(ASKED, MODEL);
        vm.prank(ASKED);
        registry.dismiss(APPROVER);
        ModelDecision memory decision = _decision(ASKED, MODEL, true);
        _expectNotApprover(APPROVER);
        registry.decide(decision, APPROVER, _sign(APPROVER_KEY, decision));
    }

    function test_Error_TheApproverOfAnotherAgencyApproves() public {
        vm.prank(COUNCIL);
        registry.appointFor(HOLDER, OTHER_APPROVER);
        _propose(ASKED, MODEL);
        ModelDecision memory decision = _decision(ASKED, MODEL, true);
        _expectNotApprover(OTHER_APPROVER);
        registry.decide(decision, OTHER_APPROVER, _sign(OTHER_APPROVER_KEY, decision));
    }

    function test_Error_AnythingElseWasSigned(uint8 field, bytes32 noise) public {
        _propose(ASKED, MODEL);
        ModelDecision memory decision = _decision(ASKED, MODEL, true);
        ModelDecision memory signed = _decision(ASKED, MODEL, true);
        bytes32 domain = Signing.domain(block.chainid, address(registry));
        uint256 kind = field % 5;
        if (kind == 0) signed.agency = address(uint160(uint256(noise)));
        if (kind == 1) signed.modelId = noise;
        if (kind == 2) signed.approved = false;
        if (kind == 3) signed.deadline += 1;
        if (kind == 4) domain = Signing.domain(block.chainid + 1, address(registry));
        vm.assume(signed.agency != ASKED || signed.modelId != MODEL || kind > 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelRegistry.ModelRegistrySignatureInvalid.selector,
                ASKED,
                MODEL,
                APPROVER
            )
        );
        registry.decide(decision, APPROVER, Signing.long(APPROVER_KEY, domain, _hash(signed)));
    }

    function test_Error_AnOldSignatureDecidesAgain() public {
        _propose(ASKED, MODEL);
        ModelDecision memory decision = _decision(ASKED, MODEL, true);
        bytes memory signature = _sign(APPROVER_KEY, decision);
        registry.decide(decision, APPROVER, signature);
        _expectTransitionRefused(MODEL, ModelStatus.APPROVED, ModelStatus.APPROVED);
        registry.decide(decision, APPROVER, signature);
        vm.prank(ASKED);
        registry.retire(MODEL);
        _propose(ASKED, MODEL);
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelRegistry.ModelRegistryWrongRound.selector,
                ASKED,
                MODEL,
                2,
                1
            )
        );
        registry.decide(decision, APPROVER, signature);
    }

    function test_Error_TheDecisionComesTooLate(uint32 late) public {
        _propose(ASKED, MODEL);
        ModelDecision memory decision = _decision(ASKED, MODEL, true);
        bytes memory signature = _sign(APPROVER_KEY, decision);
        vm.warp(uint256(START) + 1 + late);
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelRegistry.ModelRegistryDeadlinePassed.selector,
                ASKED,
                MODEL,
                START
            )
        );
        registry.decide(decision, APPROVER, signature);
    }

    function test_Error_ASuspendedAgencyProposesDecidesOrPromotes() public {
        _approve(ASKED, NEXT_MODEL);
        _propose(ASKED, MODEL);
        ModelDecision memory decision = _decision(ASKED, MODEL, true);
        bytes memory signature = _sign(APPROVER_KEY, decision);
        vm.prank(COUNCIL);
        members.suspend(ASKED);
        bytes memory refusal = abi.encodeWithSelector(
            IModelRegistry.ModelRegistryNotAgency.selector,
            ASKED
        );
        vm.expectRevert(refusal);
        registry.decide(decision, APPROVER, signature);
        vm.startPrank(ASKED);
        vm.expectRevert(refusal);
        registry.propose(keccak256("third"), PRODUCT);
        vm.expectRevert(refusal);
        registry.makeChampion(NEXT_MODEL);
        vm.expectRevert(refusal);
        registry.makeChallenger(NEXT_MODEL);
        registry.retire(NEXT_MODEL);
        vm.stopPrank();
    }

    function test_Error_AnEmptyIdOrProductIsProposed() public {
        vm.startPrank(ASKED);
        vm.expectRevert(IModelRegistry.ModelRegistryZeroId.selector);
        registry.propose(0, PRODUCT);
        vm.expectRevert(IModelRegistry.ModelRegistryZeroProduct.selector);
        registry.propose(MODEL, 0);
        vm.stopPrank();
    }

    function _expectNotApprover(address account) private {
        vm.expectRevert(
            abi.encodeWithSelector(IModelRegistry.ModelRegistryNotApprover.selector, ASKED, account)
        );
    }
}
