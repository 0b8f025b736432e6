// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsentId} from "../../../contracts/Ids.sol";
import {IConsents} from "../../../contracts/interfaces/IConsents.sol";
import {AgencyScope, ConsentGrant, ConsentState} from "../../../contracts/Types.sol";
import {Grants} from "../support/Grants.sol";
import {Signing} from "../support/Signing.sol";
import {vm} from "../support/Vm.sol";

/// Amendment, revocation, invalidation and expiry: who may end a consent, with which reason.
contract EndingsTest is Grants {
    ConsentGrant private grant;
    ConsentId private id;

    function setUp() public override {
        super.setUp();
        grant = _grant();
        id = _record(grant);
    }

    function test_AnAmendmentLinksBothConsents() public {
        ConsentGrant memory amendment = _amendmentOf(grant);
        bytes memory signature = _signGrant(amendment);
        ConsentId newId = consents.hashGrant(amendment);
        vm.expectEmit(address(consents));
        emit IConsents.ConsentRecorded(newId, LENDER, SUBJECT, amendment);
        vm.expectEmit(address(consents));
        emit IConsents.ConsentSuperseded(id, newId);
        consents.amend(grant, amendment, signature);
        vm.assertTrue(consents.statusOf(grant) == ConsentState.SUPERSEDED, "old");
        vm.assertTrue(consents.statusOf(amendment) == ConsentState.ACTIVE, "new");
    }

    function test_Error_AnAmendmentForAnotherConsentSubjectOrGrantee() public {
        ConsentGrant memory amendment = _amendmentOf(grant);
        amendment.supersedes = keccak256("another");
        _refuseAmendment(amendment, "supersedes");
        amendment = _amendmentOf(grant);
        amendment.subject = STRANGER;
        _refuseAmendment(amendment, "subject");
        amendment = _amendmentOf(grant);
        amendment.grantee = OTHER_LENDER;
        _refuseAmendment(amendment, "grantee");
    }

    function test_Error_AnAmendmentThatTheSubjectDidNotSign() public {
        ConsentGrant memory amendment = _amendmentOf(grant);
        bytes32 hash = ConsentId.unwrap(consents.hashGrant(amendment));
        bytes memory signature = Signing.long(LENDER_KEY, _consentDomain(), hash);
        vm.expectPartialRevert(IConsents.ConsentsSignatureInvalid.selector);
        consents.amend(grant, amendment, signature);
    }

    function test_Error_AnAmendmentBeyondFairUse() public {
        ConsentGrant memory amendment = _amendmentOf(grant);
        amendment.maxUses = 6;
        bytes memory signature = _signGrant(amendment);
        vm.expectPartialRevert(IConsents.ConsentsFairUseExceeded.selector);
        consents.amend(grant, amendment, signature);
    }

    function test_TheGranteeRevokesWithEachKnownReason() public {
        for (uint8 reason = 1; reason <= 4; ++reason) {
            setUp();
            vm.expectEmit(address(consents));
            emit IConsents.ConsentRevoked(id, LENDER, reason);
            vm.prank(LENDER);
            consents.revoke(grant, reason);
        }
    }

    function test_TheOneAgencyOfAGrantRevokes() public {
        grant.agencyScopeKind = AgencyScope.ONE;
        grant.agencyScope = bytes32(uint256(uint160(ASKED)));
        _record(grant);
        vm.prank(ASKED);
        consents.revoke(grant, 2);
        vm.assertTrue(consents.statusOf(grant) == ConsentState.REVOKED, "revoked");
    }

    function test_Error_AnotherRevokes() public {
        address[4] memory others = [ASKED, OTHER_LENDER, SUBJECT, COUNCIL];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IConsents.ConsentsNotRevoker.selector, id, others[i])
            );
            vm.prank(others[i]);
            consents.revoke(grant, 1);
        }
    }

    function test_Error_AnUnknownReason(uint8 reason) public {
        bytes memory problem = abi.encodeWithSelector(
            IConsents.ConsentsReasonInvalid.selector,
            reason
        );
        if (reason == 0 || reason > 4) {
            vm.expectRevert(problem);
            vm.prank(LENDER);
            consents.revoke(grant, reason);
            vm.expectRevert(problem);
            vm.prank(COUNCIL);
            consents.revokeByNetwork(id, reason);
        }
        if (reason == 0 || reason > 2) {
            vm.expectRevert(problem);
            vm.prank(AUDITOR);
            consents.proposeInvalidation(id, reason);
        }
    }

    function test_TwoAuditorsInvalidateForTheSameReason() public {
        vm.expectEmit(address(consents));
        emit IConsents.ConsentInvalidationProposed(id, AUDITOR, 2);
        vm.prank(AUDITOR);
        consents.proposeInvalidation(id, 2);
        vm.assertTrue(consents.statusOf(grant) == ConsentState.ACTIVE, "one is not enough");
        vm.expectEmit(address(consents));
        emit IConsents.ConsentInvalidated(id, SECOND_AUDITOR, 2);
        vm.prank(SECOND_AUDITOR);
        consents.confirmInvalidation(id, 2);
        vm.assertTrue(consents.statusOf(grant) == ConsentState.INVALIDATED, "invalidated");
    }

    function test_Error_OneAuditorAloneInvalidates() public {
        vm.startPrank(AUDITOR);
        consents.proposeInvalidation(id, 2);
        vm.expectRevert(
            abi.encodeWithSelector(IConsents.ConsentsSameAuditor.selector, id, AUDITOR)
        );
        consents.confirmInvalidation(id, 2);
        vm.stopPrank();
    }

    function test_Error_AnInvalidationThatNobodyProposedForThatReason() public {
        bytes memory problem = abi.encodeWithSelector(
            IConsents.ConsentsNotProposed.selector,
            id,
            1
        );
        vm.prank(SECOND_AUDITOR);
        vm.expectRevert(problem);
        consents.confirmInvalidation(id, 1);
        vm.prank(AUDITOR);
        consents.proposeInvalidation(id, 2);
        vm.prank(SECOND_AUDITOR);
        vm.expectRevert(problem);
        consents.confirmInvalidation(id, 1);
    }

    function test_AnyoneWritesAnExpiryDown() public {
        vm.warp(grant.expiresAt);
        vm.expectEmit(address(consents));
        emit IConsents.ConsentExpired(id);
        vm.prank(STRANGER);
        consents.pokeExpired(grant);
        vm.assertTrue(consents.slotOf(id).state == ConsentState.EXPIRED, "written");
    }

    function test_Error_AnExpiryIsWrittenDownEarly() public {
        vm.warp(grant.expiresAt - 1);
        vm.expectRevert(
            abi.encodeWithSelector(IConsents.ConsentsNotExpired.selector, id, grant.expiresAt)
        );
        consents.pokeExpired(grant);
    }

    function _refuseAmendment(ConsentGrant memory amendment, bytes32 attribute) private {
        bytes memory signature = _signGrant(amendment);
        vm.expectRevert(
            abi.encodeWithSelector(IConsents.ConsentsAmendmentMismatch.selector, id, attribute)
        );
        consents.amend(grant, amendment, signature);
    }
}
