"""What DEP and MET need of suppliers' tiers and rates of currencies; also the JSON contract of their commands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

import msgspec

from core.entities.money import Money
from tui.desk.port_spending import Field, Values


class TierRow(msgspec.Struct, frozen=True):
    """One tier: from `volume` units a month `percent` off `base`."""

    id: str
    product: str
    name: str
    """Of the product, where the price list knows the code."""
    supplier: str
    volume: int
    percent: float
    base: Money | None


class WaveRow(msgspec.Struct, frozen=True):
    """One round: units that stay, cost of a unit, margin of a month."""

    units: int
    cost: Money
    margin: Money


class SupplyAnswer(msgspec.Struct, frozen=True):
    """The simulation; money of one month."""

    product: str
    units: int
    leaving: int
    price: Money
    others_lose: float
    before: WaveRow
    waves: tuple[WaveRow, ...]
    own_margin: Money
    knock_on: Money
    price_needed: Money


class RateRow(msgspec.Struct, frozen=True):
    """One rate: what a unit of `currency` is worth in the base currency from `day` on."""

    id: str
    day: dt.date
    currency: str
    rate: float


class RateList(msgspec.Struct, frozen=True):
    """Rates newest first, and how many lines of sales wait for one."""

    base: str
    rates: tuple[RateRow, ...]
    lines_without_rate: int


class SupplyPort(Protocol):
    """Tiers as screens see them."""

    def tiers(self, product: str = "") -> tuple[TierRow, ...]:
        """Every tier, or those of one product."""
        ...

    def products(self) -> tuple[str, ...]:
        """Products that have tiers."""
        ...

    def form(self, product: str = "") -> tuple[Field, ...]:
        """Fields of a new tier."""
        ...

    def set(self, values: Values) -> None:
        """Write a tier. Raises Problem."""
        ...

    def remove(self, handle: str) -> None:
        """Take a tier off the list."""
        ...

    def ask(self, product: str, leaving: Sequence[str]) -> tuple[Field, ...]:
        """Fields of the simulation, filled from the sales."""
        ...

    def simulate(self, values: Values) -> SupplyAnswer:
        """The clients gone, with the second wave. Raises Problem."""
        ...


class RatesPort(Protocol):
    """Rates as screens see them."""

    def listed(self) -> RateList:
        """Rates newest first, and how many lines wait for one."""
        ...

    def form(self) -> tuple[Field, ...]:
        """Fields of a new rate."""
        ...

    def set(self, values: Values) -> None:
        """Write a rate. Raises Problem."""
        ...

    def remove(self, handle: str) -> None:
        """Take a rate off the list."""
        ...
