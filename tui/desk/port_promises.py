"""What screens need of deals, promises, cases, risks, own fields and the dossier."""

from __future__ import annotations

from typing import Protocol

from tui.desk.port_book import BookPort
from tui.desk.port_cases import CasesPort
from tui.desk.port_deals import DealsPort
from tui.desk.port_entries import EntriesPort
from tui.desk.port_files import FilesPort
from tui.desk.port_group import GroupPorts
from tui.desk.port_own import OwnPort


class PromisesPorts(GroupPorts, Protocol):
    """The facets of the desk about promises."""

    @property
    def book(self) -> BookPort:
        """The dossier to read and to write in."""
        ...

    @property
    def cases(self) -> CasesPort:
        """Complaints, refusals, returns, and why clients leave."""
        ...

    @property
    def deals(self) -> DealsPort:
        """Contracts, deals, orders typed by hand, what is owed."""
        ...

    @property
    def files(self) -> FilesPort:
        """Files kept in dossiers."""
        ...

    @property
    def own(self) -> OwnPort:
        """Own fields of clients and people, tags."""
        ...

    @property
    def threats(self) -> EntriesPort:
        """Cases, risks, barriers, visits, reviews in one list."""
        ...

    @property
    def promises(self) -> EntriesPort:
        """Commitments, difficulties, questions, stages, changes, gifts."""
        ...
