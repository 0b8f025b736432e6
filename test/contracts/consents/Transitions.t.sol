// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsentId, LegId} from "../../../contracts/Ids.sol";
import {IConsents} from "../../../contracts/interfaces/IConsents.sol";
import {LegWords} from "../../../contracts/LegWord.sol";
import {ConsentGrant, ConsentState, UseLimits} from "../../../contracts/Types.sol";
import {Grants} from "../support/Grants.sol";
import {vm} from "../support/Vm.sol";

/// The whole transition table of CREDIT-DATA 1.3 from the recording on: every state against every act.
contract TransitionsTest is Grants {
    enum Act {
        RECORD,
        CANCEL,
        PAUSE,
        RESUME,
        WITHDRAW,
        AMEND,
        REVOKE,
        REVOKE_BY_NETWORK,
        INVALIDATE,
        POKE,
        CONSUME,
        NOTE_ATTEMPT
    }

    ConsentGrant private grant;
    ConsentId private id;
    uint256 private fresh;

    function setUp() public override {
        super.setUp();
        fresh = vm.snapshotState();
    }

    function test_EveryStateAllowsAndRefusesEachActAsListed() public {
        for (uint8 from = 0; from <= uint8(ConsentState.CANCELLED); ++from) {
            for (uint8 act = 0; act <= uint8(Act.NOTE_ATTEMPT); ++act) {
                _try(ConsentState(from), Act(act), false);
            }
        }
    }

    function test_AnExpiryThatIsWrittenDownIsAsTerminalAsOneThatIsDerived() public {
        for (uint8 act = 0; act <= uint8(Act.NOTE_ATTEMPT); ++act) {
            _try(ConsentState.EXPIRED, Act(act), true);
        }
    }

    function test_NothingRevivesATerminalConsent() public {
        for (uint8 from = uint8(ConsentState.WITHDRAWN); from <= 9; ++from) {
            _reach(ConsentState(from));
            ConsentState before = consents.statusOf(grant);
            vm.prank(address(queries));
            bool returned = consents.returnUse(id, 0);
            vm.assertFalse(returned, "no use comes back");
            vm.assertTrue(consents.statusOf(grant) == before, "state stays");
        }
    }

    /// One act, as a call that a test can catch.
    function attempt(Act act) external {
        if (act == Act.RECORD) _record(grant);
        else if (act == Act.CANCEL) _cancel(grant);
        else if (act == Act.PAUSE) _pause(grant, _nextSeq());
        else if (act == Act.RESUME) _resume(grant, _nextSeq());
        else if (act == Act.WITHDRAW) _withdraw(grant, _nextSeq());
        else if (act == Act.AMEND) _amend(grant);
        else if (act == Act.INVALIDATE) _invalidate(id);
        else if (act == Act.POKE) consents.pokeExpired(grant);
        else if (act == Act.REVOKE) _revoke();
        else if (act == Act.REVOKE_BY_NETWORK) _revokeByNetwork();
        else if (act == Act.CONSUME) _consume();
        else _noteAttempt();
    }

    function _try(ConsentState from, Act act, bool poked) private {
        _reach(from);
        if (poked) consents.pokeExpired(grant);
        bool allowed = _isAllowed(from, act) && !(poked && act == Act.POKE);
        try this.attempt(act) {
            vm.assertTrue(allowed, "refused by the table");
            vm.assertTrue(consents.statusOf(grant) == _target(from, act), "state after");
        } catch (bytes memory problem) {
            vm.assertFalse(allowed, "allowed by the table");
            vm.assertTrue(consents.statusOf(grant) == from, "state unchanged");
            vm.assertEq(bytes32(bytes4(problem)), bytes32(_problem(from, act, poked)), "named");
        }
    }

    function _reach(ConsentState to) private {
        vm.revertToState(fresh);
        fresh = vm.snapshotState();
        grant = _grant();
        id = consents.hashGrant(grant);
        if (to == ConsentState.NONE) return;
        if (to == ConsentState.CANCELLED) return _cancel(grant);
        _record(grant);
        if (to == ConsentState.PAUSED) _pause(grant, 1);
        else if (to == ConsentState.WITHDRAWN) _withdraw(grant, 1);
        else if (to == ConsentState.REVOKED) _revoke();
        else if (to == ConsentState.EXPIRED) vm.warp(grant.expiresAt);
        else if (to == ConsentState.CONSUMED) _consume();
        else if (to == ConsentState.SUPERSEDED) _amend(grant);
        else if (to == ConsentState.INVALIDATED) _invalidate(id);
        vm.assertTrue(consents.statusOf(grant) == to, "reached");
    }

    function _revoke() private {
        vm.prank(LENDER);
        consents.revoke(grant, 1);
    }

    function _revokeByNetwork() private {
        vm.prank(COUNCIL);
        consents.revokeByNetwork(id, 3);
    }

    function _consume() private {
        vm.prank(address(queries));
        consents.consume(
            id,
            UseLimits(1, 6, 0, 0),
            LegId.wrap(keccak256("leg")),
            LegWords.opened(block.number, 0)
        );
    }

    function _noteAttempt() private {
        vm.prank(address(queries));
        consents.noteAttempt(id, 6, grant.expiresAt);
    }

    function _nextSeq() private view returns (uint32) {
        return consents.slotOf(id).seq + 1;
    }

    function _isAllowed(ConsentState from, Act act) private pure returns (bool) {
        bool active = from == ConsentState.ACTIVE;
        bool paused = from == ConsentState.PAUSED;
        if (act == Act.RECORD || act == Act.CANCEL) return from == ConsentState.NONE;
        if (act == Act.PAUSE || act == Act.CONSUME) return active;
        if (act == Act.RESUME) return paused;
        if (act == Act.POKE) return from == ConsentState.EXPIRED;
        bool consumed = from == ConsentState.CONSUMED;
        if (act == Act.NOTE_ATTEMPT) return active || consumed;
        if (act == Act.WITHDRAW) return active || paused || consumed;
        return active || paused;
    }

    function _target(ConsentState from, Act act) private pure returns (ConsentState) {
        if (act == Act.RECORD || act == Act.RESUME) return ConsentState.ACTIVE;
        if (act == Act.CANCEL) return ConsentState.CANCELLED;
        if (act == Act.PAUSE) return ConsentState.PAUSED;
        if (act == Act.WITHDRAW) return ConsentState.WITHDRAWN;
        if (act == Act.AMEND) return ConsentState.SUPERSEDED;
        if (act == Act.INVALIDATE) return ConsentState.INVALIDATED;
        if (act == Act.POKE) return ConsentState.EXPIRED;
        if (act == Act.CONSUME) return ConsentState.CONSUMED;
        return act == Act.NOTE_ATTEMPT ? from : ConsentState.REVOKED;
    }

    function _problem(ConsentState from, Act act, bool poked) private pure returns (bytes4) {
        if (act == Act.CONSUME || act == Act.NOTE_ATTEMPT) {
            return IConsents.ConsentsNotUsable.selector;
        }
        bool running = from == ConsentState.ACTIVE || from == ConsentState.PAUSED;
        if (act == Act.POKE && running && !poked) return IConsents.ConsentsNotExpired.selector;
        return IConsents.ConsentsInvalidTransition.selector;
    }
}
