// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {ConsentId} from "../../contracts/Ids.sol";
import {Role} from "../../contracts/Types.sol";
import {Grants} from "./support/Grants.sol";
import {vm} from "./support/Vm.sol";

/// Each privileged function refuses a stranger, every other role and the admin, and admits its own role.
contract AccessTest is Grants {
    struct Privilege {
        address target;
        address holder;
        bytes call;
    }

    ConsentId private id;
    ConsentId private other;

    function setUp() public override {
        super.setUp();
        id = _record(_grant());
        other = _record(_grantOf(2));
        vm.startPrank(COUNCIL);
        members.suspend(OTHER_AGENCY);
        members.suspend(OTHER_LENDER);
        members.readmit(OTHER_LENDER);
        vm.stopPrank();
        vm.prank(SUPERVISOR);
        members.pause(OTHER_LENDER);
        vm.prank(HOLDER);
        members.declareAffiliation(ASKED);
        vm.prank(MINTER);
        token.mint(MINTER, 1);
    }

    function test_EachPrivilegedFunctionAdmitsItsRoleOnly() public {
        Privilege[] memory privileges = _privileges();
        for (uint256 i = 0; i < privileges.length; ++i) {
            _expectOnlyHolder(privileges[i]);
        }
    }

    function _expectOnlyHolder(Privilege memory p) private {
        address[6] memory callers = [STRANGER, COUNCIL, SUPERVISOR, MINTER, AUDITOR, ASKED];
        for (uint256 i = 0; i < callers.length; ++i) {
            bool bothAuditors = p.holder == SECOND_AUDITOR && callers[i] == AUDITOR;
            if (callers[i] != p.holder && !bothAuditors) _expectRefused(p, callers[i]);
        }
        _expectRefused(p, address(this)); // the admin
        vm.prank(p.holder);
        (bool done, ) = p.target.call(p.call);
        vm.assertTrue(done, "the role is admitted");
    }

    function _expectRefused(Privilege memory p, address caller) private {
        vm.prank(caller);
        (bool done, bytes memory answer) = p.target.call(p.call);
        vm.assertFalse(done, "a stranger is refused");
        bytes memory unauthorized = abi.encodeWithSelector(
            IAccessManaged.AccessManagedUnauthorized.selector,
            caller
        );
        vm.assertEq(keccak256(answer), keccak256(unauthorized), "by its error");
    }

    function _privileges() private view returns (Privilege[] memory p) {
        p = new Privilege[](13);
        address m = address(members);
        bytes memory admit = abi.encodeCall(members.admit, (STRANGER, _admission(Role.AUDITOR, 0)));
        p[0] = Privilege(m, COUNCIL, admit);
        p[1] = Privilege(m, COUNCIL, abi.encodeCall(members.readmit, (OTHER_AGENCY)));
        p[2] = Privilege(m, COUNCIL, abi.encodeCall(members.suspend, (OTHER_AGENCY)));
        p[3] = Privilege(m, COUNCIL, abi.encodeCall(members.unpause, (OTHER_LENDER)));
        p[4] = Privilege(m, COUNCIL, abi.encodeCall(members.setPurposes, (LENDER, 2)));
        p[5] = Privilege(m, COUNCIL, abi.encodeCall(members.undeclareAffiliation, (ASKED, HOLDER)));
        p[6] = Privilege(m, SUPERVISOR, abi.encodeCall(members.pause, (HOLDER)));
        address c = address(consents);
        bytes memory template = abi.encodeCall(
            consents.setTemplate,
            (APPLICATION, _template(1, 1, 0, 0))
        );
        p[7] = Privilege(c, COUNCIL, template);
        p[8] = Privilege(c, AUDITOR, abi.encodeCall(consents.proposeInvalidation, (id, 1)));
        p[9] = Privilege(c, SECOND_AUDITOR, abi.encodeCall(consents.confirmInvalidation, (id, 1)));
        p[10] = Privilege(c, COUNCIL, abi.encodeCall(consents.revokeByNetwork, (other, 1)));
        p[11] = Privilege(address(token), MINTER, abi.encodeCall(token.mint, (STRANGER, 1)));
        p[12] = Privilege(address(token), MINTER, abi.encodeCall(token.burn, (MINTER, 1)));
    }
}
