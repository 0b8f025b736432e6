// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {GrantHash} from "../../../contracts/GrantHash.sol";
import {AgencyScope, ConsentGrant, ConsentState} from "../../../contracts/Types.sol";
import {Signing} from "../support/Signing.sol";
import {vm} from "../support/Vm.sol";
import {World} from "./World.sol";

/// What subjects do with their consents, and what others try to do in their name.
abstract contract SubjectActions is World {
    function recordGrant(uint256 seed) public {
        ConsentGrant memory grant = _anyGrant(_mix(seed));
        consentBooks.push();
        ConsentBook storage book = consentBooks[consentBooks.length - 1];
        book.grant = grant;
        book.id = _record(grant);
        book.state = ConsentState.ACTIVE;
    }

    /// The subject speaks, or, one time in four, somebody in her name.
    function speak(uint256 which, uint256 seed) external {
        seed = _mix(seed);
        uint256 act = (seed >> 8) % 8;
        bytes32 typehash =
            act == 0
                ? GrantHash.WITHDRAW_TYPEHASH
                : act < 4
                    ? GrantHash.PAUSE_TYPEHASH
                    : GrantHash.RESUME_TYPEHASH;
        _say(which, typehash, seed % 4 == 0 ? LENDER_KEY : SUBJECT_KEY);
    }

    function revokeConsent(uint256 which, uint256 seed) external {
        seed = _mix(seed);
        if (consentBooks.length == 0 || seed % 3 != 0) return;
        ConsentBook storage book = consentBooks[which % consentBooks.length];
        address caller = (seed >> 8) % 2 == 0 ? book.grant.grantee : STRANGER;
        vm.prank(caller);
        try consents.revoke(book.grant, 1) {
            _must(_isRunning(book) && caller != STRANGER, "revoked out of turn");
            book.state = ConsentState.REVOKED;
        } catch {}
    }

    function invalidateConsent(uint256 which, uint256 seed) external {
        if (consentBooks.length == 0 || _mix(seed) % 5 != 0) return;
        ConsentBook storage book = consentBooks[which % consentBooks.length];
        if (!_isRunning(book)) return;
        _invalidate(book.id);
        book.state = ConsentState.INVALIDATED;
    }

    function pokeConsent(uint256 which) external {
        if (consentBooks.length == 0) return;
        ConsentBook storage book = consentBooks[which % consentBooks.length];
        bool running = book.state == ConsentState.ACTIVE || book.state == ConsentState.PAUSED;
        try consents.pokeExpired(book.grant) {
            _must(running && _isExpired(book), "expired out of turn");
            book.state = ConsentState.EXPIRED;
        } catch {}
    }

    function _say(uint256 which, bytes32 typehash, uint256 key) private {
        if (consentBooks.length == 0) return;
        ConsentBook storage book = consentBooks[which % consentBooks.length];
        bytes32 hash = keccak256(abi.encode(typehash, book.id, book.seq + 1, type(uint48).max));
        bytes memory signature = Signing.long(key, _consentDomain(), hash);
        bool done = _send(book, typehash, signature);
        _must(done == (key == SUBJECT_KEY && _mayBecome(book, typehash)), "subject's act");
        if (!done) return;
        ++book.seq;
        book.state = _targetOf(typehash);
    }

    function _send(
        ConsentBook storage book,
        bytes32 typehash,
        bytes memory signature
    ) private returns (bool done) {
        bytes4 selector =
            typehash == GrantHash.PAUSE_TYPEHASH
                ? consents.pause.selector
                : typehash == GrantHash.RESUME_TYPEHASH
                    ? consents.resume.selector
                    : consents.withdraw.selector;
        (done, ) = address(consents).call(
            abi.encodeWithSelector(selector, book.grant, book.seq + 1, type(uint48).max, signature)
        );
    }

    function _mayBecome(ConsentBook storage book, bytes32 typehash) private view returns (bool) {
        if (book.state == ConsentState.CONSUMED && !_isExpired(book)) {
            return typehash == GrantHash.WITHDRAW_TYPEHASH;
        }
        if (!_isRunning(book)) return false;
        if (typehash == GrantHash.PAUSE_TYPEHASH) return book.state == ConsentState.ACTIVE;
        return typehash == GrantHash.WITHDRAW_TYPEHASH || book.state == ConsentState.PAUSED;
    }

    function _targetOf(bytes32 typehash) private pure returns (ConsentState) {
        if (typehash == GrantHash.PAUSE_TYPEHASH) return ConsentState.PAUSED;
        return typehash == GrantHash.RESUME_TYPEHASH ? ConsentState.ACTIVE : ConsentState.WITHDRAWN;
    }

    function _anyGrant(uint256 seed) private returns (ConsentGrant memory grant) {
        grant = _grantOf(uint16(1 + (seed % 3)));
        grant.nonce = _fresh();
        grant.grantee = _lender(seed >> 8);
        grant.attempts = uint16(1 + ((seed >> 16) % 8));
        grant.notBefore += (seed >> 24) % 8 == 0 ? 100 : 0;
        grant.expiresAt = grant.notBefore + 1 hours + uint48((seed >> 32) % 1 days);
        if ((seed >> 40) % 3 == 0) (grant.perPeriod, grant.periodSec) = (1, 4 hours);
        if ((seed >> 48) % 4 == 0) {
            grant.agencyScopeKind = AgencyScope.ONE;
            grant.agencyScope = bytes32(uint256(uint160(_agency(seed >> 56))));
        }
        if ((seed >> 64) % 8 == 0) {
            (grant.relayAllowed, grant.relayStore) = (false, false);
            (grant.maxHops, grant.dataLifeDays) = (0, 0);
        }
    }
}
