"""What screens need of contracts, deals, orders and questionnaires."""

from __future__ import annotations

from typing import Protocol

from tui.desk.port_deals import DealsPort
from tui.desk.port_orders import OrdersPort
from tui.desk.port_promises import PromisesPorts
from tui.desk.port_questionnaire import QuestionnairesPort


class OrderPorts(PromisesPorts, Protocol):
    """The facets of the desk about what is agreed and ordered, and about those who take part."""

    @property
    def deals(self) -> DealsPort:
        """Contracts, deals, what is owed."""
        ...

    @property
    def orders(self) -> OrdersPort:
        """Orders typed by hand and their people."""
        ...

    @property
    def questionnaires(self) -> QuestionnairesPort:
        """Questionnaires of countries and their directories."""
        ...
