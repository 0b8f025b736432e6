// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

interface ITokenWatcher {
    function onTokenMove() external;
}

/// A token that calls whoever it is told to in the middle of every transfer.
contract HostileToken is ERC20 {
    ITokenWatcher private _watcher;

    constructor() ERC20("hostile", "H") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function watch(ITokenWatcher watcher) external {
        _watcher = watcher;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        _tell();
        return super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        _tell();
        return super.transferFrom(from, to, amount);
    }

    function _tell() private {
        if (address(_watcher) != address(0)) _watcher.onTokenMove();
    }
}
