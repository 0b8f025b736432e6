// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsentId, LegId, QueryId} from "./Ids.sol";

// Bits 0-10 of a category mask: the eleven categories of the unified credit record.
uint32 constant ALL_CATEGORIES = 0x7FF;

// Purposes 1-10 may be granted to a query user; 11-15 rest on another basis than a grant.
uint8 constant LAST_GRANTABLE_PURPOSE = 10;
uint8 constant LAST_PURPOSE = 15;

/// Bits of a member's roles.
library Role {
    uint8 internal constant AGENCY = 1;
    uint8 internal constant QUERY_USER = 2;
    uint8 internal constant AUDITOR = 4;
    uint8 internal constant SETTLEMENT_AGENT = 8;
    uint8 internal constant ALL = 15;
}

/// Which agencies a grant lets answer.
library AgencyScope {
    uint8 internal constant ANY = 0;
    uint8 internal constant ONE = 1;
    uint8 internal constant LISTED = 2;
}

/// What the grantee may do with an answer.
library ConsentMode {
    uint8 internal constant VIEW = 0;
    uint8 internal constant STORE = 1;
}

/// Bits of a grant's detail.
library Detail {
    uint8 internal constant SCORE_ONLY = 1;
    uint8 internal constant SUMMARY = 2;
    uint8 internal constant DETAIL = 4;
    uint8 internal constant IDENTITY = 8;
    uint8 internal constant ALL = 15;
}

/// What a Delivery turned out to hold, once opened.
library Outcome {
    uint8 internal constant HIT = 1;
    uint8 internal constant MISS = 2;
}

/// What a price is for.
library Product {
    uint8 internal constant DIRECT = 1;
    uint8 internal constant RELAYED = 2;
    uint8 internal constant TRADE = 3;
}

enum MemberStatus {
    NONE,
    ACTIVE,
    SUSPENDED,
    PAUSED,
    LEFT
}

enum ConsentState {
    NONE,
    ACTIVE,
    PAUSED,
    WITHDRAWN,
    REVOKED,
    EXPIRED,
    CONSUMED,
    SUPERSEDED,
    INVALIDATED,
    CANCELLED
}

enum LegState {
    NONE,
    OPEN,
    SETTLED,
    REFUNDED
}

enum ModelStatus {
    NONE,
    PROPOSED,
    APPROVED,
    CHAMPION,
    CHALLENGER,
    RETIRED,
    REJECTED
}

/// What an approver signs about one proposal of an artefact.
struct ModelDecision {
    address agency;
    bytes32 modelId;
    uint32 round;
    bool approved;
    uint48 deadline;
}

/// What a subject signs. In the EIP-712 type string `summaryHash` is `string summary`: the wallet shows the
/// sentence, the chain sees its hash, the struct hash is the same.
struct ConsentGrant {
    bytes32 commitment;
    address subject;
    address grantee;
    uint8 agencyScopeKind;
    bytes32 agencyScope;
    bool relayAllowed;
    bytes32 providersRoot;
    uint8 maxHops;
    bool relayStore;
    uint8 purpose;
    uint32 categories;
    uint8 detail;
    uint8 mode;
    uint48 notBefore;
    uint48 expiresAt;
    uint16 maxUses;
    uint16 perPeriod;
    uint32 periodSec;
    uint16 lookbackMonths;
    uint16 dataLifeDays;
    uint16 attempts;
    bytes32 summaryHash;
    uint48 recordBy;
    bytes32 supersedes;
    bytes32 nonce;
}

/// The one slot that a consent has; everything else is presented again by whoever uses it.
/// `leg` is NONE unless the slot shows its other face, SpentSlot.
struct ConsentSlot {
    ConsentState state;
    uint16 attempts;
    LegState leg;
    uint16 uses;
    uint32 seq;
    uint32 periodIndex;
    uint16 periodUses;
    uint48 recordedAt;
    uint48 expiresAt;
}

/// What a grant allows at the time of a request. `perPeriod` 0 = no period, and then `periodIndex` is 0.
struct UseLimits {
    uint16 maxUses;
    uint16 attempts;
    uint16 perPeriod;
    uint32 periodIndex;
}

/// Upper bounds of what may be granted for one purpose. `maxPerPeriod` 0 = no bound on frequency.
struct Template {
    bool enabled;
    uint32 maxExpirySec;
    uint16 maxUses;
    uint16 maxPerPeriod;
    uint32 periodSec;
    uint16 maxLookbackMonths;
    uint16 maxDataLifeDays;
    uint8 detailMask;
}

/// What a lender asks and pays; its EIP-712 struct hash is the offerHash of the lender's leg.
struct QueryTerms {
    ConsentId consentId;
    address buyer;
    address seller;
    uint8 purpose;
    uint32 categories;
    uint96 fee;
    uint96 relayFee;
    uint96 missFee;
    uint48 receiptBy;
    uint48 settleBy;
    bytes32 bodyHash;
    bool mayRelay;
    bytes32 nonce;
}

/// What a holder offers to the asking agency; its EIP-712 struct hash is the offerHash of the trade's leg.
struct Offer {
    QueryId queryId;
    LegId parentLegId;
    address buyer;
    address seller;
    bytes32 contentCommitment;
    bytes32 claimsHash;
    uint32 categories;
    uint96 price;
    uint16 royaltyBps;
    uint48 validUntil;
    uint48 receiptBy;
    uint48 settleBy;
    bytes32 bodyHash;
    bytes32 nonce;
}

/// A signature of a plain key in the 64 bytes of ERC-2098: the parity of y is the highest bit of `vs`.
struct CompactSignature {
    bytes32 r;
    bytes32 vs;
}

/// What whoever settles presents: the Delivery's hashes, the key, the opened outcome, both signatures.
struct Settlement {
    bytes32 cipherHash;
    bytes32 wHash;
    bytes32 responseHash;
    bytes32 key;
    uint8 outcome;
    bytes32 outcomeSalt;
    CompactSignature sellerSignature;
    CompactSignature buyerSignature;
}

/// What is kept of a leg, in a slot of its own or in its consent's, as LegWord packs it; its terms are presented
/// again and recomputed to its id. `periodIndex` is the period that its use came from.
struct LegSlot {
    LegState state;
    bool posted;
    bool broadcasted;
    bool traded;
    uint40 requestBlock;
    uint32 periodIndex;
}

/// Deployment parameters of the exchange, in seconds and blocks.
struct Windows {
    uint48 receiptMarginSec;
    uint48 tradeMarginSec;
    uint48 maxWindowSec;
    uint32 lapseBlocks;
}
