// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

/// @title The token in which the network settles: six decimals, permit, minted and burned by settlement agents.
/// @notice One token stands for one unit of money held by the settlement agents; that it does is a promise off chain.
interface ISettlementToken is IERC20, IERC20Permit {
    /// @notice On-ramp. Settlement role.
    function mint(address to, uint256 amount) external;

    /// @notice Off-ramp. Settlement role; tokens of others only within the allowance that they gave the caller.
    function burn(address from, uint256 amount) external;
}
