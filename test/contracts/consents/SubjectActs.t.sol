// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {GrantHash} from "../../../contracts/GrantHash.sol";
import {ConsentId} from "../../../contracts/Ids.sol";
import {IConsents} from "../../../contracts/interfaces/IConsents.sol";
import {ConsentGrant, ConsentState} from "../../../contracts/Types.sol";
import {Grants} from "../support/Grants.sol";
import {Signing} from "../support/Signing.sol";
import {vm} from "../support/Vm.sol";

/// What only the subject may say, once, in time, for this contract on this chain.
contract SubjectActsTest is Grants {
    ConsentGrant private grant;
    ConsentId private id;

    function setUp() public override {
        super.setUp();
        grant = _grant();
        id = _record(grant);
    }

    function test_SequenceNumbersRunOnThroughPauseAndResume() public {
        _pause(grant, 1);
        _resume(grant, 2);
        _pause(grant, 3);
        vm.assertEq(consents.slotOf(id).seq, 3, "seq");
        vm.expectEmit(address(consents));
        emit IConsents.ConsentWithdrawn(id, 4);
        _withdraw(grant, 4);
    }

    function test_EveryActIsTold() public {
        vm.expectEmit(address(consents));
        emit IConsents.ConsentPaused(id, 1);
        _pause(grant, 1);
        vm.expectEmit(address(consents));
        emit IConsents.ConsentResumed(id, 2);
        _resume(grant, 2);
        ConsentGrant memory unrecorded = _grantOf(2);
        vm.expectEmit(address(consents));
        emit IConsents.ConsentCancelled(consents.hashGrant(unrecorded));
        _cancel(unrecorded);
    }

    function test_Error_AReplayedOrSkippedSequenceNumber(uint32 seq) public {
        vm.assume(seq != 3);
        _pause(grant, 1);
        _resume(grant, 2);
        uint48 deadline = uint48(block.timestamp);
        bytes memory signature = _signAction(GrantHash.PAUSE_TYPEHASH, grant, seq, deadline);
        vm.expectRevert(abi.encodeWithSelector(IConsents.ConsentsBadSeq.selector, id, 3, seq));
        consents.pause(grant, seq, deadline, signature);
    }

    function test_AnActCountsUpToItsDeadline() public {
        uint48 deadline = START + 100;
        bytes memory signature = _signAction(GrantHash.PAUSE_TYPEHASH, grant, 1, deadline);
        vm.warp(deadline);
        consents.pause(grant, 1, deadline, signature);
    }

    function test_Error_AnActAfterItsDeadline(uint32 late) public {
        uint48 deadline = START + 100;
        bytes memory signature = _signAction(GrantHash.WITHDRAW_TYPEHASH, grant, 1, deadline);
        ConsentGrant memory unrecorded = _grantOf(2);
        bytes memory cancelSignature = _signCancel(unrecorded, deadline);
        vm.warp(uint256(deadline) + 1 + (late % 1 days));
        vm.expectRevert(
            abi.encodeWithSelector(IConsents.ConsentsDeadlinePassed.selector, id, deadline)
        );
        consents.withdraw(grant, 1, deadline, signature);
        vm.expectPartialRevert(IConsents.ConsentsDeadlinePassed.selector);
        consents.cancel(unrecorded, deadline, cancelSignature);
    }

    function test_Error_OneActsSignatureIsWorthlessForAnother() public {
        bytes memory ofPause = _signAction(GrantHash.PAUSE_TYPEHASH, grant, 1, START);
        _refuse(1, ofPause);
        bytes memory ofResume = _signAction(GrantHash.RESUME_TYPEHASH, grant, 1, START);
        _refuse(1, ofResume);
        bytes memory ofGrant = _signGrant(grant);
        _refuse(1, ofGrant);
        bytes memory ofCancel = _signCancel(grant, START);
        _refuse(1, ofCancel);
    }

    function test_Error_AnActSignedByAnotherKey(uint256 key) public {
        key = 1 + (key % 1e18);
        vm.assume(key != SUBJECT_KEY);
        _refuse(1, Signing.long(key, _consentDomain(), _withdrawal(1)));
    }

    function test_Error_AnActSignedForAnotherChainOrContract() public {
        bytes32 otherChain = Signing.domain(block.chainid + 1, address(consents));
        _refuse(1, Signing.long(SUBJECT_KEY, otherChain, _withdrawal(1)));
        bytes32 otherContract = Signing.domain(block.chainid, address(queries));
        _refuse(1, Signing.long(SUBJECT_KEY, otherContract, _withdrawal(1)));
    }

    function test_Error_ASignatureMadeBeforeTheChainSplit() public {
        bytes memory signature = _signAction(GrantHash.WITHDRAW_TYPEHASH, grant, 1, START);
        vm.chainId(4_242);
        _refuse(1, signature);
    }

    function test_Error_AnActForAnotherConsentOfTheSameKey() public {
        ConsentGrant memory other = _grantOf(2);
        _record(other);
        _refuse(1, _signAction(GrantHash.WITHDRAW_TYPEHASH, other, 1, START));
    }

    function test_ACancelledGrantCanNeverBeRecorded() public {
        ConsentGrant memory unrecorded = _grantOf(2);
        bytes memory signature = _signGrant(unrecorded);
        _cancel(unrecorded);
        vm.expectPartialRevert(IConsents.ConsentsInvalidTransition.selector);
        consents.record(unrecorded, signature);
        vm.assertTrue(consents.statusOf(unrecorded) == ConsentState.CANCELLED, "tombstone");
    }

    function test_Error_ACancellationByAnother() public {
        ConsentGrant memory unrecorded = _grantOf(2);
        bytes32 hash = ConsentId.unwrap(consents.hashGrant(unrecorded));
        bytes32 structHash = keccak256(abi.encode(GrantHash.CANCEL_TYPEHASH, hash, START));
        bytes memory signature = Signing.long(LENDER_KEY, _consentDomain(), structHash);
        vm.expectPartialRevert(IConsents.ConsentsSignatureInvalid.selector);
        consents.cancel(unrecorded, START, signature);
    }

    function _withdrawal(uint32 seq) private view returns (bytes32) {
        return keccak256(abi.encode(GrantHash.WITHDRAW_TYPEHASH, id, seq, START));
    }

    function _refuse(uint32 seq, bytes memory signature) private {
        vm.expectRevert(_signatureProblem());
        consents.withdraw(grant, seq, START, signature);
    }

    function _signatureProblem() private view returns (bytes memory) {
        return abi.encodeWithSelector(IConsents.ConsentsSignatureInvalid.selector, id, SUBJECT);
    }
}
