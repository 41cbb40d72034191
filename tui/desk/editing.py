"""Fields of a card a person may change: as text and back, and history as lines of CARD История."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import msgspec

from core.entities.client import ClientCard, line_of
from core.entities.entry import Entry
from core.problem import N_, Problem
from storage.intake import inn
from storage.vault.clients import Change as StoredChange
from storage.vault.clients import Stale
from storage.vault.merges import Joined
from storage.vault.registers import Register
from storage.vault.session import Session
from tui.desk.answers import Change
from tui.desk.port import EditConflict, EditField, Undone

if TYPE_CHECKING:
    from tui.desk.desk import Desk

EDITABLE: tuple[tuple[str, int], ...] = (
    ("name", 200),
    ("external_id", 64),
    ("inn", 12),
    ("kpp", 9),
    ("city", 80),
    ("address", 300),
    ("site", 200),
    ("loyalty_card", 40),
    ("tags", 300),
    ("note", 2000),
)
"""Field of ClientCard and the longest value it takes."""
MICROSECONDS = 1_000_000
OWN = "own_"
"""Before the handle of a field of the firm's own (U12)."""


def as_text(card: ClientCard, name: str) -> str:
    """A field as the form shows it."""
    value = getattr(card, name)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def with_field(card: ClientCard, name: str, text: str) -> ClientCard:
    """The card with another value of a field. Raises Problem (BAD_INPUT) for a value it cannot take."""
    limits = dict(EDITABLE)
    if name not in limits:
        raise Problem(N_("The field {field} cannot be changed here."), field=name)
    cleaned = text.strip()
    if len(cleaned) > limits[name]:
        raise Problem(N_("This value is too long: {limit} characters are allowed."), limit=limits[name])
    if name == "name" and not cleaned:
        raise Problem(N_("A client needs a name: type one."))
    if name == "inn" and cleaned and not inn.fits(cleaned):
        raise Problem(N_("The check digits of this ИНН do not fit: compare it with the document."))
    if name == "kpp" and cleaned and not (len(cleaned) == limits["kpp"] and cleaned.isalnum()):
        raise Problem(N_("A КПП has nine characters: compare it with the document."))
    value: object = cleaned
    if name == "tags":
        value = tuple(dict.fromkeys(part.strip() for part in cleaned.split(",") if part.strip()))
    return msgspec.structs.replace(card, **{name: value})


class Edit(msgspec.Struct, frozen=True):
    """One change a person has made: old and new value as the form shows them."""

    client: bytes
    field: str
    before: str
    after: str
    writes: tuple[tuple[bytes, str, str], ...] = ()
    """What was stored: record, value before, value after. A merged client shows values of several records."""


class Created(msgspec.Struct, frozen=True):
    """A client a person has typed."""

    client: bytes
    name: str


class Removed(msgspec.Struct, frozen=True):
    """Clients a person has hidden together."""

    clients: tuple[bytes, ...]


class Kept(msgspec.Struct, frozen=True):
    """One record of a register a person has written: what it was before, None for a new one, and what it is now."""

    register: Register[Any]
    space: bytes
    before: Entry | None
    after: Entry


class Written(msgspec.Struct, frozen=True):
    """Records a person has written together."""

    records: tuple[Kept, ...]


Step = tuple[Edit, ...] | Created | Removed | Written
"""What one `undo` takes back."""


class Edits:
    """The own changes of a session, so that the last one can be taken back (U15)."""

    def __init__(self) -> None:
        self._done: list[Step] = []

    def save(self, session: Session, edits: Sequence[Edit]) -> ClientCard:
        """Write edits of one client and remember them as one step. Gives his card.

        Raises EditConflict when the stored value is not the one seen before; what was written until then is a step.
        """
        saved: list[Edit] = []
        try:
            for edit in edits:
                saved.append(_write(session, edit))
        finally:
            if saved:
                self._done.append(tuple(saved))
        return session.merges.joined(edits[0].client).card

    def made(self, step: Created | Removed | Written) -> None:
        """Remember a new client, a removal, records written, so that it can be taken back like an edit."""
        self._done.append(step)

    def take_back(self, session: Session) -> Step | None:
        """Compensate the last step; None when there is none left.

        Raises Problem when somebody has changed a field or the client since: that step is then no longer offered.
        """
        if not self._done:
            return None
        step = self._done.pop()
        if isinstance(step, Created):
            session.newcomers.take_back(step.client)
            return step
        if isinstance(step, Removed):
            session.removal.restore(step.clients, f"undo:{step.clients[0].hex()}")
            return step
        if isinstance(step, Written):
            _unwrite(session, step)
            return step
        try:
            for edit in reversed(step):
                for client, before, after in reversed(edit.writes):
                    _save(session, client, edit.field, after, before, f"undo:{client.hex()}")
        except EditConflict:
            raise Problem(N_("Somebody has changed this field since: undo would overwrite it.")) from None
        return step


