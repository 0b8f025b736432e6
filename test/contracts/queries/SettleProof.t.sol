// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LegId} from "../../../contracts/Ids.sol";
import {IQueries} from "../../../contracts/interfaces/IQueries.sol";
import {
    CompactSignature,
    ConsentGrant,
    Offer,
    Outcome,
    QueryTerms,
    Settlement
} from "../../../contracts/Types.sol";
import {Exchanges} from "../support/Exchanges.sol";
import {Signing} from "../support/Signing.sol";
import {vm} from "../support/Vm.sol";

/// Invariants 7 and 10: nothing settles without both parties' signatures over exactly this Delivery.
contract SettleProofTest is Exchanges {
    QueryTerms private terms;
    LegView private leg;

    function setUp() public override {
        super.setUp();
        (, terms) = _open(1);
        leg = _viewOf(terms, false);
    }

    function test_Error_AWrongKey(bytes32 key) public {
        vm.assume(key != KEY);
        Settlement memory s = _settlement(terms, Outcome.HIT);
        s.key = key;
        _refuseDelivery(s);
    }

    function test_Error_AnOutcomeThatWasNotCommitted() public {
        Settlement memory s = _settlement(terms, Outcome.MISS);
        s.outcome = Outcome.HIT;
        _refuseDelivery(s);
    }

    function test_Error_AWrongOutcomeSalt(bytes32 salt) public {
        vm.assume(salt != OUTCOME_SALT);
        Settlement memory s = _settlement(terms, Outcome.HIT);
        s.outcomeSalt = salt;
        _refuseDelivery(s);
    }

    function test_Error_AnOutcomeThatIsNone(uint8 outcome) public {
        vm.assume(outcome != Outcome.HIT && outcome != Outcome.MISS);
        Settlement memory s = _settlement(terms, outcome);
        _refuse(s, abi.encodeWithSelector(IQueries.QueriesOutcomeInvalid.selector, outcome));
    }

    function test_Error_AnotherHash(uint8 which, bytes32 hash) public {
        Settlement memory s = _settlement(terms, Outcome.HIT);
        vm.assume(hash != s.cipherHash && hash != s.wHash && hash != s.responseHash);
        if (which % 3 == 0) s.cipherHash = hash;
        if (which % 3 == 1) s.wHash = hash;
        if (which % 3 == 2) s.responseHash = hash;
        _refuseDelivery(s);
    }

    function test_Error_ADeliverySignedByAnother(uint256 key) public {
        key = 1 + (key % 1e18);
        vm.assume(key != ASKED_KEY);
        _refuseDelivery(_signed(leg, _unsigned(Outcome.HIT), key, LENDER_KEY, _legDomain()));
    }

    function test_Error_AReceiptSignedByAnother(uint256 key) public {
        key = 1 + (key % 1e18);
        vm.assume(key != LENDER_KEY);
        _refuseReceipt(_signed(leg, _unsigned(Outcome.HIT), ASKED_KEY, key, _legDomain()));
    }

    function test_Error_TheSellerSignsBoth() public {
        _refuseReceipt(_signed(leg, _unsigned(Outcome.HIT), ASKED_KEY, ASKED_KEY, _legDomain()));
    }

    function test_Error_TheSignaturesAreSwapped() public {
        Settlement memory s = _settlement(terms, Outcome.HIT);
        (s.sellerSignature, s.buyerSignature) = (s.buyerSignature, s.sellerSignature);
        _refuseDelivery(s);
    }

    function test_Error_TheBuyerSignedADeliveryInsteadOfAReceipt() public {
        Settlement memory s = _settlement(terms, Outcome.HIT);
        s.buyerSignature = Signing.compact(LENDER_KEY, _legDomain(), _deliveryHash(leg, s));
        _refuseReceipt(s);
    }

    function test_Error_AReceiptForAnotherDelivery() public {
        Settlement memory other = _unsigned(Outcome.HIT);
        other.cipherHash = keccak256("another c");
        other = _signed(leg, other, ASKED_KEY, LENDER_KEY, _legDomain());
        Settlement memory s = _settlement(terms, Outcome.HIT);
        s.buyerSignature = other.buyerSignature;
        _refuseReceipt(s);
    }

    function test_Error_NoSignatures() public {
        Settlement memory s = _unsigned(Outcome.HIT);
        _refuseDelivery(s);
        s.sellerSignature = CompactSignature(bytes32(uint256(1)), bytes32(type(uint256).max));
        _refuseDelivery(s);
    }

    function test_Error_AmountsOrDeadlinesOtherThanTheTerms(uint8 which) public {
        LegView memory other = leg;
        which %= 5;
        if (which == 0) other.fee += 1;
        if (which == 1) other.missFee += 1;
        if (which == 2) other.receiptBy += 1;
        if (which == 3) other.settleBy += 1;
        if (which == 4) other.bodyHash = keccak256("another body");
        _refuseDelivery(
            _signed(other, _unsigned(Outcome.HIT), ASKED_KEY, LENDER_KEY, _legDomain())
        );
    }

    function test_Error_SignaturesForAnotherChainOrContract(uint64 chain, address place) public {
        vm.assume(chain != block.chainid && place != address(queries));
        bytes32 domain = Signing.domain(chain, address(queries));
        _refuseDelivery(_signed(leg, _unsigned(Outcome.HIT), ASKED_KEY, LENDER_KEY, domain));
        domain = Signing.domain(block.chainid, place);
        _refuseDelivery(_signed(leg, _unsigned(Outcome.HIT), ASKED_KEY, LENDER_KEY, domain));
    }

    function test_Error_SignaturesOfAnotherLeg() public {
        Settlement memory s = _settlement(terms, Outcome.HIT);
        ConsentGrant memory second = _grantOf(2);
        _record(second);
        QueryTerms memory others = _terms(second);
        _request(others, second);
        vm.expectPartialRevert(IQueries.QueriesDeliverySignatureInvalid.selector);
        queries.settleQuery(others, s);
    }

    function test_Error_TermsThatNobodyRequested(uint8 which) public {
        Settlement memory s = _settlement(terms, Outcome.HIT);
        QueryTerms memory changed = terms;
        which %= 5;
        if (which == 0) changed.fee += 1;
        if (which == 1) changed.seller = HOLDER;
        if (which == 2) changed.buyer = OTHER_LENDER;
        if (which == 3) changed.settleBy += 1;
        if (which == 4) changed.nonce = keccak256("another");
        (, LegId legId) = queries.idsOfQuery(changed);
        vm.expectRevert(abi.encodeWithSelector(IQueries.QueriesLegNotOpen.selector, legId));
        queries.settleQuery(changed, s);
    }

    function test_Error_AnOfferSettlesAsATradeThatNobodyAccepted() public {
        Offer memory offer = _offer(terms);
        Settlement memory s = _settlementOfTrade(offer, Outcome.HIT);
        LegId legId = queries.idOfTrade(offer);
        vm.expectRevert(abi.encodeWithSelector(IQueries.QueriesLegNotOpen.selector, legId));
        queries.settleTrade(offer, s);
    }

    function _refuseDelivery(Settlement memory s) private {
        _refuse(
            s,
            abi.encodeWithSelector(IQueries.QueriesDeliverySignatureInvalid.selector, leg.id, ASKED)
        );
    }

    function _refuseReceipt(Settlement memory s) private {
        _refuse(
            s,
            abi.encodeWithSelector(IQueries.QueriesReceiptSignatureInvalid.selector, leg.id, LENDER)
        );
    }

    function _refuse(Settlement memory s, bytes memory problem) private {
        vm.expectRevert(problem);
        queries.settleQuery(terms, s);
    }
}
