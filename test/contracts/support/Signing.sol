// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CompactSignature} from "../../../contracts/Types.sol";
import {vm} from "./Vm.sol";

/// Signatures over EIP-712 messages; the domain is an argument, so that tests can sign for a wrong one.
library Signing {
    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );

    function domain(uint256 chainId, address verifyingContract) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    DOMAIN_TYPEHASH,
                    keccak256("creditmesh"),
                    keccak256("1"),
                    chainId,
                    verifyingContract
                )
            );
    }

    function digest(bytes32 ofDomain, bytes32 structHash) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", ofDomain, structHash));
    }

    function long(
        uint256 key,
        bytes32 ofDomain,
        bytes32 structHash
    ) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest(ofDomain, structHash));
        return abi.encodePacked(r, s, v);
    }

    function compact(
        uint256 key,
        bytes32 ofDomain,
        bytes32 structHash
    ) internal pure returns (CompactSignature memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest(ofDomain, structHash));
        return CompactSignature(r, bytes32((uint256(v - 27) << 255) | uint256(s)));
    }
}
