"""FIND, F2: results as one types, each with its reason and the matched letters marked (S03.51, U07)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from core.wording.reasons import asked_text, reason
from tui.desk.port_find import Elsewhere, Found, Hit, Marks
from tui.screens.dialogs.base import PickDialog
from tui.text import N_, fill, gettext
from tui.widgets.drawn import Line, Piece
from tui.widgets.line_field import LineField
from tui.widgets.window_table import Column

LIMIT = 50
_PAUSE_SECONDS = 0.12
"""Silence of the keys before a worker is asked: one question per word, not per letter."""

_FINISHED_SECONDS = 1.0
"""Silence after which an identifier is taken for finished: one probe a value (spec/store §7)."""


@dataclass(frozen=True)
class Taken:
    """The client that was chosen."""

    client_id: str


@dataclass(frozen=True)
class Create:
    """Nobody is like it: make a new client with what was typed."""

    text: str


@dataclass(frozen=True)
class Several:
    """Namesakes: narrow them by more criteria."""

    text: str


Chosen = Taken | Create | Several


class FindDialog(PickDialog[Chosen, Hit]):
    """Returns what was chosen. `text` stands in the field at the beginning."""

    HEADING = N_("Find a client")
    HINT = N_("Enter take · ↓ ↑ choose · Esc close")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "narrow", show=False),
        Binding("f8", "request", show=False),
    ]

    def __init__(self, text: str = "", *, creating: bool = False) -> None:
        super().__init__()
        self._text = text
        self._creating = creating
        self._found: Found | None = None
        self._queried = ""
        self._elsewhere, self._elsewhere_of = Elsewhere(), ""
        self._moved = False
        """The person has chosen a line: Enter takes it, however alike the others are."""

    def columns(self) -> Sequence[Column[Hit]]:
        return (
            Column("name", str, 24, lambda hit: marked(hit.name, () if hit.person else hit.marks), flex=3),
            Column("city", str, 12, lambda hit: marked(hit.city, hit.city_marks, "dim")),
            Column("number", str, 8, lambda hit: (hit.external_id, "dim"), from_width=90),
            Column("why", str, 20, lambda hit: (why(hit), "dim"), flex=2),
        )

    def row_id(self, row: Hit) -> str:
        return row.id

    def answer(self, row: Hit) -> Chosen:
        return Taken(row.id)

    def empty(self) -> str:
        if not self._queried:
            return gettext("Surname, part of a name, ИНН, phone or mail; any layout, any spelling.")
        if self._found is None or self._found.hits:
            return ""
        if self._creating:
            return fill(gettext("Nobody found. Enter creates “{text}”."), text=self._queried)
        return gettext("Nobody found.")

    def on_mount(self) -> None:
        self._timer = self.set_timer(_PAUSE_SECONDS, self._ask_worker, pause=True)
        self._probe_later = self.set_timer(_FINISHED_SECONDS, self._probe, pause=True)
        self.ask(self.station.desk.finding.ready, lambda _: self._search(), "ready")
        if self._text:
            self.query_one(LineField).set_text(self._text)

    def on_unmount(self) -> None:
        self._timer.stop()
        self._probe_later.stop()

    def on_line_field_changed(self) -> None:
        self._moved = False
        self._search()

    def _search(self) -> None:
        """Answer in this very frame where that is cheap, else in a worker; a newer question wins."""
        self._timer.stop()
        text = self.query_one(LineField).text.strip()
        quick = self.station.desk.finding.quick(text, LIMIT) if text else Found(())
        if quick is None:
            self._timer = self.set_timer(_PAUSE_SECONDS, self._ask_worker)
        else:
            self.workers.cancel_group(self, "find")
            self._show(text, quick)

    def _ask_worker(self) -> None:
        if not self.query(LineField):
            return  # the dialog was closed while the clock ran
        text = self.query_one(LineField).text.strip()
        finding = self.station.desk.finding
        self.ask(partial(finding.find, text, LIMIT), partial(self._show, text), "find")

    def _probe(self) -> None:
        """A finished identifier that nobody here has: perhaps somebody else has it."""
        self._look_elsewhere(self._queried, names=False)

    def _look_elsewhere(self, text: str, *, names: bool) -> None:
        found = self._found
        if found is not None and text == self._queried:
            call = partial(self.station.desk.finding.elsewhere, text, found, names=names)
            self.ask(call, partial(self._told, text, names), "probe")

    def _told(self, text: str, names: bool, elsewhere: Elsewhere) -> None:
        if text != self._queried:
            return
        self._elsewhere = elsewhere
        if elsewhere.is_there:
            self.tell(gettext("F8 asks for access.") + " " + asked_text(elsewhere.ask), "warn")
        elif names:
            self.dismiss(Create(text))

    def action_request(self) -> None:
        """Ask for access to the client of another portfolio."""
        if self._elsewhere.is_there:
            self.ask(partial(self.station.desk.finding.request, self._queried), self._requested, "request")

    def _requested(self, heads: tuple[str, ...]) -> None:
        self._elsewhere = Elsewhere()
        self.tell(sent_text(heads), "good")

    def _show(self, text: str, found: Found) -> None:
        same = self._found is not None and [each.id for each in found.hits] == [each.id for each in self._found.hits]
        at = self.table.cursor if same and self._moved else 0
        self._queried, self._found = text, found
        self.offer(found.hits, at)
        if self._elsewhere_of != text:
            self._elsewhere_of, self._elsewhere = text, Elsewhere()
            self.tell("")
            self._probe_later.stop()
            if text:
                self._probe_later = self.set_timer(_FINISHED_SECONDS, self._probe)

    def action_move(self, by: int) -> None:
        self._moved = True
        super().action_move(by)

    def action_page(self, by: int) -> None:
        self._moved = True
        super().action_page(by)

    def action_pick(self) -> None:
        """One clear hit or a chosen line is taken; namesakes are narrowed; nobody is created."""
        found = self._found
        text = self.query_one(LineField).text.strip()
        if found is None or text != self._queried or not text:
            return
        if not found.hits:
            if self._creating and self._elsewhere.is_there:
                self.dismiss(Create(text))
            elif self._creating:
                self._look_elsewhere(text, names=True)
        elif self._moved or found.clear or len(found.hits) == 1:
            super().action_pick()
        else:
            self.dismiss(Several(text))

    def action_narrow(self) -> None:
        if self._found is not None and self._found.hits:
            self.dismiss(Several(self._queried))


def why(hit: Hit) -> str:
    """The reason of a hit in a few words."""
    told = reason(hit.matched, city=bool(hit.city_marks), typed=hit.typed, meant=hit.meant, mask=hit.mask)
    return f"{hit.person}: {told}" if hit.person else told


def sent_text(heads: Sequence[str]) -> str:
    """What became of a request for access."""
    return fill(gettext("The request for access is sent: {heads}."), heads=", ".join(heads))


def marked(text: str, marks: Marks, ink: str = "") -> Line:
    """A text with the letters that matched in the ink of a finding."""
    pieces: list[Piece] = []
    at = 0
    for start, end in sorted(marks):
        low, high = max(at, start), min(end, len(text))
        if low >= high:
            continue
        pieces += [(text[at:low], ink), (text[low:high], "found")]
        at = high
    return (*pieces, (text[at:], ink)) if pieces else ((text, ink),)


__all__ = ["LIMIT", "Chosen", "Create", "FindDialog", "Several", "Taken", "marked", "sent_text", "why"]
