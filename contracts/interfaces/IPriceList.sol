// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What each agency charges, per category, product and outcome, in token units.
/// @notice A published list, not a rule: the terms of a query carry the amounts agreed, and an agency that finds
/// them below its list does not answer.
interface IPriceList {
    /// `category` is a bit number, `product` 1 direct, 2 relayed (a surcharge), 3 trade, `outcome` 1 hit, 2 miss.
    struct PriceEntry {
        uint8 category;
        uint8 product;
        uint8 outcome;
        uint96 amount;
    }

    event PriceSet(
        address indexed agency,
        uint8 category,
        uint8 product,
        uint8 outcome,
        uint96 amount
    );

    error PriceListNotAgency(address account);
    error PriceListEntryInvalid(uint8 category, uint8 product, uint8 outcome);
    error PriceListCategoriesInvalid(uint32 categories);

    /// @notice The caller, an active agency, sets the given entries; others stay.
    function setPrices(PriceEntry[] calldata entries) external;

    function priceOf(
        address agency,
        uint8 category,
        uint8 product,
        uint8 outcome
    ) external view returns (uint96);

    /// @notice Sums over the categories of the mask.
    /// @return fee direct hit
    /// @return relayFee surcharge of a relayed hit
    /// @return missFee direct miss
    /// @return tradePrice hit of a trade between agencies
    function quote(
        address agency,
        uint32 categories
    ) external view returns (uint96 fee, uint96 relayFee, uint96 missFee, uint96 tradePrice);
}
