"""The facets of a desk: one subject each, made when first used."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, cast

from tui.desk.contacts_desk import ContactsDesk
from tui.desk.copies_desk import CopiesDesk
from tui.desk.finding import Finding
from tui.desk.imports_desk import ImportsDesk
from tui.desk.log_desk import LogDesk
from tui.desk.removal_desk import RemovalDesk

if TYPE_CHECKING:
    from tui.desk.desk import Desk


class Facets:
    """What a desk knows beside lists, card and changes."""

    @property
    def _desk(self) -> Desk:
        return cast("Desk", self)

    @functools.cached_property
    def finding(self) -> Finding:
        """Search as one types."""
        return Finding(self._desk)

    @functools.cached_property
    def log(self) -> LogDesk:
        """Reading and verifying the log, and what a list owes to it."""
        return LogDesk(self._desk)

    @functools.cached_property
    def imports(self) -> ImportsDesk:
        """Files coming in and being taken back."""
        return ImportsDesk(self._desk)

    @functools.cached_property
    def copies(self) -> CopiesDesk:
        """Sealed copies of the store."""
        return CopiesDesk(self._desk)

    @functools.cached_property
    def contacts(self) -> ContactsDesk:
        """Phones and e-mails, masked until they are revealed."""
        return ContactsDesk(self._desk)

    @functools.cached_property
    def removal(self) -> RemovalDesk:
        """Clients that are hidden and shown again."""
        return RemovalDesk(self._desk)
