"""MAP: who reports to whom at a client, who of us knows whom, the relationship beside the revenue (S03.89, S03.110)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from core.wording.relations import word
from tui.commands.base import Command
from tui.commands.everywhere import GoBack, ShowHelp, ShowMenu
from tui.commands.lists import MOVES
from tui.desk.port_persons import PersonRow, Relations
from tui.screens.base import WorkScreen
from tui.screens.people_lines import coverage_columns, trend_lines
from tui.text import N_, gettext
from tui.widgets.drawn import Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import WindowTable


class MapScreen(WorkScreen):
    """The map of one client."""

    CODE = "MAP"
    CSS_PATH = "card.tcss"
    HEADING = N_("People and links")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (ShowHelp, ShowMenu, GoBack, *MOVES)
    RULE = (
        N_(
            "Relations go deep and wide: the owner, the director and the accountant, the people in between and those"
            " who use the goods, so that the client stays when a contact leaves."
        ),
        N_(
            "A figure is how well one of us knows a person, 0 to 5. The relationship, 0 to 100, weighs it by power in"
            " the decision; below it stands the revenue of the same months."
        ),
    )
    SOURCES = "S03.89, S03.110"

    def __init__(self, client_id: str) -> None:
        super().__init__()
        self.client_id = client_id
        self._told: Relations | None = None
        self._client = ""

    def body(self) -> Iterable[Widget]:
        yield WindowTable(coverage_columns(lambda: self._told), lambda row: row.id, empty=self._empty, id="map")
        yield Pager(id="map-trend")

    def _empty(self) -> str:
        return gettext("Nobody is on the card yet: n adds the first person.") if self._told else ""

    def client_in_hand(self) -> str:
        return self.client_id

    def exported(self) -> dict[str, str]:
        return {"list": "persons", "client": self.client_id}

    def load(self) -> None:
        client_id = self.client_id
        self.ask("map", lambda: (self.desk.row(client_id).name, self.desk.persons.relations(client_id)), self._loaded)

    def _loaded(self, answer: tuple[str, Relations]) -> None:
        self._client, told = answer
        self._told = told
        people: tuple[PersonRow, ...] = told.people
        self.query_one("#map", WindowTable).set_source(Rows(people, [each.id for each in people]))
        self.paint_title()
        alarms = "; ".join(word("alarm", each) for each in told.alarms)
        self.status.set_left(((alarms, "bad"),) if alarms else ())
        self.call_after_refresh(self._paint_trend)

    def on_resize(self) -> None:
        self.call_after_refresh(self._paint_trend)

    def _paint_trend(self) -> None:
        if self._told is not None:
            pager = self.query_one("#map-trend", Pager)
            pager.show(trend_lines(self._told, max(30, pager.content_size.width)))

    def title_detail(self) -> str:
        return self._client
