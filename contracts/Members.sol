// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IMembers} from "./interfaces/IMembers.sol";
import {LAST_PURPOSE, MemberStatus, Role} from "./Types.sol";

contract Members is IMembers, AccessManaged {
    /// What every request reads, in one slot.
    struct Standing {
        MemberStatus status;
        uint8 roles;
        uint32 purposes;
        uint32 keyEpoch;
        uint48 admittedAt;
    }

    mapping(address account => Standing) private _standings;
    mapping(address account => mapping(uint32 epoch => KeyPeriod)) private _keys;
    mapping(address account => string) private _endpoints;
    mapping(address account => string) private _names;
    mapping(address lower => mapping(address higher => bool)) private _affiliated;

    constructor(address authority_) AccessManaged(authority_) {}

    /// @inheritdoc IMembers
    function admit(address account, AdmitParams calldata params) external restricted {
        if (account == address(0)) revert MembersZeroAccount();
        Standing storage standing = _standings[account];
        if (standing.status != MemberStatus.NONE) {
            revert MembersInvalidTransition(account, standing.status, MemberStatus.ACTIVE);
        }
        if (params.roles == 0 || params.roles > Role.ALL) revert MembersRolesInvalid(params.roles);
        _requirePurposes(params.purposes);

        standing.roles = params.roles;
        standing.purposes = params.purposes;
        standing.admittedAt = uint48(block.timestamp);
        _endpoints[account] = params.endpoint;
        _names[account] = params.name;

        emit MemberAdmitted(account, params.roles, params.purposes, params.endpoint, params.name);
        _become(account, MemberStatus.ACTIVE);
        _startEpoch(account, params.x25519, params.ed25519);
    }

    /// @inheritdoc IMembers
    function suspend(address account) external restricted {
        _requireStatus(account, MemberStatus.ACTIVE, MemberStatus.PAUSED, MemberStatus.SUSPENDED);
        _become(account, MemberStatus.SUSPENDED);
    }

    /// @inheritdoc IMembers
    function readmit(address account) external restricted {
        _requireStatus(account, MemberStatus.SUSPENDED, MemberStatus.LEFT, MemberStatus.ACTIVE);
        _become(account, MemberStatus.ACTIVE);
    }

    /// @inheritdoc IMembers
    function pause(address account) external restricted {
        _requireStatus(account, MemberStatus.ACTIVE, MemberStatus.ACTIVE, MemberStatus.PAUSED);
        _become(account, MemberStatus.PAUSED);
    }

    /// @inheritdoc IMembers
    function unpause(address account) external restricted {
        _requireStatus(account, MemberStatus.PAUSED, MemberStatus.PAUSED, MemberStatus.ACTIVE);
        _become(account, MemberStatus.ACTIVE);
    }

    /// @inheritdoc IMembers
    function resign() external {
        MemberStatus status = _standings[msg.sender].status;
        if (status == MemberStatus.NONE || status == MemberStatus.LEFT) {
            revert MembersInvalidTransition(msg.sender, status, MemberStatus.LEFT);
        }
        _become(msg.sender, MemberStatus.LEFT);
    }

    /// @inheritdoc IMembers
    function rotateKeys(bytes32 x25519, bytes32 ed25519) external {
        requireActive(msg.sender, 0);
        _keys[msg.sender][_standings[msg.sender].keyEpoch].untilSec = uint48(block.timestamp);
        _startEpoch(msg.sender, x25519, ed25519);
    }

    /// @inheritdoc IMembers
    function setEndpoint(string calldata endpoint) external {
        requireActive(msg.sender, 0);
        _endpoints[msg.sender] = endpoint;
        emit EndpointChanged(msg.sender, endpoint);
    }

    /// @inheritdoc IMembers
    function setPurposes(address account, uint32 purposes) external restricted {
        _requireKnown(account);
        _requirePurposes(purposes);
        _standings[account].purposes = purposes;
        emit PurposesChanged(account, purposes);
    }

    /// @inheritdoc IMembers
    function declareAffiliation(address other) external {
        requireActive(msg.sender, 0);
        _requireKnown(other);
        if (other == msg.sender) revert MembersSameAccount(other);
        _setAffiliated(msg.sender, other, true);
        emit AffiliationDeclared(msg.sender, other);
    }

    /// @inheritdoc IMembers
    function undeclareAffiliation(address a, address b) external restricted {
        _setAffiliated(a, b, false);
        emit AffiliationUndeclared(a, b);
    }

    /// @inheritdoc IMembers
    function memberOf(address account) external view returns (Member memory) {
        Standing storage s = _standings[account];
        return
            Member({
                status: s.status,
                roles: s.roles,
                purposes: s.purposes,
                keyEpoch: s.keyEpoch,
                admittedAt: s.admittedAt,
                endpoint: _endpoints[account],
                name: _names[account]
            });
    }

    /// @inheritdoc IMembers
    function keysOf(address account, uint32 epoch) external view returns (KeyPeriod memory) {
        if (epoch == 0 || epoch > _standings[account].keyEpoch) {
            revert MembersNoSuchEpoch(account, epoch);
        }
        return _keys[account][epoch];
    }

    /// @inheritdoc IMembers
    function isAffiliated(address a, address b) external view returns (bool) {
        return a < b ? _affiliated[a][b] : _affiliated[b][a];
    }

    /// @inheritdoc IMembers
    function requireParties(address buyer, address seller, uint8 purpose) external view {
        if (buyer == seller) revert MembersSameAccount(buyer);
        Standing storage asking = _standings[buyer];
        if (!_holds(asking, Role.QUERY_USER)) revert MembersNotActive(buyer, Role.QUERY_USER);
        requireActive(seller, Role.AGENCY);
        if ((asking.purposes >> purpose) & 1 == 0) {
            revert MembersPurposeNotLicensed(buyer, purpose);
        }
    }

    /// @inheritdoc IMembers
    function requireAgencies(address buyer, address seller) external view {
        if (buyer == seller) revert MembersSameAccount(buyer);
        requireActive(buyer, Role.AGENCY);
        requireActive(seller, Role.AGENCY);
    }

    /// @inheritdoc IMembers
    function requireActive(address account, uint8 role) public view {
        if (!isActive(account, role)) revert MembersNotActive(account, role);
    }

    /// @inheritdoc IMembers
    function isActive(address account, uint8 role) public view returns (bool) {
        return _holds(_standings[account], role);
    }

    function _become(address account, MemberStatus to) private {
        MemberStatus from = _standings[account].status;
        _standings[account].status = to;
        emit MemberStatusChanged(account, from, to);
    }

    function _startEpoch(address account, bytes32 x25519, bytes32 ed25519) private {
        if (x25519 == 0 || ed25519 == 0) revert MembersKeyMissing(account);
        uint32 epoch = ++_standings[account].keyEpoch;
        _keys[account][epoch] = KeyPeriod(x25519, ed25519, uint48(block.timestamp), 0);
        emit KeysRotated(account, epoch, x25519, ed25519);
    }

    function _setAffiliated(address a, address b, bool affiliated) private {
        (address lower, address higher) = a < b ? (a, b) : (b, a);
        if (_affiliated[lower][higher] == affiliated) revert MembersAffiliationUnchanged(a, b);
        _affiliated[lower][higher] = affiliated;
    }

    function _requireStatus(
        address account,
        MemberStatus either,
        MemberStatus or,
        MemberStatus to
    ) private view {
        MemberStatus status = _standings[account].status;
        if (status != either && status != or) revert MembersInvalidTransition(account, status, to);
    }

    function _requireKnown(address account) private view {
        if (_standings[account].status == MemberStatus.NONE) revert MembersUnknown(account);
    }

    function _holds(Standing storage standing, uint8 role) private view returns (bool) {
        return standing.status == MemberStatus.ACTIVE && standing.roles & role == role;
    }

    function _requirePurposes(uint32 purposes) private pure {
        // Bit 0 is no purpose, and there are none after the last.
        if (purposes & 1 != 0 || purposes >> (LAST_PURPOSE + 1) != 0) {
            revert MembersPurposesInvalid(purposes);
        }
    }
}
