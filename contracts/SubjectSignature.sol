// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {ConsentId} from "./Ids.sol";
import {IConsents} from "./interfaces/IConsents.sol";

/// A subject's signature over a typed message: of a plain key, or of an ERC-1271 wallet, which is only asked (staticcall).
abstract contract SubjectSignature is EIP712 {
    constructor() EIP712("creditmesh", "1") {}

    function _requireSigned(
        ConsentId id,
        address subject,
        bytes32 structHash,
        bytes calldata signature
    ) internal view {
        bytes32 digest = _hashTypedDataV4(structHash);
        if (!SignatureChecker.isValidSignatureNowCalldata(subject, digest, signature)) {
            revert IConsents.ConsentsSignatureInvalid(id, subject);
        }
    }
}
