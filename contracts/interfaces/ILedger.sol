// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LegId} from "../Types.sol";

/// @title Balances of the settlement token, held for the network's participants.
/// @notice Token held = free + escrowed + vesting of all accounts + donations (tokens sent here without a deposit).
/// What moves between free, escrow and payee is told once, by the events of Queries that move it.
/// Trusts the token to be the SettlementToken (no fee on transfer, no hooks) and Queries, whose address is
/// fixed at deployment, for escrow. Asks nobody's membership: what is due can always be taken.
interface ILedger {
    /// One slot. `escrowed` and `vesting` are narrower than `free`: 2^80 units are 10^18 tokens.
    struct Account {
        uint96 free;
        uint80 escrowed;
        uint80 vesting;
    }

    /// A payment on its way to its payee, one per leg. `payee` zero = none.
    struct Vesting {
        address payee;
        uint80 amount;
        uint48 vestsAt;
    }

    event Deposited(address indexed account, address indexed from, uint96 amount);
    event Withdrawn(address indexed account, uint96 amount);
    event VestingStarted(
        LegId indexed legId,
        address indexed payee,
        uint256 amount,
        uint48 vestsAt
    );
    event VestingEnded(LegId indexed legId, address indexed payee, uint256 amount);

    error LedgerNotQueries(address caller);
    error LedgerZeroAccount();
    error LedgerZeroAmount();
    /// All deposits together must stay below 2^80 units.
    error LedgerFull(uint256 total);
    error LedgerInsufficientFree(address account, uint256 free, uint256 amount);
    error LedgerNothingVesting(LegId legId);
    error LedgerNotVested(LegId legId, uint48 vestsAt);

    /// @notice Credits the caller with tokens taken from it.
    function deposit(uint96 amount) external;

    /// @notice Credits `account` with tokens taken from the caller.
    function depositFor(address account, uint96 amount) external;

    /// @notice As deposit, with an ERC-2612 permit. A permit that fails (somebody sent it first) does no harm when
    /// the allowance stands.
    function depositWithPermit(
        uint96 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    /// @notice Sends free balance of the caller back to it as tokens.
    function withdraw(uint96 amount) external;

    /// @notice Takes the amount from buyer's free balance into escrow. Queries only.
    function lock(address buyer, uint256 amount) external;

    /// @notice Ends an escrow: `paid` to the payee (through vesting), the rest back to the buyer. Queries only.
    function release(
        LegId legId,
        address buyer,
        address payee,
        uint256 locked,
        uint256 paid
    ) external;

    /// @notice Ends an escrow: all of it back to the buyer. Queries only.
    function refund(address buyer, uint256 amount) external;

    /// @notice Makes a payment whose vesting is over free for its payee. Anyone.
    function vest(LegId legId) external;

    function accountOf(address account) external view returns (Account memory);

    function vestingOf(LegId legId) external view returns (Vesting memory);

    /// @notice Free, escrowed and vesting of all accounts together: what the deposits brought and withdrawals left.
    function accounted() external view returns (uint256);

    /// @notice Tokens held beyond `accounted`.
    function donations() external view returns (uint256);

    function TOKEN() external view returns (address);

    function QUERIES() external view returns (address);

    function VESTING_SEC() external view returns (uint48);
}
