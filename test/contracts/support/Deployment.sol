// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IConsents} from "../../../contracts/interfaces/IConsents.sol";
import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {IMembers} from "../../../contracts/interfaces/IMembers.sol";
import {IQueries} from "../../../contracts/interfaces/IQueries.sol";
import {ISettlementToken} from "../../../contracts/interfaces/ISettlementToken.sol";
import {Detail, Role, Template, Windows} from "../../../contracts/Types.sol";
import {Actors} from "./Actors.sol";
import {vm} from "./Vm.sol";

/// Every contract deployed and wired as scripts do it, members admitted and funded.
abstract contract Deployment is Actors {
    uint64 internal constant COUNCIL_ROLE = 1;
    uint64 internal constant SUPERVISOR_ROLE = 2;
    uint64 internal constant SETTLEMENT_ROLE = 3;
    uint64 internal constant AUDITOR_ROLE = 4;

    uint8 internal constant APPLICATION = 1;
    uint8 internal constant REVIEW = 3;
    uint96 internal constant FUNDS = 1_000_000_000;
    uint48 internal constant START = 1_800_000_000;
    uint48 internal constant MARGIN = 60;
    uint48 internal constant MAX_WINDOW = 1 days;
    uint32 internal constant LAPSE_BLOCKS = 5;

    IAccessManager internal access;
    IMembers internal members;
    ISettlementToken internal token;
    IConsents internal consents;
    ILedger internal ledger;
    IQueries internal queries;

    function setUp() public virtual {
        vm.warp(START);
        vm.roll(1_000);
        _deploy(0);
        _assignRoles();
        _setTemplates();
        _admitAll();
    }

    function _deploy(uint48 vestingSec) internal {
        access = IAccessManager(_create("AccessManager", abi.encode(this)));
        members = IMembers(_create("Members", abi.encode(access)));
        token = ISettlementToken(_create("SettlementToken", abi.encode(access)));
        uint64 nonce = vm.getNonce(address(this));
        address predicted = vm.computeCreateAddress(address(this), nonce + 2);
        consents = IConsents(_create("Consents", abi.encode(access, predicted)));
        ledger = ILedger(_create("Ledger", abi.encode(token, predicted, vestingSec)));
        Windows memory windows = Windows(MARGIN, MARGIN, MAX_WINDOW, LAPSE_BLOCKS);
        queries = IQueries(_create("Queries", abi.encode(members, consents, ledger, windows)));
        vm.assertEq(address(queries), predicted, "predicted address");
    }

    /// From the artefact: `new` would compile every contract once more into every test.
    function _create(string memory name, bytes memory args) internal returns (address made) {
        bytes memory code = bytes.concat(vm.getCode(name), args);
        assembly ("memory-safe") {
            made := create(0, add(code, 0x20), mload(code))
        }
        vm.assertTrue(made != address(0), name);
    }

    function _assignRoles() internal {
        access.grantRole(COUNCIL_ROLE, COUNCIL, 0);
        access.grantRole(SUPERVISOR_ROLE, SUPERVISOR, 0);
        access.grantRole(SETTLEMENT_ROLE, MINTER, 0);
        access.grantRole(AUDITOR_ROLE, AUDITOR, 0);
        access.grantRole(AUDITOR_ROLE, SECOND_AUDITOR, 0);

        _allow(address(members), members.admit.selector, COUNCIL_ROLE);
        _allow(address(members), members.suspend.selector, COUNCIL_ROLE);
        _allow(address(members), members.readmit.selector, COUNCIL_ROLE);
        _allow(address(members), members.unpause.selector, COUNCIL_ROLE);
        _allow(address(members), members.setPurposes.selector, COUNCIL_ROLE);
        _allow(address(members), members.undeclareAffiliation.selector, COUNCIL_ROLE);
        _allow(address(members), members.pause.selector, SUPERVISOR_ROLE);
        _allow(address(consents), consents.setTemplate.selector, COUNCIL_ROLE);
        _allow(address(consents), consents.revokeByNetwork.selector, COUNCIL_ROLE);
        _allow(address(consents), consents.proposeInvalidation.selector, AUDITOR_ROLE);
        _allow(address(consents), consents.confirmInvalidation.selector, AUDITOR_ROLE);
        _allow(address(token), token.mint.selector, SETTLEMENT_ROLE);
        _allow(address(token), token.burn.selector, SETTLEMENT_ROLE);
    }

    function _allow(address target, bytes4 selector, uint64 role) internal {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        access.setTargetFunctionRole(target, selectors, role);
    }

    function _setTemplates() internal {
        vm.startPrank(COUNCIL);
        consents.setTemplate(APPLICATION, _template(30 days, 5, 0, 0));
        consents.setTemplate(REVIEW, _template(5 * 365 days, 300, 5, 30 days));
        vm.stopPrank();
    }

    function _template(
        uint32 maxExpirySec,
        uint16 maxUses,
        uint16 maxPerPeriod,
        uint32 periodSec
    ) internal pure returns (Template memory) {
        return
            Template({
                enabled: true,
                maxExpirySec: maxExpirySec,
                maxUses: maxUses,
                maxPerPeriod: maxPerPeriod,
                periodSec: periodSec,
                maxLookbackMonths: 60,
                maxDataLifeDays: 30,
                detailMask: Detail.SCORE_ONLY | Detail.SUMMARY | Detail.DETAIL
            });
    }

    function _admitAll() internal {
        _join(LENDER, Role.QUERY_USER);
        _join(OTHER_LENDER, Role.QUERY_USER);
        _join(ASKED, Role.AGENCY);
        _join(HOLDER, Role.AGENCY);
        _join(OTHER_AGENCY, Role.AGENCY);
    }

    function _join(address account, uint8 roles) internal {
        uint32 purposes = uint32((1 << APPLICATION) | (1 << REVIEW));
        vm.prank(COUNCIL);
        members.admit(account, _admission(roles, purposes));
        _fund(account, FUNDS);
    }

    function _admission(
        uint8 roles,
        uint32 purposes
    ) internal pure returns (IMembers.AdmitParams memory) {
        bytes32 key = bytes32(uint256(1));
        return IMembers.AdmitParams(roles, purposes, key, key, "https://a.example", "A");
    }

    function _fund(address account, uint96 amount) internal {
        vm.prank(MINTER);
        token.mint(account, amount);
        vm.startPrank(account);
        token.approve(address(ledger), amount);
        ledger.deposit(amount);
        vm.stopPrank();
    }
}
