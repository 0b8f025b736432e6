// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsentId, LegId} from "../Ids.sol";
import {ConsentGrant, ConsentSlot, ConsentState, Template, UseLimits} from "../Types.sol";
import {LegWord} from "../LegWord.sol";

/// @title Consents: what a subject has allowed, to whom, for what, how often, and whether it still holds.
/// @notice A grant and every later statement of the subject is an EIP-712 message of a key that serves this one
/// consent (or of an ERC-1271 wallet), brought by anyone. Domain: name "creditmesh", version "1", chain id, this contract.
/// A consent holds from `notBefore` on and as long as block time < `expiresAt`. Terminal states absorb. Uses and
/// attempts are told once, by the events of Queries that count them (usesLeft 0 = now CONSUMED). Trusts
/// the AccessManager for council and auditors and Queries, whose address is fixed at deployment, for counting.
interface IConsents {
    event ConsentRecorded(
        ConsentId indexed consentId,
        address indexed grantee,
        address indexed subject,
        ConsentGrant grant
    );
    event ConsentPaused(ConsentId indexed consentId, uint32 seq);
    event ConsentResumed(ConsentId indexed consentId, uint32 seq);
    event ConsentWithdrawn(ConsentId indexed consentId, uint32 seq);
    event ConsentCancelled(ConsentId indexed consentId);
    event ConsentSuperseded(ConsentId indexed consentId, ConsentId indexed newConsentId);
    event ConsentRevoked(ConsentId indexed consentId, address indexed by, uint8 reason);
    event ConsentExpired(ConsentId indexed consentId);
    event ConsentInvalidationProposed(
        ConsentId indexed consentId,
        address indexed auditor,
        uint8 reason
    );
    event ConsentInvalidated(ConsentId indexed consentId, address indexed auditor, uint8 reason);
    event ConsentUseReturned(ConsentId indexed consentId, uint32 periodIndex, uint16 uses);
    event TemplateSet(uint8 indexed purpose, Template template);

    error ConsentsNotQueries(address caller);
    /// A field of the grant contradicts another or is outside its range.
    error ConsentsGrantMalformed(bytes32 attribute);
    /// A field of the grant exceeds what its purpose's template allows.
    error ConsentsFairUseExceeded(bytes32 attribute, uint256 value, uint256 bound);
    error ConsentsPurposeNotGrantable(uint8 purpose);
    error ConsentsRecordByPassed(ConsentId consentId, uint48 recordBy);
    error ConsentsInvalidTransition(ConsentId consentId, ConsentState from, ConsentState to);
    error ConsentsBadSeq(ConsentId consentId, uint32 expected, uint32 given);
    error ConsentsDeadlinePassed(ConsentId consentId, uint48 deadline);
    error ConsentsSignatureInvalid(ConsentId consentId, address subject);
    error ConsentsAmendmentMismatch(ConsentId consentId, bytes32 attribute);
    error ConsentsNotRevoker(ConsentId consentId, address caller);
    error ConsentsReasonInvalid(uint8 reason);
    error ConsentsNotProposed(ConsentId consentId, uint8 reason);
    error ConsentsSameAuditor(ConsentId consentId, address auditor);
    error ConsentsNotExpired(ConsentId consentId, uint48 expiresAt);
    error ConsentsNotUsable(ConsentId consentId, ConsentState state);
    error ConsentsNotYetValid(ConsentId consentId, uint48 notBefore);
    error ConsentsWrongGrantee(ConsentId consentId, address grantee, address buyer);
    error ConsentsWrongAgency(ConsentId consentId, address agency);
    error ConsentsWrongPurpose(ConsentId consentId, uint8 granted, uint8 asked);
    error ConsentsWrongCategories(ConsentId consentId, uint32 granted, uint32 asked);
    error ConsentsPeriodExhausted(ConsentId consentId, uint32 periodIndex, uint16 perPeriod);
    error ConsentsAttemptsExhausted(ConsentId consentId, uint16 attempts);

    /// @notice Records a signed grant that supersedes nothing. Anyone.
    function record(
        ConsentGrant calldata grant,
        bytes calldata signature
    ) external returns (ConsentId);

    /// @notice Tombstones a signed grant that was not recorded, by the subject's `ConsentCancel`. Anyone.
    function cancel(
        ConsentGrant calldata grant,
        uint48 deadline,
        bytes calldata signature
    ) external;

