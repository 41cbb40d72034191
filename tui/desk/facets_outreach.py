"""Facets of reaching clients, and what every facet is made with."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from tui.desk.campaign_figures import CampaignFiguresDesk
    from tui.desk.desk import Desk
    from tui.desk.morning_desk import MorningDesk
    from tui.desk.outreach_desk import OutreachDesk


class OutreachFacets:
    """What `Desk` offers for letters to many."""

    @property
    def _whole(self) -> Desk:
        return cast("Desk", self)

    @functools.cached_property
    def campaign_figures(self) -> CampaignFiguresDesk:
        """What campaigns bring, and the lists they are made of."""
        from tui.desk.campaign_figures import CampaignFiguresDesk

        return CampaignFiguresDesk(self._whole)

    @functools.cached_property
    def morning(self) -> MorningDesk:
        """The morning letter to oneself."""
        from tui.desk.morning_desk import MorningDesk

        return MorningDesk(self._whole)

    @functools.cached_property
    def outreach(self) -> OutreachDesk:
        """Campaigns and whom they go to."""
        from tui.desk.outreach_desk import OutreachDesk

        return OutreachDesk(self._whole)
