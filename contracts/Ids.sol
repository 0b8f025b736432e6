// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// Ids are types of their own, so that the compiler refuses to mix them. In the ABI all are bytes32.

/// EIP-712 struct hash of the ConsentGrant.
type ConsentId is bytes32;
/// keccak256(abi.encode(chainId, Queries, buyer, nonce, bodyHash)).
type QueryId is bytes32;
/// keccak256(abi.encode(queryId, buyer, seller, offerHash)).
type LegId is bytes32;

using {sameConsent as ==, otherConsent as !=} for ConsentId global;
using {otherQuery as !=} for QueryId global;
using {otherLeg as !=} for LegId global;

function sameConsent(ConsentId a, ConsentId b) pure returns (bool) {
    return ConsentId.unwrap(a) == ConsentId.unwrap(b);
}

function otherConsent(ConsentId a, ConsentId b) pure returns (bool) {
    return ConsentId.unwrap(a) != ConsentId.unwrap(b);
}

function otherQuery(QueryId a, QueryId b) pure returns (bool) {
    return QueryId.unwrap(a) != QueryId.unwrap(b);
}

function otherLeg(LegId a, LegId b) pure returns (bool) {
    return LegId.unwrap(a) != LegId.unwrap(b);
}
