// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsentId, LegId, QueryId} from "../Ids.sol";
import {
    CompactSignature,
    ConsentGrant,
    LegSlot,
    Offer,
    QueryTerms,
    Settlement,
    Windows
} from "../Types.sol";
import {IConsents} from "./IConsents.sol";
import {ILedger} from "./ILedger.sol";
import {IMembers} from "./IMembers.sol";

/// @title Queries: the fair exchange of an answer for its fee, one leg at a time.
/// @notice A leg has a buyer and a seller: lender and agency (query), or asking agency and holder (trade). Its terms
/// are presented again and hash to its id; what is kept is one slot, or part of the slot of a single-use consent. It has lapsed when block time > settleBy and block
/// number > requestBlock + lapseBlocks. It settles if and only if it has not lapsed, with the seller's Delivery, the
/// buyer's Receipt, the key and the opened outcome; it is reclaimed if and only if it has. Anyone may send
/// either; money goes only to the leg's parties. Domain of Delivery, Receipt and Offer: name
/// "creditmesh", version "1", chain id, this contract; signers are plain keys, the member accounts.
/// The contract cannot see that the key opens the ciphertext: that is what vesting and disputes are for.
/// Trusts Members, Consents and Ledger, fixed at deployment. Two requests with the same nonce and body but other
/// terms are two legs of one query id: a client derives the nonce from its idempotency key and keeps its terms.
interface IQueries {
    event QueryRequested(
        LegId indexed legId,
        ConsentId indexed consentId,
        address indexed buyer,
        address seller,
        QueryId queryId,
        QueryTerms terms,
        uint16 usesLeft,
        uint16 attempts
    );
    event DeliveryPosted(LegId indexed legId, bytes32 deliveryHash);
    event QueryBroadcast(
        QueryId indexed queryId,
        LegId indexed legId,
        address indexed seller,
        ConsentId consentId,
        bytes32 identificationHash,
        uint32 categories,
        uint96 priceCeiling,
        uint48 offersBy,
        uint16 attempts
    );
    event TradeAccepted(
        LegId indexed tradeLegId,
        QueryId indexed queryId,
        address indexed seller,
        LegId parentLegId,
        Offer offer
    );
    event LegSettled(
        LegId indexed legId,
        address indexed buyer,
        address indexed seller,
        QueryId queryId,
        uint8 outcome,
        uint256 paid,
        uint256 refunded,
        bytes32 deliveryHash,
        bytes32 cipherHash,
        bytes32 responseHash,
        bytes32 key
    );
    event LegReclaimed(
        LegId indexed legId,
        address indexed buyer,
        address indexed seller,
        QueryId queryId,
        uint256 refunded,
        bool useReturned
    );

    error QueriesNotBuyer(address buyer, address caller);
    error QueriesNotSeller(address seller, address caller);
    error QueriesConsentMismatch(ConsentId presented, ConsentId inTerms);
    error QueriesReceiptByPassed(uint48 receiptBy);
    error QueriesMarginTooShort(uint48 receiptBy, uint48 settleBy, uint48 marginSec);
    error QueriesWindowTooLong(uint48 settleBy, uint256 latest);
    error QueriesMissFeeAboveFee(uint96 missFee, uint96 fee);
    error QueriesRelayNotAllowed(ConsentId consentId);
    error QueriesRelayFeeWithoutRelay(uint96 relayFee);
    error QueriesLegExists(LegId legId);
    /// The leg was never opened with these terms, or it has ended.
    error QueriesLegNotOpen(LegId legId);
    error QueriesLegLapsed(LegId legId);
    error QueriesLegNotLapsed(LegId legId);
    error QueriesDeliveryPosted(LegId legId);
    error QueriesBroadcastTwice(LegId legId);
    error QueriesNotBroadcast(LegId legId);
    error QueriesCategoriesOutside(uint32 asked, uint32 granted);
    /// A deadline of the relay does not lie `marginSec` inside the lender's receiptBy, or has passed.
    error QueriesNotNested(uint48 deadline, uint48 receiptBy, uint48 marginSec);
    error QueriesOfferMismatch(bytes32 attribute);
    error QueriesOfferExpired(uint48 validUntil);
    error QueriesProviderNotAllowed(ConsentId consentId, address provider);
    error QueriesOfferSignatureInvalid(LegId legId, address seller);
    error QueriesOutcomeInvalid(uint8 outcome);
    error QueriesMissAfterTrade(LegId legId);
    /// The seller's signature is not over the Delivery that key, outcome, hashes and terms amount to.
    error QueriesDeliverySignatureInvalid(LegId legId, address seller);
    error QueriesReceiptSignatureInvalid(LegId legId, address buyer);

