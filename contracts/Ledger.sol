// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {LegId} from "./Ids.sol";
import {ILedger} from "./interfaces/ILedger.sol";

contract Ledger is ILedger {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    address public immutable TOKEN;
    address public immutable QUERIES;
    uint48 public immutable VESTING_SEC;

    /// @inheritdoc ILedger
    uint256 public accounted;

    mapping(address account => Account) private _accounts;
    mapping(LegId legId => Vesting) private _vestings;

    modifier onlyQueries() {
        if (msg.sender != QUERIES) revert LedgerNotQueries(msg.sender);
        _;
    }

    constructor(address token, address queries, uint48 vestingSec) {
        TOKEN = token;
        QUERIES = queries;
        VESTING_SEC = vestingSec;
    }

    /// @inheritdoc ILedger
    function deposit(uint96 amount) external {
        _deposit(msg.sender, amount);
    }

    /// @inheritdoc ILedger
    function depositFor(address account, uint96 amount) external {
        if (account == address(0)) revert LedgerZeroAccount();
        _deposit(account, amount);
    }

    /// @inheritdoc ILedger
    function depositWithPermit(
        uint96 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        // Anyone can send a permit seen in the mempool first; then it fails here and the allowance stands already.
        try
            IERC20Permit(TOKEN).permit(msg.sender, address(this), amount, deadline, v, r, s)
        {} catch {}
        _deposit(msg.sender, amount);
    }

    /// @inheritdoc ILedger
    function withdraw(uint96 amount) external {
        if (amount == 0) revert LedgerZeroAmount();
        Account storage account = _accounts[msg.sender];
        _requireFree(msg.sender, account.free, amount);
        account.free -= amount;
        accounted -= amount;
        emit Withdrawn(msg.sender, amount);
        IERC20(TOKEN).safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc ILedger
    function lock(address buyer, uint256 amount) external onlyQueries {
        Account storage account = _accounts[buyer];
        _requireFree(buyer, account.free, amount);
        account.free -= uint96(amount);
        account.escrowed += uint80(amount);
    }

    /// @inheritdoc ILedger
    function release(
        LegId legId,
        address buyer,
        address payee,
        uint256 locked,
        uint256 paid
    ) external onlyQueries {
        _unlock(buyer, locked, locked - paid);
        if (paid != 0) _pay(legId, payee, paid);
    }

    /// @inheritdoc ILedger
    function refund(address buyer, uint256 amount) external onlyQueries {
        _unlock(buyer, amount, amount);
    }

    /// @inheritdoc ILedger
    function vest(LegId legId) external {
        Vesting memory vesting = _vestings[legId];
        if (vesting.payee == address(0)) revert LedgerNothingVesting(legId);
        if (block.timestamp < vesting.vestsAt) revert LedgerNotVested(legId, vesting.vestsAt);
        delete _vestings[legId];
        Account memory account = _accounts[vesting.payee];
        account.vesting -= vesting.amount;
        account.free += vesting.amount;
        _accounts[vesting.payee] = account;
        emit VestingEnded(legId, vesting.payee, vesting.amount);
    }

    /// @inheritdoc ILedger
    function accountOf(address account) external view returns (Account memory) {
        return _accounts[account];
    }

    /// @inheritdoc ILedger
    function vestingOf(LegId legId) external view returns (Vesting memory) {
        return _vestings[legId];
    }

    /// @inheritdoc ILedger
    function donations() external view returns (uint256) {
        return IERC20(TOKEN).balanceOf(address(this)) - accounted;
    }

    function _deposit(address account, uint96 amount) private {
        if (amount == 0) revert LedgerZeroAmount();
        uint256 total = accounted + amount;
        // Nothing held can then overflow a field of any account, so no payment can ever get stuck on one.
        if (total > type(uint80).max) revert LedgerFull(total);
        _accounts[account].free += amount;
        accounted = total;
        emit Deposited(account, msg.sender, amount);
        IERC20(TOKEN).safeTransferFrom(msg.sender, address(this), amount);
    }

    function _unlock(address buyer, uint256 locked, uint256 back) private {
        Account storage account = _accounts[buyer];
        account.escrowed -= locked.toUint80();
        account.free += uint96(back);
    }

    function _pay(LegId legId, address payee, uint256 amount) private {
        if (VESTING_SEC == 0) {
            _accounts[payee].free += amount.toUint96();
            return;
        }
        uint80 vesting = amount.toUint80();
        uint48 vestsAt = uint48(block.timestamp) + VESTING_SEC;
        _accounts[payee].vesting += vesting;
        _vestings[legId] = Vesting(payee, vesting, vestsAt);
        emit VestingStarted(legId, payee, amount, vestsAt);
    }

    function _requireFree(address account, uint96 free, uint256 amount) private pure {
        if (amount > free) revert LedgerInsufficientFree(account, free, amount);
    }
}
