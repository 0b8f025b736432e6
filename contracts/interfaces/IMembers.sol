// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MemberStatus} from "../Types.sol";

/// @title Who takes part: agencies, query users, auditors, settlement agents, their keys and licences.
/// @notice Trusts the AccessManager for who is the council and who the supervisor. Holds organisations only,
/// never a person. Nothing here can stop money that is already due: the Ledger never asks this contract.
interface IMembers {
    struct AdmitParams {
        uint8 roles;
        uint32 purposes;
        bytes32 x25519;
        bytes32 ed25519;
        string endpoint;
        string name;
    }

    /// `purposes` has bit `1 << code` set for every purpose that the member is licensed to ask for.
    struct Member {
        MemberStatus status;
        uint8 roles;
        uint32 purposes;
        uint32 keyEpoch;
        uint48 admittedAt;
        string endpoint;
        string name;
    }

    /// `untilSec` 0 = in force. A signature made at time t is checked with the epoch where sinceSec <= t < untilSec.
    struct KeyPeriod {
        bytes32 x25519;
        bytes32 ed25519;
        uint48 sinceSec;
        uint48 untilSec;
    }

    event MemberAdmitted(
        address indexed account,
        uint8 roles,
        uint32 purposes,
        string endpoint,
        string name
    );
    event MemberStatusChanged(address indexed account, MemberStatus from, MemberStatus to);
    event KeysRotated(
        address indexed account,
        uint32 indexed epoch,
        bytes32 x25519,
        bytes32 ed25519
    );
    event EndpointChanged(address indexed account, string endpoint);
    event PurposesChanged(address indexed account, uint32 purposes);
    event AffiliationDeclared(address indexed declaredBy, address indexed other);
    event AffiliationUndeclared(address indexed a, address indexed b);

    error MembersZeroAccount();
    error MembersRolesInvalid(uint8 roles);
    error MembersPurposesInvalid(uint32 purposes);
    error MembersKeyMissing(address account);
    error MembersUnknown(address account);
    /// The member is `status`, from which it cannot become `to`.
    error MembersInvalidTransition(address account, MemberStatus status, MemberStatus to);
    /// The account is not an active member with that role.
    error MembersNotActive(address account, uint8 role);
    error MembersPurposeNotLicensed(address account, uint8 purpose);
    error MembersSameAccount(address account);
    error MembersNoSuchEpoch(address account, uint32 epoch);
    error MembersAffiliationUnchanged(address a, address b);

    /// @notice Admits a new member with its first key epoch (1). Council.
    function admit(address account, AdmitParams calldata params) external;

    /// @notice Takes an active or paused member out of business. Council.
    function suspend(address account) external;

    /// @notice Brings a suspended or departed member back. Council.
    function readmit(address account) external;

    /// @notice Stops an active member at once. Supervisor.
    function pause(address account) external;

    /// @notice Lifts a pause. Council.
    function unpause(address account) external;

    /// @notice The caller leaves; what is due to it stays due.
    function resign() external;

    /// @notice The caller, active, replaces both keys; the old ones stay on record with their validity.
    function rotateKeys(bytes32 x25519, bytes32 ed25519) external;

    /// @notice The caller, active, moves to another HTTPS endpoint.
    function setEndpoint(string calldata endpoint) external;

    /// @notice Sets the purposes that the member may ask for. Council.
    function setPurposes(address account, uint32 purposes) external;

    /// @notice The caller, active, declares that it and `other` are affiliated. Holds for both sides.
    function declareAffiliation(address other) external;

    /// @notice Ends an affiliation. Council, since either side may wish to hide one.
    function undeclareAffiliation(address a, address b) external;

    function memberOf(address account) external view returns (Member memory);

    /// @notice The keys of one epoch; epochs count from 1 to `memberOf(account).keyEpoch`.
    function keysOf(address account, uint32 epoch) external view returns (KeyPeriod memory);

    /// @notice Whether the account is ACTIVE and holds every role in the mask.
    function isActive(address account, uint8 role) external view returns (bool);

    /// @notice Reverts unless buyer is an active query user licensed for the purpose and seller another, active agency.
    function requireParties(address buyer, address seller, uint8 purpose) external view;

    /// @notice Reverts unless both are active agencies and not the same.
    function requireAgencies(address buyer, address seller) external view;

    /// @notice Reverts unless the account is ACTIVE and holds every role in the mask.
    function requireActive(address account, uint8 role) external view;

    function isAffiliated(address a, address b) external view returns (bool);
}
