// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LegId, QueryId} from "../../../contracts/Ids.sol";
import {IConsents} from "../../../contracts/interfaces/IConsents.sol";
import {ILedger} from "../../../contracts/interfaces/ILedger.sol";
import {IMembers} from "../../../contracts/interfaces/IMembers.sol";
import {IQueries} from "../../../contracts/interfaces/IQueries.sol";
import {
    CompactSignature,
    ConsentGrant,
    LegSlot,
    LegState,
    Offer,
    QueryTerms,
    Role
} from "../../../contracts/Types.sol";
import {Exchanges} from "../support/Exchanges.sol";
import {Merkle} from "../support/Merkle.sol";
import {Signing} from "../support/Signing.sol";
import {vm} from "../support/Vm.sol";

/// Which offers an agency may accept for a query. What a trade's deadlines must be is in TradeNesting.t.sol.
contract TradeTest is Exchanges {
    ConsentGrant private grant;
    QueryTerms private terms;
    Offer private offer;
    bytes32[] private proof;

    function setUp() public override {
        super.setUp();
        _begin(_grant());
    }

    function test_ATradeTakesItsEscrowFromTheAskedAgency() public {
        LegId tradeLegId = _trade(terms, grant, offer);
        LegId expected = queries.idOfTrade(offer);
        vm.assertEq(LegId.unwrap(tradeLegId), LegId.unwrap(expected), "id");
        vm.assertEq(_escrowed(ASKED), PRICE, "escrow");
        vm.assertEq(_free(ASKED), FUNDS - PRICE, "free");
        (LegSlot memory traded, bool lapsed) = queries.legOfTrade(offer);
        vm.assertTrue(traded.state == LegState.OPEN, "trade's leg");
        vm.assertFalse(lapsed, "lapsed");
        (LegSlot memory leg, ) = queries.legOfQuery(terms);
        vm.assertTrue(leg.traded, "query's leg");
    }

    function test_ATradeIsToldWithItsWholeOffer() public {
        (QueryId queryId, LegId legId) = queries.idsOfQuery(terms);
        LegId tradeLegId = queries.idOfTrade(offer);
        vm.expectEmit(address(queries));
        emit IQueries.TradeAccepted(tradeLegId, queryId, HOLDER, legId, offer);
        _trade(terms, grant, offer);
    }

    function test_SeveralOffersMayBeAccepted() public {
        _trade(terms, grant, offer);
        offer.seller = OTHER_AGENCY;
        _acceptSigned(OTHER_AGENCY_KEY);
        vm.assertEq(_escrowed(ASKED), 2 * PRICE, "escrow");
    }

    function test_Error_TheSameOfferTwice() public {
        LegId legId = _trade(terms, grant, offer);
        _refuse(abi.encodeWithSelector(IQueries.QueriesLegExists.selector, legId));
    }

    function test_Error_AnOfferForAnotherQueryLegOrBuyer() public {
        offer.queryId = QueryId.wrap(keccak256("another"));
        _refuseMismatch("queryId");
        offer = _offer(terms);
        offer.parentLegId = LegId.wrap(keccak256("another"));
        _refuseMismatch("parentLegId");
        offer = _offer(terms);
        offer.buyer = OTHER_AGENCY;
        _refuseMismatch("buyer");
        offer = _offer(terms);
        offer.seller = LENDER;
        _refuseMismatch("seller");
        offer = _offer(terms);
        offer.royaltyBps = 10_001;
        _refuseMismatch("royaltyBps");
    }

    function test_Error_AnOfferThatIsNoLongerValid() public {
        vm.warp(uint256(offer.validUntil) + 1);
        _refuse(abi.encodeWithSelector(IQueries.QueriesOfferExpired.selector, offer.validUntil));
    }

    function test_Error_AnOfferOutsideTheCategoriesAsked() public {
        offer.categories = 8;
        _refuse(abi.encodeWithSelector(IQueries.QueriesCategoriesOutside.selector, 8, 7));
    }

    function test_Error_AnOfferSignedByAnother(uint256 key) public {
        key = 1 + (key % 1e18);
        vm.assume(key != HOLDER_KEY);
        CompactSignature memory signature = _signOffer(key, offer);
        _refuseSigned(signature, _signatureProblem());
    }

    function test_Error_AnOfferSignedForAnotherChainOrContract() public {
        bytes32 structHash = _offerHash();
        bytes32 domain = Signing.domain(block.chainid + 1, address(queries));
        _refuseSigned(Signing.compact(HOLDER_KEY, domain, structHash), _signatureProblem());
        domain = Signing.domain(block.chainid, address(consents));
        _refuseSigned(Signing.compact(HOLDER_KEY, domain, structHash), _signatureProblem());
    }

    function test_Error_AProviderThatTheSubjectDidNotList() public {
        ConsentGrant memory listed = _grantOf(2);
        listed.providersRoot = Merkle.root(HOLDER, OTHER_AGENCY);
        _begin(listed);
        _refuse(_providerProblem());
        proof = Merkle.proof(LENDER);
        _refuse(_providerProblem());
        proof = Merkle.proof(OTHER_AGENCY);
        _acceptSigned(HOLDER_KEY);
    }

    function test_Error_ATradeBeforeTheBroadcast() public {
        (grant, terms) = _open(2);
        offer = _offer(terms);
        (, LegId legId) = queries.idsOfQuery(terms);
        _refuse(abi.encodeWithSelector(IQueries.QueriesNotBroadcast.selector, legId));
    }

    function test_Error_AnotherThanTheSellerTrades() public {
        CompactSignature memory signature = _signOffer(HOLDER_KEY, offer);
        vm.expectRevert(
            abi.encodeWithSelector(IQueries.QueriesNotSeller.selector, ASKED, OTHER_AGENCY)
        );
        vm.prank(OTHER_AGENCY);
        queries.trade(terms, grant, offer, signature, proof);
    }

    function test_Error_APartyThatIsNotActive() public {
        vm.prank(COUNCIL);
        members.suspend(HOLDER);
        _refuse(abi.encodeWithSelector(IMembers.MembersNotActive.selector, HOLDER, Role.AGENCY));
        vm.prank(COUNCIL);
        members.readmit(HOLDER);
        vm.prank(SUPERVISOR);
        members.pause(ASKED);
        _refuse(abi.encodeWithSelector(IMembers.MembersNotActive.selector, ASKED, Role.AGENCY));
    }

    function test_Error_AConsentThatWasWithdrawnSinceTheBroadcast() public {
        _refuseWithdrawn();
        _begin(_grantOf(2));
        _refuseWithdrawn();
    }

    function test_Error_ADeliveryWasPostedAlready() public {
        vm.prank(ASKED);
        queries.postQueryDelivery(terms, keccak256("delivery"));
        (, LegId legId) = queries.idsOfQuery(terms);
        _refuse(abi.encodeWithSelector(IQueries.QueriesDeliveryPosted.selector, legId));
    }

    function test_Error_AnAgencyThatCannotPay() public {
        offer.price = FUNDS + 1;
        _refuse(
            abi.encodeWithSelector(ILedger.LedgerInsufficientFree.selector, ASKED, FUNDS, FUNDS + 1)
        );
    }

    function _begin(ConsentGrant memory used) private {
        grant = used;
        _record(used);
        terms = _terms(used);
        _request(terms, used);
        _broadcast(terms, used);
        offer = _offer(terms);
    }

    function _acceptSigned(uint256 key) private {
        CompactSignature memory signature = _signOffer(key, offer);
        vm.prank(ASKED);
        queries.trade(terms, grant, offer, signature, proof);
    }

    function _refuseWithdrawn() private {
        _withdraw(grant, 1);
        vm.expectPartialRevert(IConsents.ConsentsNotUsable.selector);
        _trade(terms, grant, offer);
    }

    function _refuseMismatch(bytes32 attribute) private {
        _refuse(abi.encodeWithSelector(IQueries.QueriesOfferMismatch.selector, attribute));
    }

    function _refuse(bytes memory problem) private {
        _refuseSigned(_signOffer(HOLDER_KEY, offer), problem);
    }

    function _refuseSigned(CompactSignature memory signature, bytes memory problem) private {
        vm.expectRevert(problem);
        vm.prank(ASKED);
        queries.trade(terms, grant, offer, signature, proof);
    }

    function _signatureProblem() private view returns (bytes memory) {
        return
            abi.encodeWithSelector(
                IQueries.QueriesOfferSignatureInvalid.selector,
                queries.idOfTrade(offer),
                HOLDER
            );
    }

    function _providerProblem() private view returns (bytes memory) {
        return
            abi.encodeWithSelector(
                IQueries.QueriesProviderNotAllowed.selector,
                terms.consentId,
                HOLDER
            );
    }

    function _offerHash() private view returns (bytes32) {
        bytes32 typehash = keccak256(
            "Offer(bytes32 queryId,bytes32 parentLegId,address buyer,address seller,bytes32 contentCommitment,bytes32 claimsHash,uint32 categories,uint96 price,uint16 royaltyBps,uint48 validUntil,uint48 receiptBy,uint48 settleBy,bytes32 bodyHash,bytes32 nonce)"
        );
        return keccak256(abi.encode(typehash, offer));
    }
}
