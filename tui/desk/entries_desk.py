"""What the desks of commitments, cases and risks share: rows from registers, dates, owners, next steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from core.entities.entry import Entry
from core.entities.people import cleaned
from core.problem import N_, Problem
from core.wording import promises as words
from core.wording.dates import short_date
from storage.vault.registers import Register, Stored
from tui.desk.edit_field import EditField
from tui.desk.figures import day_number
from tui.desk.persons_forms import day_of
from tui.desk.port_entries import EntryRow, StepForm

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MICROSECONDS = 1_000_000
TEXT_MAX = 300
YES, NO = "yes", "no"


class EntriesDesk:
    """Records of several registers as one list. Subclasses name the registers and say where each record stands."""

    REGISTERS: ClassVar[Mapping[str, Register[Any]]] = {}

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._names: dict[bytes, str] = {}

    # For subclasses
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """Kinds a person may note down, with their words."""
        raise NotImplementedError

    def row(self, client_id: str, kind: str, entry: Any) -> EntryRow:
        """One record as lists show it."""
        raise NotImplementedError

    def form(self, client_id: str, kind: str) -> StepForm:
        """What a new record asks."""
        raise NotImplementedError

    def add(self, client_id: str, kind: str, fields: Mapping[str, str]) -> str:
        """Note a new record down; its id."""
        raise NotImplementedError

    def step_form(self, client_id: str, entry_id: str) -> StepForm:
        """What the next step of a record asks."""
        raise NotImplementedError

    def step(self, client_id: str, entry_id: str, fields: Mapping[str, str]) -> None:
        """Take the next step."""
        raise NotImplementedError

    def edit_form(self, client_id: str, entry_id: str) -> StepForm:
        """What can be changed of a record."""
        raise NotImplementedError

    def edit(self, client_id: str, entry_id: str, fields: Mapping[str, str]) -> None:
        """Change it."""
        raise NotImplementedError

    # Reading
    def rows(self, client_id: str = "", *, everything: bool = False) -> list[EntryRow]:
        """Open records of one client or of all, red ones first; with `everything` also closed ones."""
        self._names = self._staff()
        found = [
            self.row(client, kind, stored.fields)
            for kind, register in self.REGISTERS.items()
            for client, stored in self._stored_of(register, client_id)
        ]
        kept = [each for each in found if everything or each.open]
        latest = dt.date.max
        return sorted(
            kept,
            key=lambda row: (not row.red, not row.open, row.due or latest, -row.made.timestamp(), row.id),
        )

    def _stored_of(self, register: Register[Any], client_id: str) -> list[tuple[str, Stored[Any]]]:
        if client_id:
            return [(client_id, each) for each in self._desk.work.about(register, client_id)]
        return self._desk.work.shown(register)

    def entries(self, kind: str, client_id: str) -> list[Any]:
        """Records of one kind about one client, in the order they were written."""
        return [each.fields for each in self._desk.work.about(self.REGISTERS[kind], client_id)]

    def found(self, client_id: str, entry_id: str) -> tuple[str, Stored[Any]]:
        """(kind, record) by its handle. Raises Problem (BAD_INPUT) where there is none."""
        try:
            handle = bytes.fromhex(entry_id)
        except ValueError:
            handle = b""
        for kind, register in self.REGISTERS.items():
            for each in self._desk.work.about(register, client_id):
                if each.fields.id == handle:
                    return kind, each
        raise Problem(N_("There is no such record among yours: look at the list again."))

    def drop(self, client_id: str, entry_id: str) -> None:
        """Take it off the list: it was noted by mistake."""
        kind, stored = self.found(client_id, entry_id)
        self._desk.work.change(self.REGISTERS[kind], stored, removed=True)

    def change(self, kind: str, stored: Stored[Any], **fields: Any) -> None:
        """Save fields of a record."""
        self._desk.work.change(self.REGISTERS[kind], stored, **fields)

    def store(self, kind: str, client_id: str, entry: Entry) -> str:
        """Write a new record; its id."""
        written: Entry = self._desk.work.add(self.REGISTERS[kind], client_id, entry)
        return written.id.hex()

    # Parts of rows and forms
    def demanded(self, kind: str) -> str:
        """A kind by its name or its word. Raises Problem (BAD_INPUT)."""
        wanted = kind.strip().casefold()
        for value, told in self.kinds():
            if wanted in (value, told.casefold()):
                return value
        known = ", ".join(value for value, _told in self.kinds())
        raise Problem(N_("There is no {word}: use one of {known}."), word=kind, known=known)

    def name_of(self, client_id: str) -> str:
        """Name of a client as lists show it."""
        return self._desk.base.cards[self._desk.place_of(client_id)].name

    def who(self, person: bytes) -> str:
        """Name of a colleague."""
        if person not in self._names:
            self._names = self._staff()
        return self._names.get(person, "")

    def _staff(self) -> dict[bytes, str]:
        return {each.id: each.name for each in self._desk.session.staffing.staff()}

    def moment(self, at_us: int) -> dt.datetime:
        """A moment in the firm's time zone."""
        return dt.datetime.fromtimestamp(at_us / MICROSECONDS, self._desk.zone)

    def now(self) -> dt.datetime:
        """This moment in the firm's time zone."""
        return self.moment(self._desk.now_us())

    def today(self) -> int:
        """The evening of the desk, days since 1970-01-01."""
        return day_number(self._desk.today_date())

    def owner_field(self, owner: bytes = b"") -> EditField:
        """Who is responsible: the person of this session unless somebody is."""
        staff = [(each.id.hex(), each.name) for each in self._desk.session.staffing.staff() if each.active]
        mine = self._desk.session.entered.identity.person_id.hex()
        staff.sort(key=lambda each: each[0] != mine)
        return EditField("owner", owner.hex() if owner else mine, choices=tuple(staff))

    def owner_of(self, fields: Mapping[str, str]) -> bytes:
        """A colleague by id, login or name; empty: whoever writes it. Raises Problem (BAD_INPUT)."""
        word = fields.get("owner", "")
        if not word:
            return self._desk.session.entered.identity.person_id
        for each in self._desk.session.staffing.staff():
            if word in (each.id.hex(), each.login, each.name):
                return each.id
        raise Problem(N_("There is nobody with the login {login}: see people list."), login=word)

    def day_field(self, name: str, day: int) -> EditField:
        """A date to type."""
        from tui.desk.figures import date_of

        return EditField(name, short_date(date_of(day)) if day else "", 10)


def said(fields: Mapping[str, str], name: str, problem: str = "") -> str:
    """A typed line. Raises Problem (BAD_INPUT): `problem` (a msgid) where it is empty and must not be, or too long."""
    text = cleaned(fields.get(name, ""))
    if problem and not text:
        raise Problem(problem)
    if len(text) > TEXT_MAX:
        raise Problem(N_("This value is too long: {limit} characters are allowed."), limit=TEXT_MAX)
    return text


def yes(fields: Mapping[str, str], name: str) -> bool:
    """A question answered yes or no. Raises Problem (BAD_INPUT) for anything else."""
    value = words.value_of("yes", fields.get(name) or NO)
    if value is None:
        raise Problem(N_("Answer yes or no, not {word}."), word=fields[name])
    return value == YES


def day_or(fields: Mapping[str, str], name: str, default: int) -> int:
    """A typed date, or the default where nothing was typed. Raises Problem (BAD_INPUT)."""
    return day_of(fields[name]) if fields.get(name, "").strip() else default


def yes_field(name: str, value: str = NO) -> EditField:
    """A question to answer yes or no."""
    return EditField(name, value, choices=words.choices("yes"))


def facts(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Those that say something."""
    return tuple((name, text) for name, text in pairs if text)
