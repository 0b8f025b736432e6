// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {ModelDecision, ModelStatus} from "../../../contracts/Types.sol";
import {ModelActors} from "../support/ModelActors.sol";
import {vm} from "../support/Vm.sol";

/// Two agencies, their operators, approvers in and out of office, and strangers with signatures of all kinds.
contract ModelHandler is ModelActors {
    bytes32[2] private _products = [PRODUCT, bytes32("mortgage")];

    /// Who signed an approval that was taken, by agency and model; its last round.
    mapping(address agency => mapping(bytes32 modelId => address)) private _approvedBy;
    mapping(address agency => mapping(address approver => uint256)) private _mayDecideFrom;

    function setUp() public override {
        super.setUp();
        _mayDecideFrom[ASKED][APPROVER] = START;
    }

    function appoint(uint256 who, uint256 whom) external {
        (address agency, address approver) = (_agency(who), _person(whom));
        vm.prank(agency);
        try registry.appoint(approver) {
            _mayDecideFrom[agency][approver] = block.timestamp + APPROVER_DELAY;
        } catch {}
    }

    function appointFor(uint256 who, uint256 whom, uint8 by) external {
        (address agency, address approver) = (_agency(who), _person(whom));
        vm.prank(by % 4 == 0 ? COUNCIL : agency);
        try registry.appointFor(agency, approver) {
            vm.assertTrue(by % 4 == 0, "an agency made up an approver at once");
            _mayDecideFrom[agency][approver] = block.timestamp;
        } catch {}
    }

    function dismiss(uint256 who, uint256 whom) external {
        (address agency, address approver) = (_agency(who), _person(whom));
        vm.prank(agency);
        try registry.dismiss(approver) {
            delete _mayDecideFrom[agency][approver];
        } catch {}
    }

    function proposeModel(uint256 who, uint256 which) public {
        bytes32 modelId = _model(which);
        vm.prank(_agency(who));
        try registry.propose(modelId, _products[which % 2]) {
            delete _approvedBy[_agency(who)][modelId];
        } catch {}
    }

    function decideModel(uint256 who, uint256 which, uint256 whom, bool approved) public {
        (address agency, bytes32 modelId) = (_agency(who), _model(which));
        ModelDecision memory decision = _decision(agency, modelId, approved);
        bytes memory signature = _sign(_keyOfPerson(whom), decision);
        try registry.decide(decision, _person(whom), signature) {
            if (approved) _approvedBy[agency][modelId] = _person(whom);
            uint256 from = _mayDecideFrom[agency][_person(whom)];
            vm.assertTrue(from != 0 && from <= block.timestamp, "decided out of office");
        } catch {}
    }

    function move(uint256 who, uint256 which, uint256 how) public {
        bytes32 modelId = _model(which);
        vm.prank(_agency(who));
        if (how % 4 == 0) try registry.retire(modelId) {} catch {}
        else if (how % 4 == 1) try registry.makeChallenger(modelId) {} catch {}
        else try registry.makeChampion(modelId) {} catch {}
    }

    /// What takes several steps in turn would seldom come about by chance alone.
    function adopt(uint256 who, uint256 which, uint256 whom) external {
        proposeModel(who, which);
        decideModel(who, which, whom, true);
        move(who, which, 3);
    }

    function pass(uint32 sec) external {
        vm.warp(block.timestamp + (sec % (3 * APPROVER_DELAY)));
    }

    /// Never a champion or challenger without two persons; never two champions of one product.
    function check() external view {
        for (uint256 who = 0; who < 2; ++who) {
            uint256[2] memory champions;
            for (uint256 which = 0; which < 6; ++which) {
                _checkPersons(_agency(who), _model(which));
                bool isChampion = _status(_agency(who), _model(which)) == ModelStatus.CHAMPION;
                bytes32 champion = registry.championOf(_agency(who), _products[which % 2]);
                vm.assertTrue((champion == _model(which)) == isChampion, "champion on record");
                if (isChampion) ++champions[which % 2];
            }
            vm.assertTrue(champions[0] <= 1 && champions[1] <= 1, "two champions");
        }
    }

    function _checkPersons(address agency, bytes32 modelId) private view {
        IModelRegistry.Model memory model = registry.modelOf(agency, modelId);
        bool needsTwo =
            model.status == ModelStatus.APPROVED ||
                model.status == ModelStatus.CHAMPION ||
                model.status == ModelStatus.CHALLENGER;
        if (!needsTwo) return;
        vm.assertEq(model.proposer, agency, "proposer");
        vm.assertTrue(model.approver != address(0) && model.approver != agency, "one person");
        vm.assertEq(model.approver, _approvedBy[agency][modelId], "approver who never signed");
    }

    function _agency(uint256 seed) private view returns (address) {
        return seed % 2 == 0 ? ASKED : HOLDER;
    }

    function _model(uint256 seed) private pure returns (bytes32) {
        return keccak256(abi.encode("model", seed % 6));
    }

    function _keyOfPerson(uint256 seed) private pure returns (uint256) {
        return [APPROVER_KEY, OTHER_APPROVER_KEY, ASKED_KEY, HOLDER_KEY][seed % 4];
    }

    function _person(uint256 seed) private pure returns (address) {
        return vm.addr(_keyOfPerson(seed));
    }
}
