"""Facets of the desk about what is agreed and ordered (see `facets`)."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from tui.desk.facets_promises import PromiseFacets

if TYPE_CHECKING:
    from tui.desk.deals_desk import DealsDesk
    from tui.desk.order_people import OrdersDesk
    from tui.desk.questionnaire_desk import QuestionnairesDesk


class OrderFacets(PromiseFacets):
    """Contracts, deals, orders and those who take part in them."""

    @functools.cached_property
    def deals(self) -> DealsDesk:
        """Contracts, deals, what is owed."""
        from tui.desk.deals_desk import DealsDesk

        return DealsDesk(self._whole)

    @functools.cached_property
    def orders(self) -> OrdersDesk:
        """Orders typed by hand and their people."""
        from tui.desk.order_people import OrdersDesk

        return OrdersDesk(self._whole)

    @functools.cached_property
    def questionnaires(self) -> QuestionnairesDesk:
        """Questionnaires of countries and their directories."""
        from tui.desk.questionnaire_desk import QuestionnairesDesk

        return QuestionnairesDesk(self._whole)
