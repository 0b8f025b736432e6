// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ModelDecision, ModelStatus} from "../Types.sol";

/// @title Which models agencies score with, and which two persons stand behind each.
/// @notice The agency's account proposes the hash of an artefact; another person, an approver of the same agency, decides
/// by a signature that anyone may send. Only then can the model score as champion or wait as challenger.
/// An approver is appointed by the council at once, or by the agency itself after a delay in the open: who holds the
/// agency's key for a moment can neither approve alone nor make somebody up who does.
/// Trusts the AccessManager for who is the council. Cannot see whether two keys belong to one human, nor the artefact:
/// approvers recompute its hash and its golden cases before they sign. Nothing of a person is here, only hashes.
interface IModelRegistry {
    /// `product` is a short text in bytes32. `round` counts the proposals of this artefact, so that an old signature
    /// decides nothing twice. `approver` zero = nobody has decided in this round.
    struct Model {
        ModelStatus status;
        uint32 round;
        uint48 proposedAt;
        uint48 decidedAt;
        address proposer;
        address approver;
        bytes32 product;
    }

    /// In force while sinceSec <= time < untilSec; `sinceSec` 0 = never appointed, `untilSec` 0 = no end.
    struct ApproverPeriod {
        uint48 sinceSec;
        uint48 untilSec;
    }

    event ApproverAppointed(
        address indexed agency,
        address indexed approver,
        address appointedBy,
        uint48 sinceSec
    );
    event ApproverDismissed(address indexed agency, address indexed approver, address dismissedBy);
    event ModelProposed(
        address indexed agency,
        bytes32 indexed modelId,
        bytes32 indexed product,
        address proposer,
        uint32 round
    );
    event ModelDecided(
        address indexed agency,
        bytes32 indexed modelId,
        address indexed approver,
        uint32 round,
        bool approved
    );
    /// Every change of every model, also of the champion that another one replaces.
    event ModelStatusChanged(
        address indexed agency,
        bytes32 indexed modelId,
        ModelStatus from,
        ModelStatus to
    );

    error ModelRegistryNoDelay();
    error ModelRegistryNotAgency(address account);
    error ModelRegistryZeroId();
    error ModelRegistryZeroProduct();
    /// The agency itself, nobody, or a member of the network: no other person of the agency.
    error ModelRegistryApproverInvalid(address agency, address approver);
    error ModelRegistryApproverAppointed(address agency, address approver);
    /// Never appointed, not yet in force, or dismissed.
    error ModelRegistryNotApprover(address agency, address approver);
    error ModelRegistryInvalidTransition(
        address agency,
        bytes32 modelId,
        ModelStatus from,
        ModelStatus to
    );
    /// The signature is about another proposal of the same artefact.
    error ModelRegistryWrongRound(address agency, bytes32 modelId, uint32 current, uint32 signed);
    error ModelRegistryDeadlinePassed(address agency, bytes32 modelId, uint48 deadline);
    error ModelRegistrySignatureInvalid(address agency, bytes32 modelId, address approver);

    /// @notice The caller, an active agency, names a second person, who can decide once the delay is over.
    function appoint(address approver) external;

    /// @notice Names a second person of an active agency at once. Council.
    function appointFor(address agency, address approver) external;

    /// @notice The caller ends the powers of one of its approvers, or an appointment still waiting.
    function dismiss(address approver) external;

    /// @notice The same for an agency whose key may not be its own any more. Council.
    function dismissFor(address agency, address approver) external;

    /// @notice The caller, an active agency, proposes an artefact for a product. From NONE, or again from RETIRED.
    function propose(bytes32 modelId, bytes32 product) external;

    /// @notice What the approver signed: PROPOSED becomes APPROVED or REJECTED. Anyone may send it.
    function decide(
        ModelDecision calldata decision,
        address approver,
        bytes calldata signature
    ) external;

    /// @notice The caller, an active agency, scores with the model from now on; the former champion of the product
    /// stands by as challenger. From APPROVED or CHALLENGER.
    function makeChampion(bytes32 modelId) external;

    /// @notice The caller lets an approved model run beside the champion, or its champion stand back.
    function makeChallenger(bytes32 modelId) external;

    /// @notice The caller takes a model out of use, or its proposal back, whatever has become of its membership.
    function retire(bytes32 modelId) external;

    function modelOf(address agency, bytes32 modelId) external view returns (Model memory);

    /// @notice Zero = the agency has none for the product.
    function championOf(address agency, bytes32 product) external view returns (bytes32 modelId);

    function approverOf(
        address agency,
        address approver
    ) external view returns (ApproverPeriod memory);

    /// @notice Whether the account may decide for the agency now.
    function isApprover(address agency, address approver) external view returns (bool);

    /// @notice Seconds between an agency's own appointment and its force.
    function APPROVER_DELAY_SEC() external view returns (uint48);
}
