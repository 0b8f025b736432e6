// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsentGrant, Offer, Outcome, QueryTerms} from "../../../contracts/Types.sol";
import {Exchanges} from "../support/Exchanges.sol";
import {vm} from "../support/Vm.sol";

/// Whatever happens to a member, what is due to it settles, is refunded and can be taken.
contract DueTest is Exchanges {
    function test_EverybodySuspendedIsStillPaidRefundedAndWithdraws() public {
        (ConsentGrant memory grant, QueryTerms memory terms) = _open(1);
        _broadcast(terms, grant);
        Offer memory offer = _offer(terms);
        _trade(terms, grant, offer);
        _suspendAll();
        queries.settleTrade(offer, _settlementOfTrade(offer, Outcome.HIT));
        queries.settleQuery(terms, _settlement(terms, Outcome.HIT));
        _expectWithdrawal(LENDER, FUNDS - FEE - RELAY_FEE);
        _expectWithdrawal(ASKED, FUNDS + FEE + RELAY_FEE - PRICE);
        _expectWithdrawal(HOLDER, FUNDS + PRICE);
    }

    function test_APausedBuyerIsRefundedAndWithdraws() public {
        (, QueryTerms memory terms) = _open(1);
        vm.prank(SUPERVISOR);
        members.pause(LENDER);
        _lapse(terms.settleBy);
        queries.reclaimQuery(terms);
        _expectWithdrawal(LENDER, FUNDS);
    }

    function test_APausedSellerPostsItsDelivery() public {
        (, QueryTerms memory terms) = _open(2);
        vm.prank(SUPERVISOR);
        members.pause(ASKED);
        vm.prank(ASKED);
        queries.postQueryDelivery(terms, keccak256("delivery"));
        _lapse(terms.settleBy);
        queries.reclaimQuery(terms);
        vm.assertEq(consents.slotOf(terms.consentId).uses, 1, "use kept");
    }

    function test_AWithdrawnConsentDoesNotStopWhatIsDue() public {
        (ConsentGrant memory grant, QueryTerms memory terms) = _open(2);
        _withdraw(grant, 1);
        queries.settleQuery(terms, _settlement(terms, Outcome.HIT));
        vm.assertEq(_free(ASKED), FUNDS + FEE, "paid");
    }

    function test_AnExpiredConsentDoesNotStopARefund() public {
        (ConsentGrant memory grant, QueryTerms memory terms) = _open(2);
        _lapse(grant.expiresAt);
        consents.pokeExpired(grant);
        queries.reclaimQuery(terms);
        vm.assertEq(_free(LENDER), FUNDS, "refunded");
        vm.assertEq(consents.slotOf(terms.consentId).uses, 1, "a terminal consent stays as it is");
    }

    function test_RotatedKeysAndAMemberThatLeftDoNotStopASettlement() public {
        (, QueryTerms memory terms) = _open(1);
        vm.startPrank(LENDER);
        members.rotateKeys(bytes32(uint256(2)), bytes32(uint256(3)));
        members.resign();
        vm.stopPrank();
        queries.settleQuery(terms, _settlement(terms, Outcome.HIT));
        vm.assertEq(_free(ASKED), FUNDS + FEE, "paid");
    }

    function _suspendAll() private {
        vm.startPrank(COUNCIL);
        members.suspend(LENDER);
        members.suspend(ASKED);
        members.suspend(HOLDER);
        vm.stopPrank();
    }

    function _expectWithdrawal(address who, uint96 amount) private {
        vm.prank(who);
        ledger.withdraw(amount);
        vm.assertEq(token.balanceOf(who), amount, "tokens");
        vm.assertEq(_free(who), 0, "nothing is left");
    }
}
