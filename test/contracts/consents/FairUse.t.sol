// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsents} from "../../../contracts/interfaces/IConsents.sol";
import {ConsentGrant, Detail, Template} from "../../../contracts/Types.sol";
import {Grants} from "../support/Grants.sol";
import {vm} from "../support/Vm.sol";

/// No grant exceeds the template of its purpose, and the refusal names the attribute, the value and the bound.
contract FairUseTest is Grants {
    function test_Error_APurposeThatNobodyMayBeGranted(uint8 purpose) public {
        vm.assume(purpose != APPLICATION && purpose != REVIEW);
        ConsentGrant memory g = _grant();
        g.purpose = purpose;
        _refuse(g, abi.encodeWithSelector(IConsents.ConsentsPurposeNotGrantable.selector, purpose));
    }

    function test_Error_ATemplateForAPurposeThatRestsOnAnotherBasis(uint8 purpose) public {
        vm.assume(purpose == 0 || purpose > 10);
        vm.expectRevert(
            abi.encodeWithSelector(IConsents.ConsentsPurposeNotGrantable.selector, purpose)
        );
        vm.prank(COUNCIL);
        consents.setTemplate(purpose, _template(1, 1, 0, 0));
    }

    function test_ATemplateIsStoredToldAndSwitchedOff() public {
        Template memory template = _template(1 days, 2, 0, 0);
        vm.expectEmit(address(consents));
        emit IConsents.TemplateSet(2, template);
        vm.startPrank(COUNCIL);
        consents.setTemplate(2, template);
        vm.assertEq(consents.templateOf(2).maxExpirySec, 1 days, "stored");
        template.enabled = false;
        consents.setTemplate(APPLICATION, template);
        vm.stopPrank();
        _refuse(
            _grant(),
            abi.encodeWithSelector(IConsents.ConsentsPurposeNotGrantable.selector, APPLICATION)
        );
    }

    function test_ALifeUpToTheBoundIsGranted(uint32 life) public {
        ConsentGrant memory g = _grant();
        life = 1 + (life % 30 days);
        g.expiresAt = START + life;
        _record(g);
    }

    function test_Error_ALongLife(uint32 excess) public {
        ConsentGrant memory g = _grant();
        uint256 life = 30 days + 1 + uint256(excess);
        g.expiresAt = uint48(START + life);
        _refuseExcess(g, "expiresAt", life, 30 days);
    }

    function test_Error_ALifeStretchedByALaterStartOrALateRecording() public {
        ConsentGrant memory g = _grant();
        g.notBefore = START + 10 days;
        g.expiresAt = START + 31 days;
        _refuseExcess(g, "expiresAt", 31 days, 30 days);
        g.notBefore = START;
        vm.warp(START + 12 hours);
        _refuseExcess(g, "expiresAt", 31 days, 30 days);
    }

    function test_Error_TooManyUsesMonthsOrDays() public {
        _refuseExcess(_grantOf(6), "maxUses", 6, 5);
        ConsentGrant memory g = _grant();
        g.lookbackMonths = 61;
        _refuseExcess(g, "lookbackMonths", 61, 60);
        g = _grant();
        g.dataLifeDays = 31;
        _refuseExcess(g, "dataLifeDays", 31, 30);
    }

    function test_Error_MoreDetailThanThePurposeNeeds() public {
        ConsentGrant memory g = _grant();
        g.detail = Detail.SUMMARY | Detail.IDENTITY;
        _refuseExcess(g, "detail", g.detail, 7);
    }

    function test_AFrequencyWithinTheBoundIsGranted(uint16 perPeriod, uint32 periodSec) public {
        ConsentGrant memory g = _review(60);
        g.perPeriod = 1 + (perPeriod % 5);
        g.periodSec = 30 days + (periodSec % 365 days);
        _record(g);
    }

    function test_FewerUsesThanOnePeriodAllowsNeedNoPeriod() public {
        _record(_review(5));
    }

    function test_Error_AFrequencyBeyondTheBound() public {
        ConsentGrant memory g = _review(60);
        _refuseExcess(g, "perPeriod", 60, 5);
        (g.perPeriod, g.periodSec) = (6, 30 days);
        _refuseExcess(g, "perPeriod", 6, 5);
        (g.perPeriod, g.periodSec) = (5, 30 days - 1);
        _refuseExcess(g, "periodSec", 30 days - 1, 30 days);
    }

    function _review(uint16 maxUses) private view returns (ConsentGrant memory g) {
        g = _grantOf(maxUses);
        g.purpose = REVIEW;
    }

    function _refuseExcess(
        ConsentGrant memory grant,
        bytes32 attribute,
        uint256 value,
        uint256 bound
    ) private {
        _refuse(
            grant,
            abi.encodeWithSelector(
                IConsents.ConsentsFairUseExceeded.selector,
                attribute,
                value,
                bound
            )
        );
    }

    function _refuse(ConsentGrant memory grant, bytes memory problem) private {
        bytes memory signature = _signGrant(grant);
        vm.expectRevert(problem);
        consents.record(grant, signature);
    }
}
