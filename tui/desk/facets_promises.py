"""Facets of the desk about promises: commitments, cases, risks, the dossier (see `facets`)."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from tui.desk.facets_outreach import OutreachFacets

if TYPE_CHECKING:
    from tui.desk.book_desk import BookDesk
    from tui.desk.cases_desk import CasesDesk
    from tui.desk.files_desk import FilesDesk
    from tui.desk.joined_entries import JoinedEntries
    from tui.desk.own_desk import OwnDesk
    from tui.desk.promises_desk import PromisesDesk
    from tui.desk.risks_desk import RisksDesk


class PromiseFacets(OutreachFacets):
    """What is promised to clients and what is written of them."""

    @functools.cached_property
    def book(self) -> BookDesk:
        """The dossier to read and to write in."""
        from tui.desk.book_desk import BookDesk

        return BookDesk(self._whole)

    @functools.cached_property
    def cases(self) -> CasesDesk:
        """Complaints, refusals, returns, and why clients leave."""
        from tui.desk.cases_desk import CasesDesk

        return CasesDesk(self._whole)

    @functools.cached_property
    def files(self) -> FilesDesk:
        """Files kept in dossiers."""
        from tui.desk.files_desk import FilesDesk

        return FilesDesk(self._whole)

    @functools.cached_property
    def own(self) -> OwnDesk:
        """Own fields of clients and people, tags."""
        from tui.desk.own_desk import OwnDesk

        return OwnDesk(self._whole)

    @functools.cached_property
    def promises(self) -> PromisesDesk:
        """Commitments, difficulties, questions, stages, changes, gifts."""
        from tui.desk.promises_desk import PromisesDesk

        return PromisesDesk(self._whole)

    @functools.cached_property
    def risks(self) -> RisksDesk:
        """Risks, barriers, visits of the head, reviews."""
        from tui.desk.risks_desk import RisksDesk

        return RisksDesk(self._whole)

    @functools.cached_property
    def threats(self) -> JoinedEntries:
        """Cases and risks in one list."""
        from tui.desk.joined_entries import JoinedEntries

        return JoinedEntries((self.cases, self.risks))
