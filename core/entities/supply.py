"""What the firm buys at and in: discount tiers of suppliers, rates of currencies (S03.98, spec/store §4)."""

from __future__ import annotations

from core.entities.entry import Entry


class SupplierTier(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """From `volume` units of a product a month the supplier takes `percent` off the base price of all of them."""

    product: str
    """Code of the product as sales have it, or the supplier's name for a whole range."""
    supplier: str = ""
    volume: int
    percent: float
    base: int = 0
    """Price of a unit before any discount, minor units; 0: not known."""


class CurrencyRate(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """What one unit of a currency is worth from a day on, until a later rate."""

    day: int
    currency: str
    """ISO 4217."""
    rate: int
    """In 1e-8 of a unit of the base currency."""