class Editing:
    """Changes by hand over the base of a desk; list and search follow at once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._edits = Edits()

    def form(self, client_id: str) -> tuple[EditField, ...]:
        """The fields of a card with their present values."""
        card = self._desk.session.merges.joined(self._client(client_id)).card
        fields = (EditField(name, as_text(card, name), limit) for name, limit in EDITABLE)
        return (*fields, *self._desk.own.edit_fields(client_id))

    def save(self, client_id: str, fields: Mapping[str, tuple[str, str]]) -> None:
        """Save fields of one client (name → value seen before, new value) as one step that `undo` takes back.

        Raises EditConflict when somebody saved another value meanwhile, Problem for a value a field cannot take.
        """
        desk, client = self._desk, self._client(client_id)
        for name in [each for each in fields if each not in dict(EDITABLE) and each.startswith(OWN)]:
            before, after = fields[name]
            desk.own.save(client_id, name, after, before)
            fields = {each: values for each, values in fields.items() if each != name}
        if not fields:
            return
        with desk.guard:
            try:
                self._edits.save(desk.session, [Edit(client, name, *values) for name, values in fields.items()])
            finally:
                self._seen_again(client)

    def created(self, client: bytes) -> None:
        """A client this person has just written."""
        desk = self._desk
        with desk.guard:
            desk.refresh()
            self._edits.made(Created(client, desk.base.cards[desk.base.place[client]].name))

    def removed(self, clients: tuple[bytes, ...]) -> None:
        """Clients this person has just hidden."""
        self._edits.made(Removed(clients))

    def written(self, *records: Kept) -> None:
        """Records of registers this person has just written: one step of undo."""
        self._edits.made(Written(records))

    def undo(self) -> Undone | None:
        """Take back the last own step."""
        desk = self._desk
        with desk.guard:
            step = self._edits.take_back(desk.session)
            if step is None:
                return None
            if isinstance(step, Created):
                desk.refresh()
                return Undone(step.client.hex(), "", step.name)
            if isinstance(step, Removed):
                desk.refresh()
                return Undone(step.clients[0].hex(), "removed", "")
            if isinstance(step, Written):
                # Of a client, or of the own space: there search has nothing to follow.
                space = step.records[0].space
                if space in desk.base.place:
                    desk.finding.changed((desk.base.ids[desk.base.place[space]],))
                desk.stale()
                return Undone(space.hex(), "record", "")
            self._seen_again(step[0].client)
            return Undone(step[0].client.hex(), step[0].field, step[0].before)

    def _client(self, client_id: str) -> bytes:
        return self._desk.base.ids[self._desk.place_of(client_id)]

    def _seen_again(self, client: bytes) -> None:
        """Take a client's card as it is stored now into list and search."""
        desk = self._desk
        desk.base.cards[desk.base.place[client]] = line_of(desk.session.merges.joined(client).card)
        desk.finding.changed((client,))
        desk.stale()


def _unwrite(session: Session, step: Written) -> None:
    """Put records back as they were, or off the lists where they were new, in one transaction.

    Raises Problem when somebody has changed one of them since.
    """
    registers = session.registers
    space = step.records[0].space
    closed = any(each.register.needs_reading for each in step.records)
    receipt = registers.noting(space) if closed else None
    with registers.writing(space, {"kind": step.records[0].register.name}) as writing:
        for each in reversed(step.records):
            of_client = each.space != session.entered.identity.person_id
            held = registers.of(each.register, [each.space], receipt) if of_client else registers.all(each.register)
            now = [one for one in held if one.fields.id == each.after.id]
            if not now or now[0].fields != each.after:
                raise Problem(N_("Somebody has changed this since: undo would overwrite it."))
            put = each.before or msgspec.structs.replace(each.after, removed=True)
            registers.change(writing, each.register, now[0], put, f"undo:{space.hex()}", receipt)


def _write(session: Session, edit: Edit) -> Edit:
    joined = session.merges.joined(edit.client)
    if as_text(joined.card, edit.field) != edit.before:
        raise EditConflict(as_text(joined.card, edit.field))
    with_field(joined.card, edit.field, edit.after)
    writes = _writes(session, joined, edit)
    for client, before, after in writes:
        _save(session, client, edit.field, before, after, "person")
    return msgspec.structs.replace(edit, writes=writes)


def _writes(session: Session, joined: Joined, edit: Edit) -> tuple[tuple[bytes, str, str], ...]:
    """Which records an edit changes: the one a shown value comes from, all of them where it is taken away.

    So the change shows at once, and after the undo of a merge it stays with the record it was made to.
    """
    if joined.plan is None:
        return ((edit.client, edit.before, edit.after),)
    members = [_id(each) for each in joined.plan.members]
    said = {each: as_text(session.clients.stored(each).card, edit.field) for each in members}
    source = next((_id(each.source) for each in joined.plan.fields if each.field == edit.field), members[0])
    if edit.field == "tags":
        kept = [each for each in map(str.strip, edit.after.split(",")) if each]
        own = {each: [tag for tag in said[each].split(", ") if tag in kept] for each in members}
        own[members[0]] += [tag for tag in kept if not any(tag in tags for tags in own.values())]
        wanted = {each: ", ".join(tags) for each, tags in own.items()}
    else:
        together = not edit.after.strip() or said[source] != edit.before
        wanted = dict.fromkeys(members, "") if together else dict(said)
        wanted[source] = edit.after.strip()
    return tuple((each, said[each], wanted[each]) for each in members if said[each] != wanted[each])


def _id(key: object) -> bytes:
    assert isinstance(key, bytes)
    return key


def _save(session: Session, client: bytes, name: str, before: str, after: str, cause: str) -> ClientCard:
    stored = session.clients.stored(client)
    if as_text(stored.card, name) != before:
        raise EditConflict(as_text(stored.card, name))
    changed = with_field(stored.card, name, after)
    try:
        session.clients.change(client, stored, changed, cause)
    except Stale:
        raise EditConflict(as_text(session.clients.stored(client).card, name)) from None
    return changed


def as_changes(stored: Iterable[StoredChange], staff: Mapping[bytes, str], zone: ZoneInfo) -> list[Change]:
    """One line for every field of every change, newest first."""
    found = []
    for change in stored:
        at = dt.datetime.fromtimestamp(change.at_us / MICROSECONDS, zone)
        for name, (before, after) in change.fields.items():
            found.append(Change(at, staff.get(change.who, ""), change.cause, name, _told(before), _told(after)))
    return found


def _told(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
