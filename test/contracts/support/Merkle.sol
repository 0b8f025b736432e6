// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// The smallest tree of OpenZeppelin's StandardMerkleTree that proves something: two agencies.
library Merkle {
    function leaf(address agency) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(agency))));
    }

    function root(address a, address b) internal pure returns (bytes32) {
        (bytes32 x, bytes32 y) = (leaf(a), leaf(b));
        return x < y ? keccak256(abi.encodePacked(x, y)) : keccak256(abi.encodePacked(y, x));
    }

    /// Proof of one of the two, given the other.
    function proof(address sibling) internal pure returns (bytes32[] memory path) {
        path = new bytes32[](1);
        path[0] = leaf(sibling);
    }
}
