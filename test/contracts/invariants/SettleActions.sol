// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Outcome, Settlement} from "../../../contracts/Types.sol";
import {Signing} from "../support/Signing.sol";
import {vm} from "../support/Vm.sol";
import {World} from "./World.sol";

/// Settlements, true and forged, and reclaims, by anyone (invariants 2, 3, 7 and 10).
abstract contract SettleActions is World {
    enum Forgery {
        NONE,
        WRONG_KEY,
        OTHER_SELLER,
        OTHER_BUYER,
        SWAPPED,
        OTHER_CHAIN,
        OTHER_CONTRACT,
        OTHER_OUTCOME,
        OTHER_FEE
    }

    function settle(uint256 which, bool hit) external {
        _attempt(which, hit ? Outcome.HIT : Outcome.MISS, Forgery.NONE);
    }

    function settleForged(uint256 which, bool hit, uint8 forgery) external {
        Forgery chosen = Forgery(1 + (forgery % uint8(Forgery.OTHER_FEE)));
        _attempt(which, hit ? Outcome.HIT : Outcome.MISS, chosen);
    }

    /// Lets the leg's time run out, sometimes not quite, and reclaims it.
    function letLapse(uint256 which, uint256 seed) external {
        if (legBooks.length == 0) return;
        LegBook storage leg = legBooks[which % legBooks.length];
        uint256 over = uint256(leg.settleBy) + (_mix(seed) % 3);
        if (block.timestamp < over) vm.warp(over);
        uint256 blocksOver = leg.openedAtBlock + LAPSE_BLOCKS + ((_mix(seed) >> 8) % 3);
        if (block.number < blocksOver) vm.roll(blocksOver);
        reclaim(which);
    }

    function reclaim(uint256 which) public {
        if (legBooks.length == 0) return;
        LegBook storage leg = legBooks[which % legBooks.length];
        bool expected = leg.end == End.OPEN && _hasLapsed(leg);
        vm.prank(STRANGER);
        _must(_reclaimed(leg) == expected, "2: reclaimed out of turn");
        if (!expected) return;
        leg.end = End.REFUNDED;
        expectedFree[_buyerOf(leg)] += leg.escrow;
        if (!leg.isTrade && !leg.posted) _returnUse(leg);
        _checkFree("3: a reclaim moved other money");
    }

    function _attempt(uint256 which, uint8 outcome, Forgery forgery) private {
        if (legBooks.length == 0) return;
        LegBook storage leg = legBooks[which % legBooks.length];
        bool expected =
            forgery == Forgery.NONE &&
                leg.end == End.OPEN &&
                !_hasLapsed(leg) &&
                !(leg.traded && outcome == Outcome.MISS);
        bool done = _settled(leg, _forged(leg, outcome, forgery));
        _must(done == expected, "7: settled out of turn");
        if (done) _remember(leg, outcome);
        _checkFree("3: a settlement paid others or other amounts");
    }

    function _remember(LegBook storage leg, uint8 outcome) private {
        LegView memory view_ = _legView(leg);
        leg.end = End.SETTLED;
        leg.outcome = outcome;
        leg.paid = outcome == Outcome.HIT ? view_.fee : view_.missFee;
        expectedFree[_buyerOf(leg)] += leg.escrow - leg.paid;
        expectedFree[_sellerOf(leg)] += leg.paid;
    }

    function _forged(
        LegBook storage leg,
        uint8 outcome,
        Forgery forgery
    ) private view returns (Settlement memory s) {
        uint256 sellerKey = _keyOf(_sellerOf(leg));
        uint256 buyerKey = _keyOf(_buyerOf(leg));
        bytes32 domain = _legDomain();
        LegView memory view_ = _legView(leg);
        if (forgery == Forgery.OTHER_SELLER) sellerKey = buyerKey;
        if (forgery == Forgery.OTHER_BUYER) buyerKey = sellerKey;
        if (forgery == Forgery.OTHER_CHAIN) domain = Signing.domain(1, address(queries));
        if (forgery == Forgery.OTHER_CONTRACT) domain = _consentDomain();
        if (forgery == Forgery.OTHER_FEE) view_.fee += 1;
        s = _signed(view_, _unsigned(outcome), sellerKey, buyerKey, domain);
        if (forgery == Forgery.WRONG_KEY) s.key = keccak256("another k");
        if (forgery == Forgery.OTHER_OUTCOME) s.outcome = 3 - s.outcome;
        if (forgery == Forgery.SWAPPED) {
            (s.sellerSignature, s.buyerSignature) = (s.buyerSignature, s.sellerSignature);
        }
    }

    function _settled(LegBook storage leg, Settlement memory s) private returns (bool done) {
        bytes memory call =
            leg.isTrade
                ? abi.encodeCall(queries.settleTrade, (leg.offer, s))
                : abi.encodeCall(queries.settleQuery, (leg.terms, s));
        vm.prank(STRANGER);
        (done, ) = address(queries).call(call);
    }

    function _reclaimed(LegBook storage leg) private returns (bool done) {
        bytes memory call =
            leg.isTrade
                ? abi.encodeCall(queries.reclaimTrade, (leg.offer))
                : abi.encodeCall(queries.reclaimQuery, (leg.terms));
        (done, ) = address(queries).call(call);
    }

    function _returnUse(LegBook storage leg) private {
        ConsentBook storage consent = consentBooks[leg.consent];
        if (!_isRunning(consent)) return;
        --consent.uses;
        --usesInPeriod[leg.consent][leg.periodIndex];
    }

    function _legView(LegBook storage leg) private view returns (LegView memory) {
        return leg.isTrade ? _viewOf(leg.offer) : _viewOf(leg.terms, leg.traded);
    }
}
