"""ENQ: the register of enquiries, with a form that takes seconds (S04.03–S04.06, S04.10)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from tui.commands.base import Command
from tui.commands.enquiries import AddEnquiry, ChangeEnquiry, CloseEnquiry, EnquiryClient
from tui.commands.everywhere import FindClient, ShowHelp, ShowMenu
from tui.commands.lists import MOVES, OpenRecord
from tui.desk.port_spending import EnquiryList, EnquiryRow, Field
from tui.screens.base import WorkScreen
from tui.screens.dialogs.fields import FieldsForm
from tui.screens.dialogs.words import WordsDialog
from tui.text import N_, count, date, fill, gettext
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

_INKS = {"answered": "", "missed": "bad", "nobody": "bad"}


def _channel(row: EnquiryRow) -> tuple[str, str]:
    from core.wording.spending import CHANNELS, word

    return (word(CHANNELS, row.channel), "")


def _tool(row: EnquiryRow) -> tuple[str, str]:
    from core.wording.spending import tool_name

    return (tool_name(row.tool), "dim")


def _answer(row: EnquiryRow) -> tuple[str, str]:
    from core.wording.spending import ANSWERS, word

    return (word(ANSWERS, row.answer), _INKS.get(row.answer, ""))


def _contact(row: EnquiryRow) -> tuple[str, str]:
    from core.wording.spending import reason_name

    if row.client:
        return (row.name, "good")
    if row.captured:
        return (f"{row.name} {row.contact}".strip(), "")
    return (reason_name(row.reason), "dim") if row.reason else (gettext("no contact"), "warn")


def _state(row: EnquiryRow) -> tuple[str, str]:
    return ("", "") if row.closed else (gettext("open"), "accent")


COLUMNS: tuple[Column[EnquiryRow], ...] = (
    Column("day", lambda: gettext("Date"), 10, lambda row: (date(row.day), "")),
    Column("channel", lambda: gettext("Channel"), 10, _channel),
    Column("tool", lambda: gettext("Tool"), 12, _tool, from_width=90),
    Column("answer", lambda: gettext("Answer"), 15, _answer),
    Column("contact", lambda: gettext("Contact"), 20, _contact, flex=1),
    Column("who", lambda: gettext("Taken by"), 18, lambda row: (row.who, "dim"), from_width=108),
    Column("state", lambda: gettext("State"), 9, _state),
)


class EnquiriesScreen(WorkScreen):
    """Newest first; what is open stands out."""

    CODE = "ENQ"
    CSS_PATH = "worth.tcss"
    HEADING = N_("Enquiries")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        AddEnquiry,
        EnquiryClient,
        CloseEnquiry,
        ChangeEnquiry,
        ShowMenu,
        FindClient,
        OpenRecord,
        *MOVES,
    )
    RULE = (
        N_(
            "Every enquiry costs the same, answered or not, so every one is written down. It is closed with a contact,"
            " or with the reason why there is none."
        ),
        N_("A missed call has cost as much as an answered one; who leaves no contact cannot be asked again."),
    )
    SOURCES = "S04.03–S04.06, S04.10, S01.19"
    AUTO_FOCUS = "#enquiries"

    def __init__(self) -> None:
        super().__init__()
        self._answer: EnquiryList | None = None

    def body(self) -> Iterable[Widget]:
        yield WindowTable(COLUMNS, lambda row: row.id, empty=self._empty, id="enquiries")

    @property
    def table(self) -> WindowTable[EnquiryRow]:
        return self.query_one("#enquiries", WindowTable)

    def _empty(self) -> str:
        return "" if self._answer is None else gettext("No enquiries yet: n writes one down.")

    def load(self) -> None:
        self.ask("enquiries", self.desk.enquiries.listed, self._loaded)

    def _loaded(self, answer: EnquiryList) -> None:
        keep = self.table.current_id
        self._answer = answer
        source = Rows(answer.rows, [row.id for row in answer.rows])
        at = source.position(keep) if keep is not None else None
        self.table.set_source(source, at if at is not None else 0)
        self.paint_title()
        told = fill(gettext("open {open} · without a contact {bare}"), open=answer.open, bare=answer.uncaptured)
        self.status.set_left(((told, "dim"),))

    def title_detail(self) -> str:
        return "" if self._answer is None else count(self._answer.total)

    # Verbs

    def exported(self) -> dict[str, str]:
        return {"list": "enquiries"}

    def can(self, verb: str) -> bool:
        row = self.table.current
        writes = not self.station.options.read_only
        if verb == "add_enquiry":
            return writes
        if verb == "change_enquiry":
            return writes and row is not None
        if verb == "close_enquiry":
            return writes and row is not None and not row.closed
        if verb == "make_client":
            return writes and row is not None and not row.client
        if verb == "open_record":
            return row is not None and bool(row.client)
        return super().can(verb)

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        row = self.table.current
        if row is not None and row.client:
            self.open_record()
        elif ChangeEnquiry.able(self):
            self.change_enquiry()

    def open_record(self) -> None:
        row = self.table.current
        if row is not None and row.client:
            self.station.open_card(row.client, None)

    def add_enquiry(self) -> None:
        self.ask("form", self.desk.enquiries.form, lambda fields: self._form(fields, ""))

    def change_enquiry(self) -> None:
        row = self.table.current
        if row is not None:
            handle = row.id
            self.ask("form", lambda: self.desk.enquiries.form(handle), lambda fields: self._form(fields, handle))

    def _form(self, fields: tuple[Field, ...], handle: str) -> None:
        desk, heading = self.desk, gettext("Enquiry")
        form = FieldsForm(heading, fields, lambda values: desk.enquiries.save(values, handle))
        self.app.push_screen(form, self._saved)

    def _saved(self, row: EnquiryRow | None) -> None:
        if row is None:
            return
        self.load()
        if row.closed:
            self.notice(gettext("Written down."), "good")
        else:
            self.notice(
                gettext("Written down and still open: it needs a contact or the reason why there is none."), "warn"
            )

    def close_enquiry(self) -> None:
        row = self.table.current
        if row is None:
            return
        handle = row.id

        def closed(reason: str) -> None:
            self.ask("close", lambda: self.desk.enquiries.close(handle, reason), lambda _: self.load())

        if row.captured or row.reason:
            closed("")
            return
        asked = gettext("Why is there no contact? “Refused” will do.")
        self.app.push_screen(WordsDialog(asked, ""), lambda reason: closed(reason) if reason else None)

    def make_client(self) -> None:
        row = self.table.current
        if row is None:
            return
        handle = row.id

        def made(_client: str) -> None:
            self.station.workplaces.mark_stale()  # type: ignore[union-attr]  # this is a loaded workplace
            self.notice(gettext("A potential client stands in the base: Enter opens the card."), "good")

        self.ask("client", lambda: self.desk.enquiries.make_client(handle), made)