    /// @notice Opens the lender's leg: takes the escrow, counts the use. The buyer itself.
    /// @param scopeProof Merkle proof of the seller when the grant lists agencies, else empty
    function request(
        QueryTerms calldata terms,
        ConsentGrant calldata grant,
        bytes32[] calldata scopeProof
    ) external returns (LegId);

    /// @notice The seller shows before the lapse that it delivered, which keeps the use counted at a lapse. Ends its
    /// relaying under this leg: one Delivery per leg, ever.
    function postQueryDelivery(QueryTerms calldata terms, bytes32 deliveryHash) external;

    /// @notice The seller of a trade shows before the lapse that it delivered.
    function postTradeDelivery(Offer calldata offer, bytes32 deliveryHash) external;

    /// @notice Ends the lender's leg: a hit pays fee (and relayFee if a trade was accepted), a miss pays missFee
    /// and is refused after a trade; the rest goes back. Anyone.
    function settleQuery(QueryTerms calldata terms, Settlement calldata settlement) external;

    /// @notice Ends a trade's leg: a hit pays the price, a miss nothing. Anyone.
    function settleTrade(Offer calldata offer, Settlement calldata settlement) external;

    /// @notice Refunds a lapsed query; its use is returned unless a Delivery was posted. Anyone.
    function reclaimQuery(QueryTerms calldata terms) external;

    /// @notice Refunds a lapsed trade. Anyone.
    function reclaimTrade(Offer calldata offer) external;

    /// @notice Tells the peers that an open query is looked for, once per leg. The leg's seller, an active agency.
    /// @param identificationHash hiding hash of what is sent to the peers off chain
    function broadcast(
        QueryTerms calldata terms,
        ConsentGrant calldata grant,
        bytes32 identificationHash,
        uint32 categories,
        uint96 priceCeiling,
        uint48 offersBy
    ) external;

    /// @notice Accepts a peer's signed offer: opens the trade's leg with escrow from the caller, the query's seller.
    /// @param providersProof Merkle proof of the offer's seller when the grant lists providers, else empty
    function trade(
        QueryTerms calldata terms,
        ConsentGrant calldata grant,
        Offer calldata offer,
        CompactSignature calldata offerSignature,
        bytes32[] calldata providersProof
    ) external returns (LegId);

    /// @notice What is kept of the leg (state NONE = none with these terms), and whether, while it is open, it can only
    /// be reclaimed (lapsed) or only be settled.
    function legOfQuery(
        QueryTerms calldata terms
    ) external view returns (LegSlot memory leg, bool lapsed);

    /// @notice As legOfQuery, for a trade.
    function legOfTrade(
        Offer calldata offer
    ) external view returns (LegSlot memory leg, bool lapsed);

    function idsOfQuery(QueryTerms calldata terms) external view returns (QueryId, LegId);

    function idOfTrade(Offer calldata offer) external view returns (LegId);

    function windows() external view returns (Windows memory);

    function MEMBERS() external view returns (IMembers);

    function CONSENTS() external view returns (IConsents);

    function LEDGER() external view returns (ILedger);
}
