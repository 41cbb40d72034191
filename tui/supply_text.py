"""The simulation of a supplier's discount in sentences: the same on DEP and without a screen (S03.98)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.text import count, exact_money, fill, gettext, percent, short_money

if TYPE_CHECKING:
    from tui.desk.port_supply import SupplyAnswer


def simulation_text(found: SupplyAnswer) -> list[tuple[str, str]]:
    """(sentence, ink): before, after, and every further wave until it is stable."""
    title = fill(
        gettext("{product}: {leaving} of {units} units a month leave at a price of {price}"),
        product=found.product,
        leaving=count(found.leaving),
        units=count(found.units),
        price=exact_money(found.price),
    )
    before = fill(
        gettext("now: cost {cost}, margin {margin} a month"),
        cost=exact_money(found.before.cost),
        margin=short_money(found.before.margin),
    )
    lines = [(title, "title"), (before, "")]
    for number, wave in enumerate(found.waves):
        text = fill(
            gettext("wave {n}: {units} units left, cost {cost}, margin {margin}"),
            n=number + 1,
            units=count(wave.units),
            cost=exact_money(wave.cost),
            margin=short_money(wave.margin),
        )
        lines.append((text, "warn" if wave.margin.amount < found.before.margin.amount else ""))
    lost = fill(
        gettext("Lost at once: {own} his own, {knock} on the others; price that keeps the margin of a unit: {price}."),
        own=short_money(found.own_margin),
        knock=short_money(found.knock_on),
        price=exact_money(found.price_needed),
    )
    lines.append((lost, "strong"))
    if found.others_lose and len(found.waves) > 1:
        told = gettext("With each tier lost {share} of the others leave; the last wave is stable.")
        lines.append((fill(told, share=percent(100 * found.others_lose)), "dim"))
    return lines
