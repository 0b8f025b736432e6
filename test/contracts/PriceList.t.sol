// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IPriceList} from "../../contracts/interfaces/IPriceList.sol";
import {Outcome, Product} from "../../contracts/Types.sol";
import {Deployment} from "./support/Deployment.sol";
import {vm} from "./support/Vm.sol";

contract PriceListTest is Deployment {
    IPriceList private prices;

    function setUp() public override {
        super.setUp();
        prices = IPriceList(_create("PriceList", abi.encode(members)));
    }

    function test_AQuoteSumsTheCategoriesAskedFor() public {
        _set(0, Product.DIRECT, Outcome.HIT, 10);
        _set(3, Product.DIRECT, Outcome.HIT, 7);
        _set(3, Product.DIRECT, Outcome.MISS, 1);
        _set(3, Product.RELAYED, Outcome.HIT, 4);
        _set(10, Product.TRADE, Outcome.HIT, 5);
        _expectQuote(1 << 0, 10, 0, 0, 0);
        _expectQuote(1 << 3, 7, 4, 1, 0);
        _expectQuote((1 << 0) | (1 << 3) | (1 << 10), 17, 4, 1, 5);
        _expectQuote(0, 0, 0, 0, 0);
    }

    function test_AQuoteIsTheSumOfItsPrices(uint96[11] memory amounts, uint32 mask) public {
        mask &= 0x7FF;
        uint256 sum;
        for (uint8 category = 0; category < 11; ++category) {
            uint96 amount = amounts[category] % 1e27;
            _set(category, Product.TRADE, Outcome.HIT, amount);
            if ((mask >> category) & 1 == 1) sum += amount;
        }
        (, , , uint96 tradePrice) = prices.quote(ASKED, mask);
        vm.assertEq(tradePrice, sum, "trade price");
    }

    function test_APriceReplacesTheFormerOneAndIsTold() public {
        _set(2, Product.DIRECT, Outcome.MISS, 9);
        vm.expectEmit(address(prices));
        emit IPriceList.PriceSet(ASKED, 2, Product.DIRECT, Outcome.MISS, 8);
        _set(2, Product.DIRECT, Outcome.MISS, 8);
        vm.assertEq(prices.priceOf(ASKED, 2, Product.DIRECT, Outcome.MISS), 8, "price");
        vm.assertEq(prices.priceOf(HOLDER, 2, Product.DIRECT, Outcome.MISS), 0, "another's");
    }

    function test_Error_AnotherThanAnActiveAgencySetsPrices() public {
        IPriceList.PriceEntry[] memory entries = new IPriceList.PriceEntry[](0);
        vm.expectRevert(abi.encodeWithSelector(IPriceList.PriceListNotAgency.selector, LENDER));
        vm.prank(LENDER);
        prices.setPrices(entries);
        vm.prank(COUNCIL);
        members.suspend(ASKED);
        vm.expectRevert(abi.encodeWithSelector(IPriceList.PriceListNotAgency.selector, ASKED));
        vm.prank(ASKED);
        prices.setPrices(entries);
    }

    function test_Error_APriceForSomethingUnknown(
        uint8 category,
        uint8 product,
        uint8 outcome
    ) public {
        bool known = category <= 10 && product >= 1 && product <= 3 && outcome >= 1 && outcome <= 2;
        vm.assume(!known);
        bytes memory problem = abi.encodeWithSelector(
            IPriceList.PriceListEntryInvalid.selector,
            category,
            product,
            outcome
        );
        vm.expectRevert(problem);
        _set(category, product, outcome, 1);
        vm.expectRevert(problem);
        prices.priceOf(ASKED, category, product, outcome);
    }

    function test_Error_AQuoteForAnUnknownCategory() public {
        vm.expectRevert(
            abi.encodeWithSelector(IPriceList.PriceListCategoriesInvalid.selector, 1 << 11)
        );
        prices.quote(ASKED, 1 << 11);
    }

    function _set(uint8 category, uint8 product, uint8 outcome, uint96 amount) private {
        IPriceList.PriceEntry[] memory entries = new IPriceList.PriceEntry[](1);
        entries[0] = IPriceList.PriceEntry(category, product, outcome, amount);
        vm.prank(ASKED);
        prices.setPrices(entries);
    }

    function _expectQuote(
        uint32 mask,
        uint96 fee,
        uint96 relayFee,
        uint96 missFee,
        uint96 tradePrice
    ) private view {
        (uint96 f, uint96 r, uint96 m, uint96 t) = prices.quote(ASKED, mask);
        vm.assertEq(f, fee, "fee");
        vm.assertEq(r, relayFee, "relay fee");
        vm.assertEq(m, missFee, "miss fee");
        vm.assertEq(t, tradePrice, "trade price");
    }
}
