// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {ModelDecision, ModelStatus} from "../../../contracts/Types.sol";
import {Deployment} from "./Deployment.sol";
import {Signing} from "./Signing.sol";
import {vm} from "./Vm.sol";

/// The registry of models over the network of `Deployment`, and what its two persons do.
abstract contract ModelActors is Deployment {
    uint256 internal constant APPROVER_KEY = 0x3001;
    uint256 internal constant OTHER_APPROVER_KEY = 0x3002;
    uint48 internal constant APPROVER_DELAY = 2 days;
    bytes32 internal constant MODEL = keccak256("artefact");
    bytes32 internal constant NEXT_MODEL = keccak256("next artefact");
    bytes32 internal constant PRODUCT = "consumer-credit";

    address internal immutable APPROVER = vm.addr(APPROVER_KEY);
    address internal immutable OTHER_APPROVER = vm.addr(OTHER_APPROVER_KEY);

    IModelRegistry internal registry;

    function setUp() public virtual override {
        super.setUp();
        bytes memory args = abi.encode(access, members, APPROVER_DELAY);
        registry = IModelRegistry(_create("ModelRegistry", args));
        _allow(address(registry), registry.appointFor.selector, COUNCIL_ROLE);
        _allow(address(registry), registry.dismissFor.selector, COUNCIL_ROLE);
        vm.prank(COUNCIL);
        registry.appointFor(ASKED, APPROVER);
    }

    function _propose(address agency, bytes32 modelId) internal {
        vm.prank(agency);
        registry.propose(modelId, PRODUCT);
    }

    function _decision(
        address agency,
        bytes32 modelId,
        bool approved
    ) internal view returns (ModelDecision memory) {
        uint32 round = registry.modelOf(agency, modelId).round;
        return ModelDecision(agency, modelId, round, approved, uint48(block.timestamp));
    }

    function _sign(
        uint256 key,
        ModelDecision memory decision
    ) internal view returns (bytes memory) {
        return Signing.long(key, Signing.domain(block.chainid, address(registry)), _hash(decision));
    }

    function _hash(ModelDecision memory decision) internal pure returns (bytes32) {
        bytes32 typehash = keccak256(
            "ModelDecision(address agency,bytes32 modelId,uint32 round,bool approved,uint48 deadline)"
        );
        return keccak256(abi.encode(typehash, decision));
    }

    /// Sent by a stranger: only the signature counts.
    function _decide(address agency, bytes32 modelId, bool approved) internal {
        ModelDecision memory decision = _decision(agency, modelId, approved);
        bytes memory signature = _sign(APPROVER_KEY, decision);
        vm.prank(STRANGER);
        registry.decide(decision, APPROVER, signature);
    }

    function _approve(address agency, bytes32 modelId) internal {
        _propose(agency, modelId);
        _decide(agency, modelId, true);
    }

    function _status(address agency, bytes32 modelId) internal view returns (ModelStatus) {
        return registry.modelOf(agency, modelId).status;
    }

    function _expectTransitionRefused(bytes32 modelId, ModelStatus from, ModelStatus to) internal {
        vm.expectRevert(
            abi.encodeWithSelector(
                IModelRegistry.ModelRegistryInvalidTransition.selector,
                ASKED,
                modelId,
                from,
                to
            )
        );
    }
}
