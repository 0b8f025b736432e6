// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AgencySet} from "./AgencySet.sol";
import {IConsents} from "./interfaces/IConsents.sol";
import {ConsentId} from "./Ids.sol";
import {
    ALL_CATEGORIES,
    AgencyScope,
    ConsentGrant,
    ConsentMode,
    Detail,
    QueryTerms,
    Template,
    UseLimits
} from "./Types.sol";

/// What a grant may say, alone and within its purpose's template, and what a request may ask of it.
library GrantRules {
    /// Refuses a grant whose fields contradict one another.
    function requireWellFormed(ConsentGrant calldata g) internal view {
        _check(g.commitment != 0, "commitment");
        _check(g.subject != address(0), "subject");
        _check(g.grantee != address(0), "grantee");
        _check(_scopeFits(g.agencyScopeKind, g.agencyScope), "agencyScope");
        _check(g.maxHops == (g.relayAllowed ? 1 : 0), "maxHops");
        _check(g.relayAllowed || g.providersRoot == 0, "providersRoot");
        _check(g.relayAllowed || !g.relayStore, "relayStore");
        _check(g.categories != 0 && g.categories & ~ALL_CATEGORIES == 0, "categories");
        _check(g.detail != 0 && g.detail <= Detail.ALL, "detail");
        _check(g.mode <= ConsentMode.STORE, "mode");
        _check(g.notBefore < g.expiresAt && block.timestamp < g.expiresAt, "expiresAt");
        _check(g.maxUses != 0, "maxUses");
        _check((g.perPeriod == 0) == (g.periodSec == 0), "periodSec");
        _check(g.attempts != 0, "attempts");
        bool stored = g.mode == ConsentMode.STORE || g.relayStore;
        _check(stored || g.dataLifeDays == 0, "dataLifeDays");
    }

    /// Refuses a grant beyond the fair use of its purpose.
    function requireFairUse(ConsentGrant calldata g, Template memory t) internal view {
        if (!t.enabled) revert IConsents.ConsentsPurposeNotGrantable(g.purpose);
        // Neither a validity moved into the future nor a late recording may stretch the life.
        uint256 start = g.notBefore < block.timestamp ? g.notBefore : block.timestamp;
        _atMost("expiresAt", g.expiresAt - start, t.maxExpirySec);
        _atMost("maxUses", g.maxUses, t.maxUses);
        _requireFairFrequency(g, t);
        _atMost("lookbackMonths", g.lookbackMonths, t.maxLookbackMonths);
        _atMost("dataLifeDays", g.dataLifeDays, t.maxDataLifeDays);
        if (g.detail & ~t.detailMask != 0) {
            revert IConsents.ConsentsFairUseExceeded("detail", g.detail, t.detailMask);
        }
    }

    /// Refuses a request that the grant does not cover.
    function requireCovers(
        ConsentGrant calldata g,
        QueryTerms calldata terms,
        bytes32[] calldata scopeProof
    ) internal view {
        ConsentId id = terms.consentId;
        if (block.timestamp < g.notBefore) revert IConsents.ConsentsNotYetValid(id, g.notBefore);
        if (terms.buyer != g.grantee) {
            revert IConsents.ConsentsWrongGrantee(id, g.grantee, terms.buyer);
        }
        if (!_inScope(g, terms.seller, scopeProof)) {
            revert IConsents.ConsentsWrongAgency(id, terms.seller);
        }
        if (terms.purpose != g.purpose) {
            revert IConsents.ConsentsWrongPurpose(id, g.purpose, terms.purpose);
        }
        if (terms.categories == 0 || terms.categories & ~g.categories != 0) {
            revert IConsents.ConsentsWrongCategories(id, g.categories, terms.categories);
        }
    }

    /// What the grant, already valid, allows of uses now.
    function limits(ConsentGrant calldata g) internal view returns (UseLimits memory) {
        uint256 period = g.periodSec == 0 ? 0 : (block.timestamp - g.notBefore) / g.periodSec;
        return UseLimits(g.maxUses, g.attempts, g.perPeriod, uint32(period));
    }

    function isOnlyAgency(ConsentGrant calldata g, address agency) internal pure returns (bool) {
        return
            g.agencyScopeKind == AgencyScope.ONE &&
            g.agencyScope == bytes32(uint256(uint160(agency)));
    }

    /// Fewer uses than one period's bound need no period.
    function _requireFairFrequency(ConsentGrant calldata g, Template memory t) private pure {
        if (t.maxPerPeriod == 0 || g.maxUses <= t.maxPerPeriod) return;
        _atMost("perPeriod", g.perPeriod == 0 ? g.maxUses : g.perPeriod, t.maxPerPeriod);
        if (g.periodSec < t.periodSec) {
            revert IConsents.ConsentsFairUseExceeded("periodSec", g.periodSec, t.periodSec);
        }
    }

    function _scopeFits(uint8 kind, bytes32 scope) private pure returns (bool) {
        if (kind == AgencyScope.ANY) return scope == 0;
        if (kind == AgencyScope.ONE) return scope != 0 && uint256(scope) <= type(uint160).max;
        return kind == AgencyScope.LISTED && scope != 0;
    }

    function _inScope(
        ConsentGrant calldata g,
        address seller,
        bytes32[] calldata proof
    ) private pure returns (bool) {
        if (g.agencyScopeKind == AgencyScope.ANY) return true;
        if (g.agencyScopeKind == AgencyScope.ONE) return isOnlyAgency(g, seller);
        return AgencySet.contains(g.agencyScope, seller, proof);
    }

    function _atMost(bytes32 attribute, uint256 value, uint256 bound) private pure {
        if (value > bound) revert IConsents.ConsentsFairUseExceeded(attribute, value, bound);
    }

    function _check(bool holds, bytes32 attribute) private pure {
        if (!holds) revert IConsents.ConsentsGrantMalformed(attribute);
    }
}
