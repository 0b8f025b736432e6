// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ConsentId, LegId} from "../../../contracts/Ids.sol";
import {ConsentGrant, ConsentState, Offer, QueryTerms} from "../../../contracts/Types.sol";
import {Exchanges} from "../support/Exchanges.sol";
import {vm} from "../support/Vm.sol";

/// What the handlers remember beside the contracts: a second, slower account of everything that happened.
abstract contract World is Exchanges {
    struct ConsentBook {
        ConsentGrant grant;
        ConsentId id;
        /// As the acts so far make it; EXPIRED only when somebody wrote it down.
        ConsentState state;
        uint16 uses;
        uint16 attempts;
        uint32 seq;
    }

    enum End {
        OPEN,
        SETTLED,
        REFUNDED
    }

    struct LegBook {
        LegId id;
        bool isTrade;
        uint256 consent;
        uint256 parent;
        QueryTerms terms;
        Offer offer;
        uint256 escrow;
        uint48 settleBy;
        uint256 openedAtBlock;
        uint32 periodIndex;
        bool posted;
        bool broadcasted;
        bool traded;
        End end;
        uint8 outcome;
        uint256 paid;
    }

    ConsentBook[] internal consentBooks;
    LegBook[] internal legBooks;
    mapping(uint256 consent => mapping(uint32 period => uint256)) internal usesInPeriod;
    mapping(address account => uint256) internal expectedFree;
    uint256 internal donated;
    uint256 internal counter;
    /// The first thing that went wrong, empty as long as nothing did.
    string public breach;

    function setUp() public virtual override {
        super.setUp();
        address[5] memory actors = _actors();
        for (uint256 i = 0; i < actors.length; ++i) expectedFree[actors[i]] = FUNDS;
    }

    /// Notes what must be so; a revert would only discard the call.
    function _must(bool holds, string memory what) internal {
        if (!holds && bytes(breach).length == 0) breach = what;
    }

    function _actors() internal view returns (address[5] memory) {
        return [LENDER, OTHER_LENDER, ASKED, HOLDER, OTHER_AGENCY];
    }

    function _lender(uint256 seed) internal view returns (address) {
        return seed % 4 == 0 ? OTHER_LENDER : LENDER;
    }

    function _agency(uint256 seed) internal view returns (address) {
        return [ASKED, HOLDER, OTHER_AGENCY][seed % 3];
    }

    function _keyOf(address account) internal view returns (uint256) {
        if (account == LENDER) return LENDER_KEY;
        if (account == OTHER_LENDER) return OTHER_LENDER_KEY;
        if (account == ASKED) return ASKED_KEY;
        return account == HOLDER ? HOLDER_KEY : OTHER_AGENCY_KEY;
    }

    /// The runner likes small numbers, whose high bits would all choose alike.
    function _mix(uint256 seed) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed)));
    }

    function _fresh() internal returns (bytes32) {
        return keccak256(abi.encode("fresh", ++counter));
    }

    function _isExpired(ConsentBook storage book) internal view returns (bool) {
        return block.timestamp >= book.grant.expiresAt;
    }

    function _isRunning(ConsentBook storage book) internal view returns (bool) {
        bool running = book.state == ConsentState.ACTIVE || book.state == ConsentState.PAUSED;
        return running && !_isExpired(book);
    }

    function _hasLapsed(LegBook storage book) internal view returns (bool) {
        bool blocksOver = block.number > book.openedAtBlock + LAPSE_BLOCKS;
        return block.timestamp > book.settleBy && blocksOver;
    }

    function _isActive(address account) internal view returns (bool) {
        return members.isActive(account, 0);
    }

    function _buyerOf(LegBook storage book) internal view returns (address) {
        return book.isTrade ? book.offer.buyer : book.terms.buyer;
    }

    function _sellerOf(LegBook storage book) internal view returns (address) {
        return book.isTrade ? book.offer.seller : book.terms.seller;
    }

    /// Every account has exactly the free balance that the books say.
    function _checkFree(string memory what) internal {
        address[5] memory actors = _actors();
        for (uint256 i = 0; i < actors.length; ++i) {
            _must(_free(actors[i]) == expectedFree[actors[i]], what);
        }
        _must(_free(STRANGER) == 0, "a stranger was paid");
    }
}
