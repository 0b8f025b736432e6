// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {GrantHash} from "../../../contracts/GrantHash.sol";
import {ConsentId} from "../../../contracts/Ids.sol";
import {AgencyScope, ConsentGrant, ConsentMode, Detail} from "../../../contracts/Types.sol";
import {Deployment} from "./Deployment.sol";
import {Signing} from "./Signing.sol";
import {vm} from "./Vm.sol";

/// Grants and what their subject signs.
abstract contract Grants is Deployment {
    /// One use by LENDER at any agency, relayed to any, for a credit application.
    function _grant() internal view returns (ConsentGrant memory grant) {
        grant.commitment = keccak256("commitment");
        grant.subject = SUBJECT;
        grant.grantee = LENDER;
        grant.agencyScopeKind = AgencyScope.ANY;
        grant.relayAllowed = true;
        grant.maxHops = 1;
        grant.relayStore = true;
        grant.purpose = APPLICATION;
        grant.categories = 7;
        grant.detail = Detail.SUMMARY | Detail.DETAIL;
        grant.mode = ConsentMode.VIEW;
        grant.notBefore = uint48(block.timestamp);
        grant.expiresAt = uint48(block.timestamp + 7 days);
        grant.maxUses = 1;
        grant.lookbackMonths = 24;
        grant.dataLifeDays = 30;
        grant.attempts = 6;
        grant.summaryHash = keccak256("Bank A may read your loans once");
        grant.recordBy = uint48(block.timestamp + 1 days);
        grant.nonce = keccak256("grant nonce");
    }

    /// As `_grant`, for several uses.
    function _grantOf(uint16 maxUses) internal view returns (ConsentGrant memory grant) {
        grant = _grant();
        grant.maxUses = maxUses;
    }

    function _record(ConsentGrant memory grant) internal returns (ConsentId) {
        return consents.record(grant, _signGrant(grant));
    }

    function _signGrant(ConsentGrant memory grant) internal view returns (bytes memory) {
        return _sign(ConsentId.unwrap(consents.hashGrant(grant)));
    }

    function _signAction(
        bytes32 typehash,
        ConsentGrant memory grant,
        uint32 seq,
        uint48 deadline
    ) internal view returns (bytes memory) {
        bytes32 id = ConsentId.unwrap(consents.hashGrant(grant));
        return _sign(keccak256(abi.encode(typehash, id, seq, deadline)));
    }

    function _signCancel(
        ConsentGrant memory grant,
        uint48 deadline
    ) internal view returns (bytes memory) {
        bytes32 id = ConsentId.unwrap(consents.hashGrant(grant));
        return _sign(keccak256(abi.encode(GrantHash.CANCEL_TYPEHASH, id, deadline)));
    }

    function _sign(bytes32 structHash) internal view returns (bytes memory) {
        return Signing.long(SUBJECT_KEY, _consentDomain(), structHash);
    }

    function _consentDomain() internal view returns (bytes32) {
        return Signing.domain(block.chainid, address(consents));
    }

    /// The subject's own statement number `seq`, in time.
    function _pause(ConsentGrant memory grant, uint32 seq) internal {
        uint48 deadline = uint48(block.timestamp);
        bytes memory signature = _signAction(GrantHash.PAUSE_TYPEHASH, grant, seq, deadline);
        consents.pause(grant, seq, deadline, signature);
    }

    function _resume(ConsentGrant memory grant, uint32 seq) internal {
        uint48 deadline = uint48(block.timestamp);
        bytes memory signature = _signAction(GrantHash.RESUME_TYPEHASH, grant, seq, deadline);
        consents.resume(grant, seq, deadline, signature);
    }

    function _withdraw(ConsentGrant memory grant, uint32 seq) internal {
        uint48 deadline = uint48(block.timestamp);
        bytes memory signature = _signAction(GrantHash.WITHDRAW_TYPEHASH, grant, seq, deadline);
        consents.withdraw(grant, seq, deadline, signature);
    }

    /// The grant that amends the given one by another nonce.
    function _amendmentOf(ConsentGrant memory old) internal view returns (ConsentGrant memory g) {
        g = _grantOf(old.maxUses);
        g.supersedes = ConsentId.unwrap(consents.hashGrant(old));
        g.nonce = keccak256(abi.encode("amendment", old.nonce));
    }

    function _amend(ConsentGrant memory old) internal returns (ConsentId) {
        ConsentGrant memory amendment = _amendmentOf(old);
        return consents.amend(old, amendment, _signGrant(amendment));
    }

    function _invalidate(ConsentId id) internal {
        vm.prank(AUDITOR);
        consents.proposeInvalidation(id, 1);
        vm.prank(SECOND_AUDITOR);
        consents.confirmInvalidation(id, 1);
    }

    function _cancel(ConsentGrant memory grant) internal {
        uint48 deadline = uint48(block.timestamp);
        consents.cancel(grant, deadline, _signCancel(grant, deadline));
    }
}
