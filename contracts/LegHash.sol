// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LegId, QueryId} from "./Ids.sol";
import {StructHash} from "./StructHash.sol";
import {Offer, QueryTerms} from "./Types.sol";

/// Ids of queries and legs, and the EIP-712 struct hashes of what their parties sign.
library LegHash {
    bytes32 internal constant TERMS_TYPEHASH = keccak256(
        "QueryTerms(bytes32 consentId,address buyer,address seller,uint8 purpose,uint32 categories,uint96 fee,uint96 relayFee,uint96 missFee,uint48 receiptBy,uint48 settleBy,bytes32 bodyHash,bool mayRelay,bytes32 nonce)"
    );
    bytes32 internal constant OFFER_TYPEHASH = keccak256(
        "Offer(bytes32 queryId,bytes32 parentLegId,address buyer,address seller,bytes32 contentCommitment,bytes32 claimsHash,uint32 categories,uint96 price,uint16 royaltyBps,uint48 validUntil,uint48 receiptBy,uint48 settleBy,bytes32 bodyHash,bytes32 nonce)"
    );
    bytes32 internal constant DELIVERY_TYPEHASH = keccak256(
        "Delivery(bytes32 legId,address buyer,address seller,uint96 fee,uint96 missFee,uint48 receiptBy,uint48 settleBy,bytes32 bodyHash,bytes32 cipherHash,bytes32 keyHash,bytes32 wHash,bytes32 responseHash,bytes32 outcomeCommitment)"
    );
    bytes32 internal constant RECEIPT_TYPEHASH = keccak256(
        "Receipt(bytes32 legId,bytes32 deliveryHash,uint96 fee,uint96 missFee,uint48 receiptBy,uint48 settleBy)"
    );

    uint256 private constant TERMS_WORDS = 13;
    uint256 private constant OFFER_WORDS = 14;
    uint256 private constant DELIVERY_WORDS = 14;

    /// The type hash and then the members of the type.
    struct Delivery {
        bytes32 typehash;
        LegId legId;
        address buyer;
        address seller;
        uint96 fee;
        uint96 missFee;
        uint48 receiptBy;
        uint48 settleBy;
        bytes32 bodyHash;
        bytes32 cipherHash;
        bytes32 keyHash;
        bytes32 wHash;
        bytes32 responseHash;
        bytes32 outcomeCommitment;
    }

    function termsHash(QueryTerms calldata terms) internal pure returns (bytes32) {
        uint256 offset;
        assembly ("memory-safe") {
            offset := terms
        }
        return StructHash.ofCalldata(TERMS_TYPEHASH, offset, TERMS_WORDS);
    }

    function offerHash(Offer calldata offer) internal pure returns (bytes32) {
        uint256 offset;
        assembly ("memory-safe") {
            offset := offer
        }
        return StructHash.ofCalldata(OFFER_TYPEHASH, offset, OFFER_WORDS);
    }

    function deliveryHash(Delivery memory delivery) internal pure returns (bytes32) {
        uint256 pointer;
        assembly ("memory-safe") {
            pointer := delivery
        }
        return StructHash.ofMemory(pointer, DELIVERY_WORDS);
    }

    function receiptHash(
        Delivery memory delivery,
        bytes32 ofDelivery
    ) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    RECEIPT_TYPEHASH,
                    delivery.legId,
                    ofDelivery,
                    delivery.fee,
                    delivery.missFee,
                    delivery.receiptBy,
                    delivery.settleBy
                )
            );
    }

    /// `address(this)` is the contract that the library's code is part of.
    function queryId(QueryTerms calldata terms) internal view returns (QueryId) {
        return
            QueryId.wrap(
                keccak256(
                    abi.encode(
                        block.chainid,
                        address(this),
                        terms.buyer,
                        terms.nonce,
                        terms.bodyHash
                    )
                )
            );
    }

    function legId(
        QueryId ofQuery,
        address buyer,
        address seller,
        bytes32 ofOffer
    ) internal pure returns (LegId) {
        return LegId.wrap(keccak256(abi.encode(ofQuery, buyer, seller, ofOffer)));
    }

    function keyHash(LegId leg, bytes32 key) internal pure returns (bytes32) {
        return keccak256(abi.encode(leg, key));
    }

    function outcomeCommitment(
        LegId leg,
        uint8 outcome,
        bytes32 salt
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(leg, outcome, salt));
    }
}
