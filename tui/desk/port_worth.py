"""What the screens MET and DEP need from the desk."""

from __future__ import annotations

from typing import Protocol

from core.worth.periods import PeriodKind
from tui.desk.answers_worth import AnchorsAnswer, DependencyAnswer, MetricsAnswer


class WorthPort(Protocol):
    """Worth as screens see it. Figures are of the evening of the desk; `owner` None means every open portfolio."""

    def metrics(self, kind: PeriodKind, owner: str | None = None) -> MetricsAnswer:
        """The last periods with flow, CRR, LTV and balance."""
        ...

    def dependency(
        self,
        owner: str | None = None,
        without: str | None = None,
        department: str | None = None,
        selection: str | None = None,
    ) -> DependencyAnswer:
        """Shares of 12 months, largest first, and the base without one of them (a client id).

        `selection`: handle of a saved one that counts as one group.
        """
        ...

    def departments(self) -> tuple[str, ...]:
        """Departments that have portfolios here, sorted."""
        ...

    def pack(self, client_id: str) -> int:
        """Tasks from the alarm of a share; gives how many were written. Raises Problem below the first band."""
        ...

    def anchors(self) -> AnchorsAnswer:
        """Anchors and the nearest to become one."""
        ...
