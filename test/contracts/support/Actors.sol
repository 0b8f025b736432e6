// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {vm} from "./Vm.sol";

/// The people and organisations of the tests, each with a key of its own.
abstract contract Actors {
    uint256 internal constant LENDER_KEY = 0x1001;
    uint256 internal constant ASKED_KEY = 0x1002;
    uint256 internal constant HOLDER_KEY = 0x1003;
    uint256 internal constant OTHER_LENDER_KEY = 0x1004;
    uint256 internal constant OTHER_AGENCY_KEY = 0x1005;
    uint256 internal constant SUBJECT_KEY = 0x2001;

    address internal immutable LENDER = vm.addr(LENDER_KEY);
    /// The agency that lenders ask.
    address internal immutable ASKED = vm.addr(ASKED_KEY);
    /// The agency that holds what the asked one lacks.
    address internal immutable HOLDER = vm.addr(HOLDER_KEY);
    address internal immutable OTHER_LENDER = vm.addr(OTHER_LENDER_KEY);
    address internal immutable OTHER_AGENCY = vm.addr(OTHER_AGENCY_KEY);
    address internal immutable SUBJECT = vm.addr(SUBJECT_KEY);

    address internal constant ADMIN = address(0xAD);
    address internal constant COUNCIL = address(0xC0);
    address internal constant SUPERVISOR = address(0x50);
    address internal constant MINTER = address(0x31);
    address internal constant AUDITOR = address(0xA1);
    address internal constant SECOND_AUDITOR = address(0xA2);
    address internal constant STRANGER = address(0xBAD);
}
