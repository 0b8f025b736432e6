// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Anchors of the credentials by which agencies say that a subject's root key speaks for a tag.
/// @notice Only ids are here. An id is free of the tag (a salted hash), so it says nothing about a person.
interface ICredentials {
    struct Credential {
        address issuer;
        uint48 anchoredAt;
        uint48 revokedAt;
    }

    event CredentialAnchored(bytes32 indexed id, address indexed issuer);
    event CredentialRevoked(bytes32 indexed id, address indexed issuer);

    error CredentialsNotAgency(address account);
    error CredentialsZeroId();
    error CredentialsAnchored(bytes32 id, address issuer);
    error CredentialsNotIssuer(bytes32 id, address issuer, address caller);
    error CredentialsRevoked(bytes32 id, uint48 revokedAt);

    /// @notice The caller, an active agency, becomes the issuer of the ids.
    function anchor(bytes32[] calldata ids) external;

    /// @notice Ends a credential for good. Its issuer, whatever has become of its membership.
    function revoke(bytes32 id) external;

    /// @notice `issuer` zero = never anchored; `revokedAt` zero = in force.
    function statusOf(bytes32 id) external view returns (Credential memory);
}
