"""Fields of a card a person may change: as text and back, and history as lines of CARD История."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

import msgspec

from core.entities.client import ClientCard
from core.problem import N_, Problem
from storage.intake import inn
from storage.vault.clients import Change as StoredChange
from storage.vault.clients import Stale
from storage.vault.merges import Joined
from storage.vault.session import Session
from tui.desk.answers import Change
from tui.desk.port import EditConflict, EditField

EDITABLE: tuple[tuple[str, int], ...] = (
    ("name", 200),
    ("external_id", 64),
    ("inn", 12),
    ("kpp", 9),
    ("city", 80),
    ("address", 300),
    ("site", 200),
    ("tags", 300),
    ("note", 2000),
)
"""Field of ClientCard and the longest value it takes."""
MICROSECONDS = 1_000_000


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


class Removed(msgspec.Struct, frozen=True):
    """Clients a person has hidden together."""

    clients: tuple[bytes, ...]


class Edits:
    """The own changes of a session, so that the last one can be taken back (U15)."""

    def __init__(self) -> None:
        self._done: list[Edit | Removed] = []

    def form(self, session: Session, client: bytes) -> tuple[EditField, ...]:
        """The fields of the form with their present values."""
        stored = session.merges.joined(client).card
        return tuple(EditField(name, as_text(stored, name), limit) for name, limit in EDITABLE)

    def save(self, session: Session, edit: Edit) -> ClientCard:
        """Write an edit and remember it. Raises EditConflict when the stored value is not the one seen before."""
        joined = session.merges.joined(edit.client)
        if as_text(joined.card, edit.field) != edit.before:
            raise EditConflict(as_text(joined.card, edit.field))
        with_field(joined.card, edit.field, edit.after)
        writes = _writes(session, joined, edit)
        for client, before, after in writes:
            _save(session, client, edit.field, before, after, "person")
        self._done.append(msgspec.structs.replace(edit, writes=writes))
        return session.merges.joined(edit.client).card

    def removed(self, clients: tuple[bytes, ...]) -> None:
        """Remember a removal, so that it can be taken back like an edit."""
        self._done.append(Removed(clients))

    def take_back(self, session: Session) -> tuple[Edit, ClientCard] | Removed | None:
        """Compensate the last edit; None when there is none left.

        Raises Problem when somebody has changed the field since: that edit is then no longer offered.
        """
        if not self._done:
            return None
        edit = self._done.pop()
        if isinstance(edit, Removed):
            session.removal.restore(edit.clients, f"undo:{edit.clients[0].hex()}")
            return edit
        try:
            for client, before, after in reversed(edit.writes):
                _save(session, client, edit.field, after, before, f"undo:{client.hex()}")
        except EditConflict:
            raise Problem(N_("Somebody has changed this field since: undo would overwrite it.")) from None
        return edit, session.merges.joined(edit.client).card


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
