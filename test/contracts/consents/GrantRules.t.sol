// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IConsents} from "../../../contracts/interfaces/IConsents.sol";
import {AgencyScope, ConsentGrant, ConsentMode, Detail} from "../../../contracts/Types.sol";
import {Grants} from "../support/Grants.sol";
import {vm} from "../support/Vm.sol";

/// Grants that contradict themselves are refused by the name of the field; sound ones are recorded.
contract GrantRulesTest is Grants {
    function test_Error_SomethingIsMissing() public {
        ConsentGrant memory g = _grant();
        g.commitment = 0;
        _refuse(g, "commitment");
        g = _grant();
        g.subject = address(0);
        _refuse(g, "subject");
        g = _grant();
        g.grantee = address(0);
        _refuse(g, "grantee");
        g = _grant();
        g.maxUses = 0;
        _refuse(g, "maxUses");
        g = _grant();
        g.attempts = 0;
        _refuse(g, "attempts");
    }

    function test_Error_AScopeThatDoesNotFitItsKind() public {
        _refuseScope(AgencyScope.ANY, bytes32(uint256(1)));
        _refuseScope(AgencyScope.ONE, 0);
        _refuseScope(AgencyScope.ONE, bytes32(uint256(1) << 160));
        _refuseScope(AgencyScope.LISTED, 0);
        _refuseScope(3, bytes32(uint256(1)));
    }

    function test_AScopeThatFitsItsKind() public {
        ConsentGrant memory g = _grant();
        g.agencyScopeKind = AgencyScope.ONE;
        g.agencyScope = bytes32(uint256(uint160(ASKED)));
        _record(g);
        g.agencyScopeKind = AgencyScope.LISTED;
        g.agencyScope = keccak256("root");
        _record(g);
    }

    function test_Error_ARelayThatIsHalfAllowed() public {
        ConsentGrant memory g = _grant();
        g.maxHops = 2;
        _refuse(g, "maxHops");
        g.maxHops = 0;
        _refuse(g, "maxHops");
        g.relayAllowed = false;
        g.providersRoot = keccak256("root");
        _refuse(g, "providersRoot");
        g.providersRoot = 0;
        _refuse(g, "relayStore");
        g.relayStore = false;
        g.maxHops = 1;
        _refuse(g, "maxHops");
        g.maxHops = 0;
        _refuse(g, "dataLifeDays");
        g.dataLifeDays = 0;
        _record(g);
    }

    function test_Error_UnknownCategoriesDetailsOrModes(uint32 categories, uint8 detail) public {
        ConsentGrant memory g = _grant();
        g.categories = categories <= 0x7FF ? 0 : categories;
        _refuse(g, "categories");
        g = _grant();
        g.detail = detail <= Detail.ALL ? 0 : detail;
        _refuse(g, "detail");
        g = _grant();
        g.mode = 2;
        _refuse(g, "mode");
    }

    function test_Error_AValidityThatIsEmptyOrOver() public {
        ConsentGrant memory g = _grant();
        g.expiresAt = g.notBefore;
        _refuse(g, "expiresAt");
        g.notBefore = START - 10;
        g.expiresAt = START;
        _refuse(g, "expiresAt");
    }

    function test_Error_APeriodWithoutACountOrTheReverse() public {
        ConsentGrant memory g = _grant();
        g.perPeriod = 1;
        _refuse(g, "periodSec");
        g.perPeriod = 0;
        g.periodSec = 1;
        _refuse(g, "periodSec");
    }

    function test_Error_DataLivesOnWithoutStorage() public {
        ConsentGrant memory g = _grant();
        g.relayStore = false;
        g.dataLifeDays = 1;
        _refuse(g, "dataLifeDays");
        g.mode = ConsentMode.STORE;
        _record(g);
    }

    function _refuseScope(uint8 kind, bytes32 scope) private {
        ConsentGrant memory g = _grant();
        g.agencyScopeKind = kind;
        g.agencyScope = scope;
        _refuse(g, "agencyScope");
    }

    function _refuse(ConsentGrant memory grant, bytes32 attribute) private {
        bytes memory signature = _signGrant(grant);
        vm.expectRevert(
            abi.encodeWithSelector(IConsents.ConsentsGrantMalformed.selector, attribute)
        );
        consents.record(grant, signature);
    }
}
