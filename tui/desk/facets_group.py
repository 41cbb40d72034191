"""Facets of the desk about work given to a group (see `facets`)."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from tui.desk.facets_outreach import OutreachFacets

if TYPE_CHECKING:
    from tui.desk.group_tasks_desk import GroupTasksDesk
    from tui.desk.loyalty_desk import LoyaltyDesk
    from tui.desk.order_gaps_desk import OrderGapsDesk


class GroupFacets(OutreachFacets):
    """What is given to many at once and controlled."""

    @functools.cached_property
    def group_tasks(self) -> GroupTasksDesk:
        """The same steps for many regular clients, each step controlled."""
        from tui.desk.group_tasks_desk import GroupTasksDesk

        return GroupTasksDesk(self._whole)

    @functools.cached_property
    def loyalty(self) -> LoyaltyDesk:
        """Loyalty programmes, their members and cards."""
        from tui.desk.loyalty_desk import LoyaltyDesk

        return LoyaltyDesk(self._whole)

    @functools.cached_property
    def order_gaps(self) -> OrderGapsDesk:
        """Typed orders against accounting."""
        from tui.desk.order_gaps_desk import OrderGapsDesk

        return OrderGapsDesk(self._whole)
