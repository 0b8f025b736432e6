// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IModelRegistry} from "../../../contracts/interfaces/IModelRegistry.sol";
import {ModelStatus} from "../../../contracts/Types.sol";
import {ModelActors} from "../support/ModelActors.sol";
import {vm} from "../support/Vm.sol";

/// The whole table: from every status, every act.
contract ModelTransitionsTest is ModelActors {
    enum Act {
        PROPOSE,
        APPROVE,
        REJECT,
        MAKE_CHAMPION,
        MAKE_CHALLENGER,
        RETIRE
    }

    function test_TheTableOfTransitionsHolds() public {
        for (uint8 from = 0; from <= uint8(type(ModelStatus).max); ++from) {
            for (uint8 act = 0; act <= uint8(type(Act).max); ++act) {
                uint256 snapshot = vm.snapshotState();
                _reach(ModelStatus(from));
                vm.assertEq(uint256(_status(ASKED, MODEL)), from, "reached");
                ModelStatus to = _next(ModelStatus(from), Act(act));
                bool expected = to != ModelStatus.NONE;
                vm.assertTrue(_try(Act(act)) == expected, "an act was out of turn");
                ModelStatus now_ = _status(ASKED, MODEL);
                vm.assertTrue(now_ == (expected ? to : ModelStatus(from)), "where it led");
                bool champion = registry.championOf(ASKED, PRODUCT) == MODEL;
                vm.assertTrue(
                    champion == (now_ == ModelStatus.CHAMPION),
                    "champion of the product"
                );
                vm.revertToState(snapshot);
            }
        }
    }

    function test_ANewChampionLetsTheFormerStandByAndItComesBack() public {
        _approve(ASKED, MODEL);
        _approve(ASKED, NEXT_MODEL);
        vm.startPrank(ASKED);
        registry.makeChampion(MODEL);
        vm.expectEmit(address(registry));
        emit IModelRegistry.ModelStatusChanged(
            ASKED,
            MODEL,
            ModelStatus.CHAMPION,
            ModelStatus.CHALLENGER
        );
        vm.expectEmit(address(registry));
        emit IModelRegistry.ModelStatusChanged(
            ASKED,
            NEXT_MODEL,
            ModelStatus.APPROVED,
            ModelStatus.CHAMPION
        );
        registry.makeChampion(NEXT_MODEL);
        vm.assertEq(registry.championOf(ASKED, PRODUCT), NEXT_MODEL, "champion");
        registry.makeChampion(MODEL);
        vm.stopPrank();
        vm.assertEq(registry.championOf(ASKED, PRODUCT), MODEL, "back again");
        vm.assertTrue(_status(ASKED, NEXT_MODEL) == ModelStatus.CHALLENGER, "stands by");
    }

    function test_EachProductHasItsOwnChampion() public {
        _approve(ASKED, MODEL);
        vm.prank(ASKED);
        registry.propose(NEXT_MODEL, "mortgage");
        _decide(ASKED, NEXT_MODEL, true);
        vm.startPrank(ASKED);
        registry.makeChampion(MODEL);
        registry.makeChampion(NEXT_MODEL);
        vm.stopPrank();
        vm.assertEq(registry.championOf(ASKED, PRODUCT), MODEL, "of one");
        vm.assertEq(registry.championOf(ASKED, "mortgage"), NEXT_MODEL, "of the other");
    }

    function test_Error_AStrangerMovesTheModelOfAnAgency() public {
        _approve(ASKED, MODEL);
        vm.prank(HOLDER);
        vm.expectPartialRevert(IModelRegistry.ModelRegistryInvalidTransition.selector);
        registry.makeChampion(MODEL);
        vm.prank(STRANGER);
        vm.expectPartialRevert(IModelRegistry.ModelRegistryInvalidTransition.selector);
        registry.retire(MODEL);
    }

    function _reach(ModelStatus status) private {
        if (status == ModelStatus.NONE) return;
        _propose(ASKED, MODEL);
        if (status == ModelStatus.PROPOSED) return;
        _decide(ASKED, MODEL, status != ModelStatus.REJECTED);
        vm.startPrank(ASKED);
        if (status == ModelStatus.CHAMPION) registry.makeChampion(MODEL);
        if (status == ModelStatus.CHALLENGER) registry.makeChallenger(MODEL);
        if (status == ModelStatus.RETIRED) registry.retire(MODEL);
        vm.stopPrank();
    }

    function _try(Act act) private returns (bool) {
        try this.perform(act) {
            return true;
        } catch {
            return false;
        }
    }

    function perform(Act act) external {
        if (act == Act.APPROVE || act == Act.REJECT) {
            return _decide(ASKED, MODEL, act == Act.APPROVE);
        }
        vm.prank(ASKED);
        if (act == Act.PROPOSE) registry.propose(MODEL, PRODUCT);
        if (act == Act.MAKE_CHAMPION) registry.makeChampion(MODEL);
        if (act == Act.MAKE_CHALLENGER) registry.makeChallenger(MODEL);
        if (act == Act.RETIRE) registry.retire(MODEL);
    }

    /// NONE = refused.
    function _next(ModelStatus from, Act act) private pure returns (ModelStatus) {
        bool isApproved = from == ModelStatus.APPROVED;
        bool isChampion = from == ModelStatus.CHAMPION;
        bool isChallenger = from == ModelStatus.CHALLENGER;
        bool isProposed = from == ModelStatus.PROPOSED;
        if (act == Act.PROPOSE && (from == ModelStatus.NONE || from == ModelStatus.RETIRED)) {
            return ModelStatus.PROPOSED;
        }
        if (act == Act.APPROVE && isProposed) return ModelStatus.APPROVED;
        if (act == Act.REJECT && isProposed) return ModelStatus.REJECTED;
        if (act == Act.MAKE_CHAMPION && (isApproved || isChallenger)) return ModelStatus.CHAMPION;
        if (act == Act.MAKE_CHALLENGER && (isApproved || isChampion)) {
            return ModelStatus.CHALLENGER;
        }
        bool isAlive = isProposed || isApproved || isChampion || isChallenger;
        return act == Act.RETIRE && isAlive ? ModelStatus.RETIRED : ModelStatus.NONE;
    }
}
