"""Imports of the fake desk: a table of two clients that becomes a plan, by hand."""

from __future__ import annotations

from tui.desk.port_wizard import Batch


class FakeWizard:
    """Nothing was imported; what a test needs more, the desk over a real store has (tests/tui/test_importing.py)."""

    def batches(self) -> tuple[Batch, ...]:
        return ()

    def last(self) -> str:
        return ""
