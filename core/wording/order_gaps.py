"""Words of the comparison of typed orders with accounting (S03.35)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.wording import P_, pgettext
from core.worth.order_gaps import GapKind

WORDS: Final[Mapping[GapKind, str]] = {
    "no_document": P_("order gap", "not in accounting"),
    "no_order": P_("order gap", "no order typed"),
    "sum": P_("order gap", "sums differ"),
}


def word(kind: GapKind) -> str:
    """The reader's word."""
    return pgettext("order gap", WORDS[kind])
