// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// The cheatcodes of Hardhat's Solidity test runner that these tests use.
interface Vm {
    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    function addr(uint256 privateKey) external pure returns (address);

    function assume(bool condition) external pure;

    function chainId(uint256 newChainId) external;

    function getCode(string calldata artifact) external view returns (bytes memory);

    function computeCreateAddress(address deployer, uint256 nonce) external pure returns (address);

    function etch(address target, bytes calldata runtimeCode) external;

    function expectEmit(address emitter) external;

    function expectPartialRevert(bytes4 revertData) external;

    function expectRevert() external;

    function expectRevert(bytes4 revertData) external;

    function expectRevert(bytes calldata revertData) external;

    function getNonce(address account) external view returns (uint64);

    function getRecordedLogs() external returns (Log[] memory logs);

    function label(address account, string calldata newLabel) external;

    function prank(address sender) external;

    function recordLogs() external;

    function revertToState(uint256 snapshotId) external returns (bool);

    function roll(uint256 blockNumber) external;

    function sign(
        uint256 privateKey,
        bytes32 digest
    ) external pure returns (uint8 v, bytes32 r, bytes32 s);

    function snapshotState() external returns (uint256 snapshotId);

    function startPrank(address sender) external;

    function stopPrank() external;

    function warp(uint256 timestamp) external;

    function assertEq(uint256 left, uint256 right, string calldata what) external pure;

    function assertEq(address left, address right, string calldata what) external pure;

    function assertEq(bytes32 left, bytes32 right, string calldata what) external pure;

    function assertTrue(bool condition, string calldata what) external pure;

    function assertFalse(bool condition, string calldata what) external pure;
}

// Where the runner answers cheatcodes: the address of keccak256("hevm cheat code").
Vm constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
