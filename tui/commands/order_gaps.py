"""Commands of the comparison of typed orders with accounting."""

from __future__ import annotations

from tui.commands.base import Command
from tui.text import N_, P_


class ShowOrderGaps(Command):
    key = "a"
    title = N_("Orders against accounting")
    help = N_("Orders without a document, documents without an order, sums that differ; how complete each seller is.")
    verb = "show_order_gaps"
    source = "S03.35"


class NextGapKind(Command):
    key = "f"
    title = N_("Next kind of gap")
    help = N_("All, orders that accounting does not have, sales nobody typed, sums that differ.")
    footer = P_("footer, at most 9 letters", "Kind")
    verb = "next_gap_kind"
    source = "S03.35"
