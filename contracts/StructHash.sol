// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// EIP-712 struct hashes of structs whose members are all atomic, so that their words are their encodeData. Hashes
/// the words where they lie; abi.encode would check and copy them one by one, some 50 gas each.
/// Words are not checked for stray bits here. A struct with such bits has a hash of its own that nothing ever records
/// or opens, since recording and opening emit the struct, which checks every member.
library StructHash {
    /// @param offset where the struct lies in calldata
    function ofCalldata(
        bytes32 typehash,
        uint256 offset,
        uint256 words
    ) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            let start := mload(0x40)
            let size := shl(5, words)
            mstore(start, typehash)
            calldatacopy(add(start, 0x20), offset, size)
            hash := keccak256(start, add(size, 0x20))
        }
    }

    /// @param pointer where the struct lies in memory, its first member being the type hash
    function ofMemory(uint256 pointer, uint256 words) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            hash := keccak256(pointer, shl(5, words))
        }
    }
}
