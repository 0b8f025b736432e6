// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IMembers} from "./interfaces/IMembers.sol";
import {IModelRegistry} from "./interfaces/IModelRegistry.sol";
import {MemberStatus, ModelDecision, ModelStatus, Role} from "./Types.sol";

contract ModelRegistry is IModelRegistry, AccessManaged, EIP712 {
    bytes32 private constant DECISION_TYPEHASH = keccak256(
        "ModelDecision(address agency,bytes32 modelId,uint32 round,bool approved,uint48 deadline)"
    );

    IMembers public immutable MEMBERS;
    uint48 public immutable APPROVER_DELAY_SEC;

    mapping(address agency => mapping(address approver => ApproverPeriod)) private _approvers;
    mapping(address agency => mapping(bytes32 modelId => Model)) private _models;
    mapping(address agency => mapping(bytes32 product => bytes32 modelId)) private _champions;

    constructor(
        address authority_,
        IMembers members,
        uint48 approverDelaySec
    ) AccessManaged(authority_) EIP712("creditmesh", "1") {
        if (approverDelaySec == 0) revert ModelRegistryNoDelay();
        MEMBERS = members;
        APPROVER_DELAY_SEC = approverDelaySec;
    }

    /// @inheritdoc IModelRegistry
    function appoint(address approver) external {
        _appoint(msg.sender, approver, uint48(block.timestamp) + APPROVER_DELAY_SEC);
    }

    /// @inheritdoc IModelRegistry
    function appointFor(address agency, address approver) external restricted {
        _appoint(agency, approver, uint48(block.timestamp));
    }

    /// @inheritdoc IModelRegistry
    function dismiss(address approver) external {
        _dismiss(msg.sender, approver);
    }

    /// @inheritdoc IModelRegistry
    function dismissFor(address agency, address approver) external restricted {
        _dismiss(agency, approver);
    }

    /// @inheritdoc IModelRegistry
    function propose(bytes32 modelId, bytes32 product) external {
        _requireAgency(msg.sender);
        if (modelId == 0) revert ModelRegistryZeroId();
        if (product == 0) revert ModelRegistryZeroProduct();
        Model storage model = _models[msg.sender][modelId];
        ModelStatus from = model.status;
        if (from != ModelStatus.NONE && from != ModelStatus.RETIRED) {
            revert ModelRegistryInvalidTransition(msg.sender, modelId, from, ModelStatus.PROPOSED);
        }

        uint32 round = model.round + 1;
        model.round = round;
        model.proposedAt = uint48(block.timestamp);
        model.decidedAt = 0;
        model.proposer = msg.sender;
        model.approver = address(0);
        model.product = product;

        emit ModelProposed(msg.sender, modelId, product, msg.sender, round);
        _become(msg.sender, modelId, ModelStatus.PROPOSED);
    }

    /// @inheritdoc IModelRegistry
    function decide(
        ModelDecision calldata decision,
        address approver,
        bytes calldata signature
    ) external {
        (address agency, bytes32 modelId) = (decision.agency, decision.modelId);
        Model storage model = _models[agency][modelId];
        ModelStatus to = decision.approved ? ModelStatus.APPROVED : ModelStatus.REJECTED;

        _requireAgency(agency);
        if (model.status != ModelStatus.PROPOSED) {
            revert ModelRegistryInvalidTransition(agency, modelId, model.status, to);
        }
        if (decision.round != model.round) {
            revert ModelRegistryWrongRound(agency, modelId, model.round, decision.round);
        }
        if (block.timestamp > decision.deadline) {
            revert ModelRegistryDeadlinePassed(agency, modelId, decision.deadline);
        }
        if (!isApprover(agency, approver)) revert ModelRegistryNotApprover(agency, approver);
        bytes32 digest = _hashTypedDataV4(_hashOf(decision));
        if (!SignatureChecker.isValidSignatureNowCalldata(approver, digest, signature)) {
            revert ModelRegistrySignatureInvalid(agency, modelId, approver);
        }

        model.approver = approver;
        model.decidedAt = uint48(block.timestamp);

        emit ModelDecided(agency, modelId, approver, decision.round, decision.approved);
        _become(agency, modelId, to);
    }

    /// @inheritdoc IModelRegistry
    function makeChampion(bytes32 modelId) external {
        _requireAgency(msg.sender);
        Model storage model = _models[msg.sender][modelId];
        ModelStatus from = model.status;
        if (from != ModelStatus.APPROVED && from != ModelStatus.CHALLENGER) {
            revert ModelRegistryInvalidTransition(msg.sender, modelId, from, ModelStatus.CHAMPION);
        }
        bytes32 former = _champions[msg.sender][model.product];
        _champions[msg.sender][model.product] = modelId;
        if (former != 0) _become(msg.sender, former, ModelStatus.CHALLENGER);
        _become(msg.sender, modelId, ModelStatus.CHAMPION);
    }

    /// @inheritdoc IModelRegistry
    function makeChallenger(bytes32 modelId) external {
        _requireAgency(msg.sender);
        Model storage model = _models[msg.sender][modelId];
        ModelStatus from = model.status;
        if (from != ModelStatus.APPROVED && from != ModelStatus.CHAMPION) {
            revert ModelRegistryInvalidTransition(
                msg.sender,
                modelId,
                from,
                ModelStatus.CHALLENGER
            );
        }
        if (from == ModelStatus.CHAMPION) delete _champions[msg.sender][model.product];
        _become(msg.sender, modelId, ModelStatus.CHALLENGER);
    }

    /// @inheritdoc IModelRegistry
    function retire(bytes32 modelId) external {
        Model storage model = _models[msg.sender][modelId];
        ModelStatus from = model.status;
        bool ended = from == ModelStatus.RETIRED || from == ModelStatus.REJECTED;
        if (from == ModelStatus.NONE || ended) {
            revert ModelRegistryInvalidTransition(msg.sender, modelId, from, ModelStatus.RETIRED);
        }
        if (from == ModelStatus.CHAMPION) delete _champions[msg.sender][model.product];
        _become(msg.sender, modelId, ModelStatus.RETIRED);
    }

    /// @inheritdoc IModelRegistry
    function modelOf(address agency, bytes32 modelId) external view returns (Model memory) {
        return _models[agency][modelId];
    }

    /// @inheritdoc IModelRegistry
    function championOf(address agency, bytes32 product) external view returns (bytes32) {
        return _champions[agency][product];
    }

    /// @inheritdoc IModelRegistry
    function approverOf(
        address agency,
        address approver
    ) external view returns (ApproverPeriod memory) {
        return _approvers[agency][approver];
    }

    /// @inheritdoc IModelRegistry
    function isApprover(address agency, address approver) public view returns (bool) {
        ApproverPeriod storage period = _approvers[agency][approver];
        bool begun = period.sinceSec != 0 && block.timestamp >= period.sinceSec;
        return begun && period.untilSec == 0;
    }

    function _appoint(address agency, address approver, uint48 sinceSec) private {
        _requireAgency(agency);
        bool isPerson = approver != address(0) && approver != agency;
        // The key of another member is somebody else's, not a second person here.
        if (!isPerson || MEMBERS.memberOf(approver).status != MemberStatus.NONE) {
            revert ModelRegistryApproverInvalid(agency, approver);
        }
        ApproverPeriod storage period = _approvers[agency][approver];
        if (_isAppointed(period) && period.sinceSec <= sinceSec) {
            revert ModelRegistryApproverAppointed(agency, approver);
        }
        _approvers[agency][approver] = ApproverPeriod(sinceSec, 0);
        emit ApproverAppointed(agency, approver, msg.sender, sinceSec);
    }

    function _dismiss(address agency, address approver) private {
        ApproverPeriod storage period = _approvers[agency][approver];
        if (!_isAppointed(period)) revert ModelRegistryNotApprover(agency, approver);
        period.untilSec = uint48(block.timestamp);
        emit ApproverDismissed(agency, approver, msg.sender);
    }

    function _become(address agency, bytes32 modelId, ModelStatus to) private {
        ModelStatus from = _models[agency][modelId].status;
        _models[agency][modelId].status = to;
        emit ModelStatusChanged(agency, modelId, from, to);
    }

    function _requireAgency(address account) private view {
        if (!MEMBERS.isActive(account, Role.AGENCY)) revert ModelRegistryNotAgency(account);
    }

    function _isAppointed(ApproverPeriod storage period) private view returns (bool) {
        return period.sinceSec != 0 && period.untilSec == 0;
    }

    function _hashOf(ModelDecision calldata decision) private pure returns (bytes32) {
        return keccak256(abi.encode(DECISION_TYPEHASH, decision));
    }
}
