// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsentId} from "../../../contracts/Ids.sol";
import {IConsents} from "../../../contracts/interfaces/IConsents.sol";
import {ConsentGrant, ConsentSlot, ConsentState} from "../../../contracts/Types.sol";
import {Grants} from "../support/Grants.sol";
import {Signing} from "../support/Signing.sol";
import {vm} from "../support/Vm.sol";
import {Wallet} from "../support/Wallet.sol";

/// Who may record a grant, with which signature, until when.
contract RecordingTest is Grants {
    function test_AnyoneRecordsASignedGrant(address recorder) public {
        vm.assume(recorder != address(vm));
        ConsentGrant memory grant = _grant();
        bytes memory signature = _signGrant(grant);
        ConsentId id = consents.hashGrant(grant);
        vm.expectEmit(address(consents));
        emit IConsents.ConsentRecorded(id, LENDER, SUBJECT, grant);
        vm.prank(recorder);
        consents.record(grant, signature);

        ConsentSlot memory slot = consents.slotOf(id);
        vm.assertTrue(consents.statusOf(grant) == ConsentState.ACTIVE, "status");
        vm.assertEq(slot.recordedAt, START, "recorded");
        vm.assertEq(slot.expiresAt, grant.expiresAt, "expires");
        vm.assertEq(slot.uses, 0, "uses");
    }

    function test_AnUnknownGrantHasNoState() public view {
        vm.assertTrue(consents.statusOf(_grant()) == ConsentState.NONE, "status");
    }

    function test_AWalletContractGrantsByItsOwnRule() public {
        Wallet wallet = new Wallet(SUBJECT);
        ConsentGrant memory grant = _grant();
        grant.subject = address(wallet);
        _record(grant);
        vm.assertTrue(consents.statusOf(grant) == ConsentState.ACTIVE, "recorded");
        _pause(grant, 1);
        _withdraw(grant, 2);
        vm.assertTrue(consents.statusOf(grant) == ConsentState.WITHDRAWN, "withdrawn");
    }

    function test_Error_AWalletContractThatSaysNo() public {
        ConsentGrant memory grant = _grant();
        grant.subject = address(new Wallet(STRANGER));
        _refuse(grant, _signGrant(grant), _signatureProblem(grant));
    }

    function test_Error_AGrantSignedByAnotherKey(uint256 key) public {
        key = 1 + (key % 1e18);
        vm.assume(key != SUBJECT_KEY);
        ConsentGrant memory grant = _grant();
        bytes32 hash = ConsentId.unwrap(consents.hashGrant(grant));
        bytes memory signature = Signing.long(key, _consentDomain(), hash);
        _refuse(grant, signature, _signatureProblem(grant));
    }

    function test_Error_AnyFieldChangesAfterTheSignature(uint8 field) public {
        ConsentGrant memory grant = _grant();
        bytes memory signature = _signGrant(grant);
        field %= 6;
        if (field == 0) grant.commitment = keccak256("another");
        if (field == 1) grant.grantee = OTHER_LENDER;
        if (field == 2) grant.categories = 3;
        if (field == 3) grant.lookbackMonths += 1;
        if (field == 4) grant.attempts += 1;
        if (field == 5) grant.nonce = keccak256("another");
        _refuse(grant, signature, _signatureProblem(grant));
    }

    function test_Error_ASignatureForAnotherContract(address elsewhere) public {
        vm.assume(elsewhere != address(consents));
        ConsentGrant memory grant = _grant();
        bytes32 hash = ConsentId.unwrap(consents.hashGrant(grant));
        bytes32 domain = Signing.domain(block.chainid, elsewhere);
        bytes memory signature = Signing.long(SUBJECT_KEY, domain, hash);
        _refuse(grant, signature, _signatureProblem(grant));
    }

    function test_Error_ASignatureForAnotherChain(uint64 chain) public {
        vm.assume(chain != block.chainid && chain != 0);
        ConsentGrant memory grant = _grant();
        bytes memory signature = _signGrant(grant);
        vm.chainId(chain);
        _refuse(grant, signature, _signatureProblem(grant));
    }

    function test_Error_AMalleatedOrShortSignature() public {
        ConsentGrant memory grant = _grant();
        bytes memory signature = _signGrant(grant);
        bytes memory short = new bytes(64);
        for (uint256 i = 0; i < 64; ++i) short[i] = signature[i];
        _refuse(grant, short, _signatureProblem(grant));
        _refuse(grant, "", _signatureProblem(grant));
        signature[64] = signature[64] == bytes1(uint8(27)) ? bytes1(uint8(28)) : bytes1(uint8(27));
        _refuse(grant, signature, _signatureProblem(grant));
    }

    function test_Error_AGrantIsRecordedTwice() public {
        ConsentGrant memory grant = _grant();
        ConsentId id = _record(grant);
        bytes memory problem = abi.encodeWithSelector(
            IConsents.ConsentsInvalidTransition.selector,
            id,
            ConsentState.ACTIVE,
            ConsentState.ACTIVE
        );
        _refuse(grant, _signGrant(grant), problem);
    }

    function test_AGrantIsRecordedUpToItsLastSecond() public {
        ConsentGrant memory grant = _grant();
        vm.warp(grant.recordBy);
        _record(grant);
    }

    function test_Error_AGrantIsRecordedTooLate() public {
        ConsentGrant memory grant = _grant();
        bytes memory problem = abi.encodeWithSelector(
            IConsents.ConsentsRecordByPassed.selector,
            consents.hashGrant(grant),
            grant.recordBy
        );
        vm.warp(uint256(grant.recordBy) + 1);
        _refuse(grant, _signGrant(grant), problem);
    }

    function test_Error_AnAmendmentIsRecordedAsIfItWereNew() public {
        ConsentGrant memory grant = _grant();
        grant.supersedes = keccak256("old");
        bytes memory problem = abi.encodeWithSelector(
            IConsents.ConsentsGrantMalformed.selector,
            bytes32("supersedes")
        );
        _refuse(grant, _signGrant(grant), problem);
    }

    function _refuse(
        ConsentGrant memory grant,
        bytes memory signature,
        bytes memory problem
    ) private {
        vm.expectRevert(problem);
        consents.record(grant, signature);
    }

    function _signatureProblem(ConsentGrant memory grant) private view returns (bytes memory) {
        return
            abi.encodeWithSelector(
                IConsents.ConsentsSignatureInvalid.selector,
                consents.hashGrant(grant),
                grant.subject
            );
    }
}
