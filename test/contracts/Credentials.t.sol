// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICredentials} from "../../contracts/interfaces/ICredentials.sol";
import {Deployment} from "./support/Deployment.sol";
import {vm} from "./support/Vm.sol";

contract CredentialsTest is Deployment {
    bytes32 private constant ID = keccak256("credential");
    ICredentials private credentials;

    function setUp() public override {
        super.setUp();
        credentials = ICredentials(_create("Credentials", abi.encode(members)));
    }

    function test_AnAgencyAnchorsAndRevokesItsCredential(uint32 later) public {
        _anchor(ASKED, ID);
        ICredentials.Credential memory credential = credentials.statusOf(ID);
        vm.assertEq(credential.issuer, ASKED, "issuer");
        vm.assertEq(credential.anchoredAt, START, "anchored");
        vm.assertEq(credential.revokedAt, 0, "in force");

        vm.warp(uint256(START) + later);
        vm.expectEmit(address(credentials));
        emit ICredentials.CredentialRevoked(ID, ASKED);
        vm.prank(ASKED);
        credentials.revoke(ID);
        vm.assertEq(credentials.statusOf(ID).revokedAt, uint256(START) + later, "revoked");
    }

    function test_AnIssuerThatLeftStillRevokes() public {
        _anchor(ASKED, ID);
        vm.startPrank(ASKED);
        members.resign();
        credentials.revoke(ID);
        vm.stopPrank();
        vm.assertTrue(credentials.statusOf(ID).revokedAt != 0, "revoked");
    }

    function test_ManyAreAnchoredAtOnceAndTold() public {
        bytes32[] memory ids = new bytes32[](2);
        (ids[0], ids[1]) = (ID, keccak256("another"));
        vm.expectEmit(address(credentials));
        emit ICredentials.CredentialAnchored(ids[0], ASKED);
        vm.expectEmit(address(credentials));
        emit ICredentials.CredentialAnchored(ids[1], ASKED);
        vm.prank(ASKED);
        credentials.anchor(ids);
    }

    function test_Error_AnotherThanAnActiveAgencyAnchors() public {
        vm.expectRevert(abi.encodeWithSelector(ICredentials.CredentialsNotAgency.selector, LENDER));
        _anchor(LENDER, ID);
    }

    function test_Error_AnIdIsAnchoredTwiceOrIsZero() public {
        _anchor(ASKED, ID);
        vm.expectRevert(
            abi.encodeWithSelector(ICredentials.CredentialsAnchored.selector, ID, ASKED)
        );
        _anchor(HOLDER, ID);
        vm.expectRevert(abi.encodeWithSelector(ICredentials.CredentialsZeroId.selector));
        _anchor(HOLDER, 0);
    }

    function test_Error_AnotherThanItsIssuerRevokesOrItIsRevokedTwice() public {
        _anchor(ASKED, ID);
        vm.expectRevert(
            abi.encodeWithSelector(ICredentials.CredentialsNotIssuer.selector, ID, ASKED, HOLDER)
        );
        vm.prank(HOLDER);
        credentials.revoke(ID);
        vm.startPrank(ASKED);
        credentials.revoke(ID);
        vm.expectRevert(
            abi.encodeWithSelector(ICredentials.CredentialsRevoked.selector, ID, START)
        );
        credentials.revoke(ID);
        vm.stopPrank();
    }

    function _anchor(address issuer, bytes32 id) private {
        bytes32[] memory ids = new bytes32[](1);
        ids[0] = id;
        vm.prank(issuer);
        credentials.anchor(ids);
    }
}
