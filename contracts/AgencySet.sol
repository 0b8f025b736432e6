// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

/// Agencies named by a Merkle root, leaves and pairs as OpenZeppelin's StandardMerkleTree of ["address"].
library AgencySet {
    function contains(
        bytes32 root,
        address agency,
        bytes32[] calldata proof
    ) internal pure returns (bool) {
        // Hashed twice, so that no inner node can pass for a leaf.
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(agency))));
        return MerkleProof.verifyCalldata(proof, root, leaf);
    }
}
