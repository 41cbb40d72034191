"""Registers of trade: offers, marks of white space, estimates of what a client buys from everybody."""

from __future__ import annotations

from core.entities.trade import GroupMark, Offer, PricesBefore, WalletEstimate
from storage.keys.scopes import Compartment
from storage.records.registers import of_client, of_firm

OFFER = of_client("offer", 1, Offer, Compartment.MONEY)
GROUP_MARK = of_client("group_mark", 1, GroupMark, Compartment.MONEY)
WALLET = of_client("wallet", 1, WalletEstimate, Compartment.MONEY)
PRICES_BEFORE = of_firm("prices_before", 1, PricesBefore)
