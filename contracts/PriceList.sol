// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMembers} from "./interfaces/IMembers.sol";
import {IPriceList} from "./interfaces/IPriceList.sol";
import {ALL_CATEGORIES, Outcome, Product, Role} from "./Types.sol";

contract PriceList is IPriceList {
    IMembers public immutable MEMBERS;

    mapping(address agency => mapping(uint256 key => uint96 amount)) private _prices;

    constructor(IMembers members) {
        MEMBERS = members;
    }

    /// @inheritdoc IPriceList
    function setPrices(PriceEntry[] calldata entries) external {
        if (!MEMBERS.isActive(msg.sender, Role.AGENCY)) revert PriceListNotAgency(msg.sender);
        for (uint256 i = 0; i < entries.length; ++i) {
            PriceEntry calldata e = entries[i];
            _requireEntry(e.category, e.product, e.outcome);
            _prices[msg.sender][_key(e.category, e.product, e.outcome)] = e.amount;
            emit PriceSet(msg.sender, e.category, e.product, e.outcome, e.amount);
        }
    }

    /// @inheritdoc IPriceList
    function priceOf(
        address agency,
        uint8 category,
        uint8 product,
        uint8 outcome
    ) external view returns (uint96) {
        _requireEntry(category, product, outcome);
        return _prices[agency][_key(category, product, outcome)];
    }

    /// @inheritdoc IPriceList
    function quote(
        address agency,
        uint32 categories
    ) external view returns (uint96 fee, uint96 relayFee, uint96 missFee, uint96 tradePrice) {
        if (categories & ~ALL_CATEGORIES != 0) revert PriceListCategoriesInvalid(categories);
        mapping(uint256 => uint96) storage prices = _prices[agency];
        for (uint8 category = 0; categories >> category != 0; ++category) {
            if ((categories >> category) & 1 == 0) continue;
            fee += prices[_key(category, Product.DIRECT, Outcome.HIT)];
            relayFee += prices[_key(category, Product.RELAYED, Outcome.HIT)];
            missFee += prices[_key(category, Product.DIRECT, Outcome.MISS)];
            tradePrice += prices[_key(category, Product.TRADE, Outcome.HIT)];
        }
    }

    function _requireEntry(uint8 category, uint8 product, uint8 outcome) private pure {
        bool known =
            (ALL_CATEGORIES >> category) & 1 == 1 &&
                product >= Product.DIRECT &&
                product <= Product.TRADE &&
                (outcome == Outcome.HIT || outcome == Outcome.MISS);
        if (!known) revert PriceListEntryInvalid(category, product, outcome);
    }

    function _key(uint8 category, uint8 product, uint8 outcome) private pure returns (uint256) {
        return (uint256(category) << 16) | (uint256(product) << 8) | outcome;
    }
}
