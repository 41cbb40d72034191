"""The form of an order: lines and services above, those who take part below (S03.46, S03.51, S03.63–S03.65)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from tui.commands.base import Command
from tui.commands.everywhere import GoBack, ShowHelp, ShowMenu
from tui.commands.lists import MOVES, EditRecord
from tui.commands.orders import ORDER_COMMANDS
from tui.desk.edit_field import EditField
from tui.desk.port_orders import ItemRow, OrderView, ParticipantRow
from tui.desk.port_persons import PERSON_FIELDS
from tui.screens.base import WorkScreen
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.record_form import RecordForm
from tui.screens.dialogs.ticks import TicksDialog
from tui.screens.order_lines import booked_text, head_text, item_columns, participant_columns
from tui.screens.order_taking import ask_earlier, ask_elsewhere, ask_services, taken_in
from tui.text import N_, fill, gettext
from tui.widgets.drawn import OneLine
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import WindowTable

_NEW, _FOUND = "new", "found"
_ASKS_WRITING = frozenset(
    ("add_to_order", "import_people", "take_from_order", "edit_head", "drop_from_order", "edit_record")
)


class OrderScreen(WorkScreen):
    """One order of one client."""

    CODE = "CARD"
    CSS_PATH = "order.tcss"
    HEADING = N_("Order")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (ShowHelp, *ORDER_COMMANDS, EditRecord, ShowMenu, GoBack, *MOVES)
    AUTO_FOCUS = "#items"
    RULE = (
        N_(
            "An order typed by hand knows what was ordered and who takes part. What accounting has decides what was"
            " sold: the order stands beside its document and is counted once."
        ),
        N_(
            "People come from the card, from a list through the import, or from an earlier order. One set of services"
            " is bound to all who come in together; another set is another batch."
        ),
    )
    SOURCES = "S03.46, S03.51, S03.56–S03.65"

    def __init__(self, client_id: str, order_id: str) -> None:
        super().__init__()
        self.client_id, self.order_id = client_id, order_id
        self._view: OrderView | None = None

    def body(self) -> Iterable[Widget]:
        yield OneLine(id="order-head")
        yield OneLine(id="order-booked")
        yield WindowTable(item_columns(), lambda row: row.id, empty=self._no_items, id="items")
        yield OneLine(id="order-buttons")
        yield WindowTable(participant_columns(), lambda row: row.id, empty=self._no_people, id="participants")

    def _no_items(self) -> str:
        return gettext("No line yet: n adds goods or a service.") if self._view else ""

    def _no_people(self) -> str:
        return (
            gettext("Nobody takes part yet: n from the card, i from a list, o from another order.")
            if self._view
            else ""
        )

    def client_in_hand(self) -> str:
        return self.client_id

    # Loading and painting
    def load(self) -> None:
        self.ask("order", partial(self.desk.orders.order, self.client_id, self.order_id), self._loaded)

    def _loaded(self, view: OrderView) -> None:
        self._view = view
        for name, rows in (("items", view.items), ("participants", view.people)):
            table = self.query_one(f"#{name}", WindowTable)
            keep = table.current_id
            source = Rows(rows, [each.id for each in rows])
            table.set_source(source, (None if keep is None else source.position(keep)) or 0)
        self.query_one("#order-head", OneLine).show(((head_text(view), "strong"),))
        self.query_one("#order-booked", OneLine).show(((booked_text(view.row), "dim"),))
        self._paint_buttons()
        self.paint_title()

    def _paint_buttons(self) -> None:
        pieces: list[tuple[str, str]] = []
        for command in ORDER_COMMANDS:
            if command.verb in ("import_people", "take_from_order", "open_questionnaire"):
                pieces += [(f" {command.key_text()} {command.title_text()} ", "chip"), (" ", "")]
        self.query_one("#order-buttons", OneLine).show(tuple(pieces))

    def title_detail(self) -> str:
        return "" if self._view is None else self._view.row.client

    def on_descendant_focus(self) -> None:
        self.renew_footer()

    @property
    def on_people(self) -> bool:
        """Whether the keys are with the people."""
        return self.focused is not None and self.focused.id == "participants"

    @property
    def _item(self) -> ItemRow | None:
        row = self.query_one("#items", WindowTable).current
        return row if isinstance(row, ItemRow) else None

    @property
    def person(self) -> ParticipantRow | None:
        """Who is under the cursor of the people."""
        row = self.query_one("#participants", WindowTable).current
        return row if isinstance(row, ParticipantRow) else None

    # Verbs
    def can(self, verb: str) -> bool:
        if verb == "open_questionnaire":
            return bool(self._view and self._view.people)
        if verb in _ASKS_WRITING:
            if self._view is None or self.station.options.read_only:
                return False
            if verb in ("edit_record", "drop_from_order"):
                return (self.person if self.on_people else self._item) is not None
            return True
        return super().can(verb)

    def next_pane(self) -> None:
        self.query_one("#items" if self.on_people else "#participants").focus()

    def add_to_order(self) -> None:
        if self.on_people:
            self._add_person()
        else:
            self._ask_item("")

    def edit_record(self) -> None:
        if self.on_people:
            self._bind()
        elif self._item is not None:
            self._ask_item(self._item.id)

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        if self.can("edit_record"):
            self.edit_record()

    def edit_head(self) -> None:
        again = partial(self.desk.orders.head_form, self.client_id, self.order_id)
        save = partial(self.desk.orders.save_head, self.client_id, self.order_id)

        def asked(form: tuple[EditField, ...]) -> None:
            self.app.push_screen(RecordForm(gettext("Order"), form, save, again=again), self.saved)

        self.ask("form", again, asked)

    def _ask_item(self, item_id: str) -> None:
        again = partial(self.desk.orders.item_form, self.client_id, self.order_id, item_id)
        save = partial(self.desk.orders.save_item, self.client_id, self.order_id, item_id)

        def asked(form: tuple[EditField, ...]) -> None:
            lead = gettext("With a first day it is a service, without one goods.")
            dialog = RecordForm(
                gettext("Line of the order"), form, save, whole=not item_id, lead=lead, again=again if item_id else None
            )
            self.app.push_screen(dialog, self.saved)

        self.ask("form", again, asked)

    def drop_from_order(self) -> None:
        orders, client, order = self.desk.orders, self.client_id, self.order_id
        if self.on_people and self.person is not None:
            self.ask("drop", partial(orders.drop_person, client, order, self.person.id), self._dropped)
        elif not self.on_people and self._item is not None:
            self.ask("drop", partial(orders.drop_item, client, order, self._item.id), self._dropped)

    def _dropped(self, _done: None) -> None:
        self.saved(True)

    def _bind(self) -> None:
        view, person = self._view, self.person
        if view is None or person is None:
            return

        def ticked(services: tuple[str, ...] | None) -> None:
            if services is not None:
                bind = partial(self.desk.orders.bind, self.client_id, self.order_id, person.id, services)
                self.ask("bind", bind, self._dropped)

        choices = [(each.id, each.name) for each in view.items]
        mine = [each.id for each in view.items if person.name in each.people]
        heading = fill(gettext("What does {name} take part in?"), name=person.name)
        self.app.push_screen(TicksDialog(heading, choices, mine), ticked)

    def _add_person(self) -> None:
        def offered(others: Sequence[tuple[str, str]]) -> None:
            more = [(_NEW, gettext("a new contact person…")), (_FOUND, gettext("find somebody of another client…"))]
            self.app.push_screen(ChoiceDialog(gettext("Who takes part?"), [*others, *more]), chosen)

        def chosen(picked: str | None) -> None:
            if picked == _NEW:
                self.ask("form", partial(self.desk.persons.form, self.client_id), self._new_person)
            elif picked == _FOUND:
                ask_elsewhere(self)
            elif picked is not None:
                ask_services(self, partial(self._add, (picked,), ""))

        self.ask("others", partial(self.desk.orders.others, self.client_id, self.order_id), offered)

    def _new_person(self, form: tuple[EditField, ...]) -> None:
        def save(fields: object) -> None:
            assert isinstance(fields, dict)
            person = self.desk.persons.save(self.client_id, "", fields)
            self.desk.orders.add_people(self.client_id, self.order_id, (person,))

        short = [field for field in form if field.name in (*PERSON_FIELDS, "latin", "sex")]
        self.app.push_screen(RecordForm(gettext("A new contact person"), short, save, whole=True), self.saved)

    def _add(self, people: Sequence[str], source: str, services: tuple[str, ...]) -> None:
        call = partial(self.desk.orders.add_people, self.client_id, self.order_id, people, services, source)
        self.ask("add", call, partial(taken_in, self))

    def take(self, people: Sequence[str], source: str) -> None:
        """People of another client or order come in, after the question about services."""
        ask_services(self, partial(self._add, tuple(people), source))

    def services(self) -> list[tuple[str, str]]:
        """Id and name of the lines people may be bound to: services, else every line."""
        items = self._view.items if self._view is not None else ()
        dated = [each for each in items if each.day is not None]
        return [(each.id, each.name) for each in dated or items]

    def import_people(self) -> None:
        from tui.screens.order_import import OrderImportScreen

        self.app.push_screen(OrderImportScreen(self))

    def open_questionnaire(self) -> None:
        from tui.screens.questionnaire import QuestionnaireScreen

        person = self.person.id if self.person is not None else ""
        self.app.push_screen(QuestionnaireScreen(self.client_id, person, self.order_id))

    def take_from_order(self) -> None:
        ask_earlier(self)

    def saved(self, done: bool | None) -> None:
        """Something was written: whatever shows it asks again."""
        if done:
            self.station.workplaces.mark_stale()  # type: ignore[union-attr]  # it stands on loaded workplaces
            self.call_after_refresh(self.notice, gettext("Saved. u takes the last change back."), "good")
