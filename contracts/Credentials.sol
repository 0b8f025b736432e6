// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICredentials} from "./interfaces/ICredentials.sol";
import {IMembers} from "./interfaces/IMembers.sol";
import {Role} from "./Types.sol";

contract Credentials is ICredentials {
    IMembers public immutable MEMBERS;

    mapping(bytes32 id => Credential) private _credentials;

    constructor(IMembers members) {
        MEMBERS = members;
    }

    /// @inheritdoc ICredentials
    function anchor(bytes32[] calldata ids) external {
        if (!MEMBERS.isActive(msg.sender, Role.AGENCY)) revert CredentialsNotAgency(msg.sender);
        for (uint256 i = 0; i < ids.length; ++i) {
            bytes32 id = ids[i];
            if (id == 0) revert CredentialsZeroId();
            address issuer = _credentials[id].issuer;
            if (issuer != address(0)) revert CredentialsAnchored(id, issuer);
            _credentials[id] = Credential(msg.sender, uint48(block.timestamp), 0);
            emit CredentialAnchored(id, msg.sender);
        }
    }

    /// @inheritdoc ICredentials
    function revoke(bytes32 id) external {
        Credential storage credential = _credentials[id];
        if (credential.issuer != msg.sender) {
            revert CredentialsNotIssuer(id, credential.issuer, msg.sender);
        }
        if (credential.revokedAt != 0) revert CredentialsRevoked(id, credential.revokedAt);
        credential.revokedAt = uint48(block.timestamp);
        emit CredentialRevoked(id, msg.sender);
    }

    /// @inheritdoc ICredentials
    function statusOf(bytes32 id) external view returns (Credential memory) {
        return _credentials[id];
    }
}
