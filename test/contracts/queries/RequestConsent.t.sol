// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsentId} from "../../../contracts/Ids.sol";
import {IConsents} from "../../../contracts/interfaces/IConsents.sol";
import {IMembers} from "../../../contracts/interfaces/IMembers.sol";
import {IQueries} from "../../../contracts/interfaces/IQueries.sol";
import {
    AgencyScope,
    ConsentGrant,
    ConsentState,
    QueryTerms,
    Role
} from "../../../contracts/Types.sol";
import {Exchanges} from "../support/Exchanges.sol";
import {Merkle} from "../support/Merkle.sol";
import {vm} from "../support/Vm.sol";

/// Invariant 5: no request but under a live consent for this grantee, agency, purpose and these categories.
contract RequestConsentTest is Exchanges {
    ConsentGrant private grant;
    QueryTerms private terms;
    bytes32[] private proof;

    function setUp() public override {
        super.setUp();
        _use(_grantOf(2));
    }

    function test_Error_AGrantThatIsNotTheOneInTheTerms() public {
        ConsentGrant memory other = _grantOf(3);
        _record(other);
        ConsentId otherId = consents.hashGrant(other);
        vm.expectRevert(
            abi.encodeWithSelector(
                IQueries.QueriesConsentMismatch.selector,
                otherId,
                terms.consentId
            )
        );
        vm.prank(LENDER);
        queries.request(terms, other, noProof);
    }

    function test_Error_AGrantThatNobodyRecorded() public {
        grant.nonce = keccak256("unrecorded");
        terms.consentId = consents.hashGrant(grant);
        _refuseState(ConsentState.NONE);
    }

    function test_Error_AConsentThatIsNotLive() public {
        _pause(grant, 1);
        _refuseState(ConsentState.PAUSED);
        _withdraw(grant, 2);
        _refuseState(ConsentState.WITHDRAWN);
        _use(_grantOf(3));
        vm.prank(LENDER);
        consents.revoke(grant, 1);
        _refuseState(ConsentState.REVOKED);
        _use(_grantOf(4));
        _invalidate(terms.consentId);
        _refuseState(ConsentState.INVALIDATED);
        _use(_grantOf(5));
        _amend(grant);
        _refuseState(ConsentState.SUPERSEDED);
    }

    function test_Error_AConsentThatIsConsumed() public {
        _use(_grant());
        _request(terms, grant);
        _refuseState(ConsentState.CONSUMED);
    }

    function test_Error_AConsentThatHasExpired() public {
        grant.expiresAt = START + 100;
        grant.nonce = keccak256("short");
        _use(grant);
        vm.warp(START + 99);
        vm.prank(LENDER);
        queries.request(terms, grant, noProof);
        terms.nonce = keccak256("second");
        vm.warp(START + 100);
        _refuseState(ConsentState.EXPIRED);
    }

    function test_Error_AConsentThatIsNotYetValid() public {
        grant.notBefore = START + 100;
        _use(grant);
        vm.warp(START + 99);
        _refuse(
            abi.encodeWithSelector(
                IConsents.ConsentsNotYetValid.selector,
                terms.consentId,
                grant.notBefore
            )
        );
        vm.warp(START + 100);
        _request(terms, grant);
    }

    function test_Error_AnotherLenderUsesTheConsent() public {
        terms.buyer = OTHER_LENDER;
        bytes memory problem = abi.encodeWithSelector(
            IConsents.ConsentsWrongGrantee.selector,
            terms.consentId,
            LENDER,
            OTHER_LENDER
        );
        vm.expectRevert(problem);
        vm.prank(OTHER_LENDER);
        queries.request(terms, grant, noProof);
    }

    function test_Error_AnotherPurpose(uint8 purpose) public {
        vm.assume(purpose != APPLICATION);
        terms.purpose = purpose;
        _refuse(
            abi.encodeWithSelector(
                IConsents.ConsentsWrongPurpose.selector,
                terms.consentId,
                APPLICATION,
                purpose
            )
        );
    }

    function test_Error_OtherCategoriesOrNone(uint32 categories) public {
        terms.categories = categories & ~uint32(7) == 0 ? 0 : categories;
        _refuse(
            abi.encodeWithSelector(
                IConsents.ConsentsWrongCategories.selector,
                terms.consentId,
                7,
                terms.categories
            )
        );
    }

    function test_FewerCategoriesThanGrantedAreEnough(uint32 categories) public {
        categories &= 7;
        vm.assume(categories != 0);
        terms.categories = categories;
        _request(terms, grant);
    }

    function test_Error_AnAgencyOutsideTheScopeOfOne() public {
        grant.agencyScopeKind = AgencyScope.ONE;
        grant.agencyScope = bytes32(uint256(uint160(HOLDER)));
        _use(grant);
        _refuseAgency();
        terms.seller = HOLDER;
        _request(terms, grant);
    }

    function test_Error_AnAgencyOutsideTheList() public {
        grant.agencyScopeKind = AgencyScope.LISTED;
        grant.agencyScope = Merkle.root(ASKED, HOLDER);
        _use(grant);
        _refuseAgency();
        proof = Merkle.proof(OTHER_AGENCY);
        _refuseAgency();
        proof = Merkle.proof(HOLDER);
        vm.prank(LENDER);
        queries.request(terms, grant, proof);
    }

    function test_Error_ARelayThatTheSubjectDidNotAllow() public {
        grant.relayAllowed = false;
        grant.maxHops = 0;
        grant.relayStore = false;
        grant.dataLifeDays = 0;
        _use(grant);
        _refuse(abi.encodeWithSelector(IQueries.QueriesRelayNotAllowed.selector, terms.consentId));
    }

    function test_Error_APartyThatIsNotActive() public {
        vm.prank(SUPERVISOR);
        members.pause(ASKED);
        _refuse(abi.encodeWithSelector(IMembers.MembersNotActive.selector, ASKED, Role.AGENCY));
        vm.prank(COUNCIL);
        members.unpause(ASKED);
        vm.prank(COUNCIL);
        members.suspend(LENDER);
        _refuse(
            abi.encodeWithSelector(IMembers.MembersNotActive.selector, LENDER, Role.QUERY_USER)
        );
    }

    function test_APeriodLimitsHowOftenAConsentIsUsed() public {
        grant.purpose = REVIEW;
        (grant.maxUses, grant.perPeriod, grant.periodSec) = (5, 1, 1 hours);
        _use(grant);
        _request(terms, grant);
        terms.nonce = keccak256("second");
        _refuse(
            abi.encodeWithSelector(
                IConsents.ConsentsPeriodExhausted.selector,
                terms.consentId,
                0,
                1
            )
        );
        vm.warp(START + 1 hours);
        terms = _terms(grant);
        _request(terms, grant);
    }

    function _use(ConsentGrant memory used) private {
        grant = used;
        _record(used);
        terms = _terms(used);
    }

    function _refuseAgency() private {
        _refuse(
            abi.encodeWithSelector(IConsents.ConsentsWrongAgency.selector, terms.consentId, ASKED)
        );
    }

    function _refuseState(ConsentState state) private {
        _refuse(
            abi.encodeWithSelector(IConsents.ConsentsNotUsable.selector, terms.consentId, state)
        );
    }

    function _refuse(bytes memory problem) private {
        vm.expectRevert(problem);
        vm.prank(LENDER);
        queries.request(terms, grant, proof);
    }
}
