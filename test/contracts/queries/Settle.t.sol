// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsentGrant, Outcome, QueryTerms} from "../../../contracts/Types.sol";
import {Exchanges} from "../support/Exchanges.sol";
import {vm} from "../support/Vm.sol";

contract SettleTest is Exchanges {
    function test_HitPaysTheFeeAndRefundsTheRest() public {
        (, QueryTerms memory terms) = _open(1);
        queries.settleQuery(terms, _settlement(terms, Outcome.HIT));
        vm.assertEq(_free(ASKED), FUNDS + FEE, "seller");
        vm.assertEq(_free(LENDER), FUNDS - FEE, "buyer");
        vm.assertEq(_escrowed(LENDER), 0, "escrow");
    }
}
