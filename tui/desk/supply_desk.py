"""Suppliers' discount tiers at the desk, and what becomes of a price when a large client leaves (S03.98)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from core.entities.money import Money
from core.entities.supply import SupplierTier
from core.problem import N_, ExitCode, Problem
from core.worth.periods import day_of
from core.worth.supplier import Knock, Tier, Wave, knock_on
from storage.vault.books.worth import SUPPLIER_TIER
from storage.vault.sale_products import Bought
from tui.desk import keeping, typed
from tui.desk.port_spending import Field, Values
from tui.desk.port_supply import SupplyAnswer, TierRow, WaveRow

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MILLIONTHS = 1_000_000
MONTHS = 12
MOST_UNITS = 10**12
PRODUCT_MAX = 120


class Volumes(msgspec.Struct, frozen=True):
    """Units a month over the last 12, and the mean price of a unit in minor units; zeros without sales."""

    units: int
    leaving: int
    price: int
    base: int


class SupplyDesk:
    """Discount tiers of suppliers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._bought: tuple[object, Bought] | None = None

    # Tiers
    def tiers(self, product: str = "") -> tuple[TierRow, ...]:
        """Every tier, or those of one product, by product and volume."""
        names, currency = self._desk.session.firm.product_names(), self._desk.base.currency
        rows = [each.fields for each in keeping.live(self._desk, SUPPLIER_TIER)]
        ordered = sorted(rows, key=lambda each: (each.product.casefold(), each.volume, each.id))
        return tuple(
            TierRow(
                each.id.hex(),
                each.product,
                names.get(each.product, ""),
                each.supplier,
                each.volume,
                each.percent,
                Money(each.base, currency) if each.base else None,
            )
            for each in ordered
            if not product or each.product.casefold() == product.strip().casefold()
        )

    def products(self) -> tuple[str, ...]:
        """Products that have tiers."""
        return tuple(dict.fromkeys(row.product for row in self.tiers()))

    def form(self, product: str = "") -> tuple[Field, ...]:
        """Fields of a new tier."""
        known = self.tiers(product)
        supplier = known[0].supplier if known and product else ""
        base = "" if not known or not product or known[0].base is None else str(known[0].base.amount / 100)
        return (
            Field("product", N_("Product"), product, max_length=PRODUCT_MAX),
            Field("supplier", N_("Supplier"), supplier, max_length=PRODUCT_MAX),
            Field("volume", N_("From units a month"), max_length=15),
            Field("percent", N_("Discount, %"), max_length=8),
            Field("base", N_("Price without it"), base, max_length=20),
        )

    def set(self, values: Values) -> None:
        """Write a tier; one of the same product and volume is replaced. Raises Problem."""
        keeping.demand(self._desk, keeping.CLERKS)
        product = typed.line(values.get("product", ""), PRODUCT_MAX)
        if not product:
            raise Problem(N_("A tier is of a product: name it as the sales do."))
        told = SupplierTier(
            product=product,
            supplier=typed.line(values.get("supplier", ""), PRODUCT_MAX),
            volume=typed.whole(values.get("volume", ""), 1, MOST_UNITS),
            percent=typed.percent(values.get("percent", "")),
            base=typed.sum_of(values.get("base", ""), self._desk.base.currency),
        )
        for each in keeping.live(self._desk, SUPPLIER_TIER):
            if (each.fields.product.casefold(), each.fields.volume) == (product.casefold(), told.volume):
                kept = {name: getattr(told, name) for name in ("supplier", "percent", "base")}
                keeping.change(self._desk, SUPPLIER_TIER, each, **kept)
                return
        keeping.add(self._desk, SUPPLIER_TIER, told)

    def remove(self, handle: str) -> None:
        """Take a tier off the list. Raises Problem."""
        keeping.demand(self._desk, keeping.CLERKS)
        keeping.change(self._desk, SUPPLIER_TIER, keeping.named(self._desk, SUPPLIER_TIER, handle), removed=True)

    # The simulation
    def bought(self) -> Bought:
        """What every client took of every product over the last 12 months; read once an evening."""
        desk = self._desk
        figures, base = desk.figures(), desk.base
        known = self._bought
        if known is not None and known[0] is figures:
            return known[1]
        last = day_of(figures.as_of)
        joined = {each: base.place[each] for each in base.apart}
        first = last - figures.rules.year_days + 1
        found = desk.session.sales.bought(base.ids, first, last, joined, desk.rates.table())
        self._bought = (figures, found)
        return found

    def volumes(self, product: str, leaving: Sequence[str]) -> Volumes:
        """What sales say of a product: units a month, of which these clients take so many, and the mean price."""
        bought = self.bought()
        tiers = self.tiers(product)
        base = next((row.base.amount for row in tiers if row.base is not None), 0)
        numbers = {each.casefold(): at for at, each in enumerate(bought.products)}
        names = self._desk.session.firm.product_names()
        wanted = product.strip().casefold()
        number = numbers.get(wanted)
        if number is None:
            code = next((code for code, name in names.items() if name.casefold() == wanted), "")
            number = numbers.get(code.casefold())
        if number is None:
            return Volumes(0, 0, 0, base)
        of = bought.product == number
        gone = {self._desk.place_of(each) for each in leaving}
        quantity = int(bought.quantity[of].sum())
        theirs = sum(
            units
            for client, units in zip(bought.client[of].tolist(), bought.quantity[of].tolist(), strict=True)
            if client in gone
        )
        price = round(int(bought.amount[of].sum()) * MILLIONTHS / quantity) if quantity > 0 else 0
        return Volumes(
            max(0, quantity) // (MILLIONTHS * MONTHS), max(0, theirs) // (MILLIONTHS * MONTHS), max(0, price), base
        )

    def ask(self, product: str, leaving: Sequence[str]) -> tuple[Field, ...]:
        """Fields of the simulation, filled from the sales."""
        found = self.volumes(product, leaving)
        return (
            Field("product", N_("Product"), product, max_length=PRODUCT_MAX),
            Field("units", N_("Units a month"), str(found.units or ""), max_length=15),
            Field("leaving", N_("Of them he takes"), str(found.leaving), max_length=15),
            Field("base", N_("Price without it"), _plain(found.base), max_length=20),
            Field("price", N_("Our price"), _plain(found.price), max_length=20),
            Field("others_lose", N_("Others leave then, %"), "0", max_length=8),
        )

    def simulate(self, values: Values) -> SupplyAnswer:
        """The client gone: tiers lost, margin, price needed, and the second wave repeated until stable.

        Raises Problem for a product without tiers and for values that are none.
        """
        product = typed.line(values.get("product", ""), PRODUCT_MAX)
        tiers = self.tiers(product)
        if not product or not tiers:
            raise Problem(
                N_("This product has no tiers yet: enter the supplier's discounts first."), ExitCode.BAD_INPUT
            )
        currency = self._desk.base.currency
        units = typed.whole(values.get("units", ""), 1, MOST_UNITS)
        leaving = typed.whole(values.get("leaving", ""), 0, units)
        base = typed.sum_of(values.get("base", ""), currency)
        price = typed.sum_of(values.get("price", ""), currency)
        if not base:
            base = next((row.base.amount for row in tiers if row.base is not None), 0)
        if not base or not price:
            raise Problem(N_("The price before the discount and our own are needed: type both."))
        lose = typed.percent(values.get("others_lose", "") or "0") / 100
        steps = tuple(Tier(row.volume, row.percent) for row in tiers)
        return _answer(
            knock_on(units, leaving, base, price, steps, lose), product, (units, leaving, price), lose, currency
        )


def _plain(amount: int) -> str:
    return f"{amount / 100:.2f}" if amount else ""


def _answer(found: Knock, product: str, asked: tuple[int, int, int], lose: float, currency: str) -> SupplyAnswer:
    def cash(value: float) -> Money:
        return Money(round(value), currency)

    def wave(each: Wave) -> WaveRow:
        return WaveRow(each.units, cash(each.cost), cash(each.margin))

    units, leaving, price = asked
    return SupplyAnswer(
        product=product,
        units=units,
        leaving=leaving,
        price=cash(price),
        others_lose=lose,
        before=wave(found.before),
        waves=tuple(map(wave, found.waves)),
        own_margin=cash(found.own_margin),
        knock_on=cash(found.knock_on),
        price_needed=cash(found.price_needed),
    )