    /// @notice ACTIVE to PAUSED by the subject's `ConsentPause`; `seq` is the slot's plus one. Anyone.
    function pause(
        ConsentGrant calldata grant,
        uint32 seq,
        uint48 deadline,
        bytes calldata signature
    ) external;

    /// @notice PAUSED to ACTIVE by the subject's `ConsentResume`. Anyone.
    function resume(
        ConsentGrant calldata grant,
        uint32 seq,
        uint48 deadline,
        bytes calldata signature
    ) external;

    /// @notice ACTIVE, PAUSED, or CONSUMED before `expiresAt`, to WITHDRAWN by the subject's `ConsentWithdraw`. Anyone.
    /// An answering agency delivers nothing under it from then on; a leg that is open ends by settlement of what was
    /// delivered before, or by refund.
    function withdraw(
        ConsentGrant calldata grant,
        uint32 seq,
        uint48 deadline,
        bytes calldata signature
    ) external;

    /// @notice Replaces an ACTIVE or PAUSED consent by a new grant of the same key to the same grantee. Anyone.
    function amend(
        ConsentGrant calldata oldGrant,
        ConsentGrant calldata newGrant,
        bytes calldata signature
    ) external returns (ConsentId);

    /// @notice Ends a consent from the other side: its grantee, or its one agency. Reasons: 1 recipient done,
    /// 2 provider security, 3 member suspended, 4 technical.
    function revoke(ConsentGrant calldata grant, uint8 reason) external;

    /// @notice Ends a consent for the network, reasons as for `revoke`. Council.
    function revokeByNetwork(ConsentId consentId, uint8 reason) external;

    /// @notice First of two steps to invalidate. Reasons: 1 court, 2 regulator. Auditor.
    function proposeInvalidation(ConsentId consentId, uint8 reason) external;

    /// @notice Second step, same reason, by another auditor.
    function confirmInvalidation(ConsentId consentId, uint8 reason) external;

    /// @notice Writes down that a consent's time is over. Anyone; changes no one's rights.
    function pokeExpired(ConsentGrant calldata grant) external;

    /// @notice Bounds of what may be granted for a purpose (1-10). Council. Recorded consents keep what they have.
    function setTemplate(uint8 purpose, Template calldata template) external;

    /// @notice Counts one use and one attempt for a request recorded in the same transaction. Queries only, which
    /// has checked that the grant covers the request and presents its limits.
    /// @return usesLeft uses that remain, 0 = now CONSUMED
    /// @return attempts attempts made so far
    /// @return carried the consent had one use only, so its slot now keeps the leg
    function consume(
        ConsentId consentId,
        UseLimits calldata limits,
        LegId legId,
        LegWord leg
    ) external returns (uint16 usesLeft, uint16 attempts, bool carried);

    /// @notice Counts one attempt for a broadcast; the consent must be live. Queries only.
    function noteAttempt(
        ConsentId consentId,
        uint16 maxAttempts,
        uint48 expiresAt
    ) external returns (uint16 attempts);

    /// @notice Gives a use back to the period it came from; does nothing to a terminal consent. Queries only.
    function returnUse(ConsentId consentId, uint32 periodIndex) external returns (bool returned);

    /// @notice Writes the leg that the consent carries. Queries only.
    function updateCarriedLeg(ConsentId consentId, LegWord leg) external;

    /// @notice The leg if the consent carries it, else 0.
    function carriedLeg(ConsentId consentId, LegId legId) external view returns (LegWord);

    /// @notice Reverts unless an open query under the consent may go on: ACTIVE or CONSUMED, its time not over.
    /// @param expiresAt of the grant, which a slot that carries a leg has no room for
    function requireLive(ConsentId consentId, uint48 expiresAt) external view;

    /// @notice The state with EXPIRED derived from block time; a grant not yet valid reads ACTIVE.
    function statusOf(ConsentGrant calldata grant) external view returns (ConsentState);

    /// @notice The slot as stored; `state` does not derive EXPIRED (compare `expiresAt`). Of a consent that carries
    /// its leg only state, attempts, seq (its last 16 bits), leg and the one use are left.
    function slotOf(ConsentId consentId) external view returns (ConsentSlot memory);

    function hashGrant(ConsentGrant calldata grant) external view returns (ConsentId);

    function templateOf(uint8 purpose) external view returns (Template memory);

    function QUERIES() external view returns (address);
}
