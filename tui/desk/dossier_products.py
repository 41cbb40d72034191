"""What a client has bought, by product: from his documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.entities.money import Money
from core.wording import numbers
from storage.vault.sale_documents import SaleDocument
from tui.desk.figures import date_of

_DECIMALS = 3


@dataclass(frozen=True)
class Bought:
    """One product over all documents. `quantity` is as the reader writes it."""

    name: str
    quantity: str
    amount: Money
    last: dt.date


def bought(documents: Iterable[SaleDocument], names: Mapping[str, str], currency: str) -> list[Bought]:
    """Products by their sum, largest first. Lines in another currency stay out: without a rate they add to nothing."""
    sums: dict[str, tuple[float, int, int]] = {}
    for document in documents:
        if (document.currency or currency) != currency:
            continue
        for line in document.lines:
            quantity, amount, last = sums.get(line.product, (0.0, 0, document.day))
            sums[line.product] = (quantity + line.quantity, amount + line.amount, max(last, document.day))
    found = [
        Bought(
            names.get(product) or product or "—", numbers.trimmed(quantity, _DECIMALS), Money(amount, currency),
            date_of(last),
        )
        for product, (quantity, amount, last) in sums.items()
    ]  # fmt: skip
    return sorted(found, key=lambda each: (-each.amount.amount, each.name))
