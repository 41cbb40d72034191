"""People of an order: taken from a list through the import, from the card, from an earlier order (S03.56–S03.64)."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from core.entities.people import NAME_MAX, Person, PersonProfile, Position, cleaned
from core.problem import N_, Problem
from core.relations.person_rows import ReadPerson, filled, filled_profile, read_person, same_person
from core.wording import say
from storage.audit.receipt import Receipt
from storage.vault.books.deals import ORDER
from storage.vault.books.people import PERSON, POSITION, PROFILE
from storage.vault.registers import Stale, Stored
from storage.vault.writing import Writing
from tui.desk.editing import Kept
from tui.desk.figures import date_of
from tui.desk.orders_desk import OrderBook
from tui.desk.persons_forms import day_of
from tui.desk.port_orders import CRITERIA, FoundOrder, RowVerdict, StagedRow, Taken
from tui.desk.work_records import changed_meanwhile

MOST_FOUND = 200
BETWEEN = ".."
"""Between the first and the last day of a period."""
_SHOWN = (
    "surname", "given", "patronymic", "latin", "sex", "points", "birthday", "documents", "citizenship",
    "ticket",
)  # fmt: skip


class _Match(msgspec.Struct, frozen=True):
    """A row of the draft: what it says, whom of the client's people it is about."""

    row: int
    read: ReadPerson | None
    known: Stored[Person] | None = None
    why: str = ""
    name: str = ""
    """As the row has it, where nothing could be read of it."""


class OrdersDesk(OrderBook):
    """Orders by hand of one session. Screens and commands share it."""

    # From a list
    def people_wanted(self) -> None:
        """Tell the import that the rows of its draft are people. Raises Problem for a file of another sort."""
        self._desk.wizard.demand_kind("people")

    def staged(self, client_id: str) -> list[StagedRow]:
        """The draft of the import beside the people of the client; nothing is written. Raises Problem."""
        return [self._staged(each) for each in self._matches(client_id)]

    def take_staged(self, client_id: str, order_id: str, services: Sequence[str] = ()) -> Taken:
        """Write the people of the draft into the client and the order, as one step of undo. Raises Problem."""
        matches = self._matches(client_id)
        good = [each for each in matches if each.read is not None]
        if not good:
            raise Problem(N_("There is nobody in these rows who could take part: look at the reasons."))
        told = self._written(client_id, order_id, good, services)
        self._desk.wizard.forget()
        return msgspec.structs.replace(told, left_out=len(matches) - len(good))

    # From the card and from an earlier order
    def add_people(
        self, client_id: str, order_id: str, people: Sequence[str], services: Sequence[str] = (), source: str = ""
    ) -> Taken:
        """They take part, all in the same services; who is of another client becomes a contact person here too."""
        if not people:
            raise Problem(N_("Nobody is chosen: mark who takes part."))
        known = self._desk.persons.known(source or client_id)
        handles = [_handle(each) for each in people]
        if any(each not in known for each in handles):
            raise Problem(N_("There is no such record among yours: look at the list again."))
        here = {each.fields.id: each for each in self._desk.work.about(PERSON, client_id)}
        matches = [_Match(0, ReadPerson(known[each], PersonProfile(person=b"")), here.get(each)) for each in handles]
        return self._written(client_id, order_id, matches, services)

    def search(self, criteria: Mapping[str, str], but: str = "") -> list[FoundOrder]:
        """Earlier orders by the given criteria, newest first; `but`: not this one. Raises Problem (BAD_INPUT)."""
        unknown = [each for each in criteria if each not in CRITERIA]
        if unknown or not criteria:
            known = ", ".join(CRITERIA)
            raise Problem(N_("Earlier orders are searched by at least one of {known}."), known=known)
        created, start = (_period(criteria[name]) if name in criteria else None for name in ("created", "start"))
        surname, number = (_folded(criteria.get(name, "")) for name in ("surname", "number"))
        if ("surname" in criteria and not surname) or ("number" in criteria and not number):
            raise Problem(N_("A ticked criterion is empty: fill it in or take the tick away."))
        found = []
        for client_id, each in self._desk.work.shown(ORDER):
            order = each.fields
            if order.id.hex() == but or (number and number not in _folded(order.number)):
                continue
            if not (_within(order.day, created) and _within(order.start, start)):
                continue
            people = self._desk.persons.known(client_id)
            there = [(handle, people[handle]) for handle in order.people if handle in people]
            if surname and not any(_folded(person.surname).startswith(surname) for _, person in there):
                continue
            found.append(
                FoundOrder(
                    id=order.id.hex(), client_id=client_id,
                    client=self._desk.base.cards[self._desk.place_of(client_id)].name,
                    number=order.number, day=date_of(order.day), start=date_of(order.start),
                    people=tuple((handle.hex(), person.name) for handle, person in there),
                )
            )  # fmt: skip
        return sorted(found, key=lambda each: each.day, reverse=True)[:MOST_FOUND]

    # Within
    def _matches(self, client_id: str) -> list[_Match]:
        """Each row beside the first of the client's people it fits; two rows about one person are one person."""
        today = self._desk.today_date()
        known = list(self._desk.work.about(PERSON, client_id))
        found: list[_Match] = []
        for row, values in self._desk.wizard.people():
            try:
                read = read_person(values, today)
            except Problem as problem:
                found.append(_Match(row, None, why=say(problem), name=_named(values)))
                continue
            if any(each.read and same_person(each.read.person, read.person) for each in found):
                again = say(Problem(N_("This person stands in an earlier row already.")))
                found.append(_Match(row, None, why=again, name=read.person.name))
                continue
            who = next((each for each in known if same_person(each.fields, read.person)), None)
            found.append(_Match(row, read, who))
        return found

    def _staged(self, match: _Match) -> StagedRow:
        if match.read is None:
            return StagedRow(str(match.row), match.row, match.name, "error", match.why)
        person, profile = match.read.person, match.read.profile
        verdict: RowVerdict = "new"
        if match.known is not None:
            verdict = (
                "update" if match.read.private or filled(match.known.fields, person) != match.known.fields else "same"
            )
        brings = [name for name in _SHOWN if getattr(person, name, None) or getattr(profile, name, None)]
        return StagedRow(str(match.row), match.row, person.name, verdict, ", ".join(brings))

    def _written(self, client_id: str, order_id: str, matches: Sequence[_Match], services: Sequence[str]) -> Taken:
        """People, their positions and profiles, and the order itself: all or nothing."""
        order = self.named(client_id, order_id)
        members = self._desk.work.clients_of(client_id)
        registers = self._desk.session.registers
        handles = [each.known.fields.id if each.known else _own_handle(each) for each in matches]
        joined = self.joined(order.fields, handles, services)
        receipt, profiles, closed = self._private(members, matches)
        kept: list[Kept] = []
        made = changed = 0
        try:
            with registers.writing(members[0], {"kind": ORDER.name}) as writing:
                for handle, match in zip(handles, matches, strict=True):
                    assert match.read is not None
                    records = self._person(writing, members[0], handle, match)
                    if receipt is not None and match.read.private:
                        records += self._profile(writing, members[0], handle, match.read, profiles, receipt)
                    made += match.known is None
                    changed += match.known is not None and bool(records)
                    kept += records
                if joined != order.fields:
                    registers.change(writing, ORDER, order, joined)
                    kept.append(Kept(ORDER, order.space_id, order.fields, joined))
        except Stale:
            raise changed_meanwhile() from None
        if kept:
            self._desk.editing.written(*kept)
            self._desk.persons.seen_again(client_id)
        added = len(set(joined.people) - set(order.fields.people))
        return Taken(added, made, changed, 0, closed)

    def _private(
        self, members: Sequence[bytes], matches: Sequence[_Match]
    ) -> tuple[Receipt | None, dict[bytes, Stored[PersonProfile]], bool]:
        """What is needed to write profiles: the receipt, those that are there; and whether the right is missing.

        Writing shows nothing, so it is noted; of a merged client every record is opened, which is a reading.
        """
        if not any(each.read is not None and each.read.private for each in matches):
            return None, {}, False
        session = self._desk.session
        if not session.disclosure.opens(PROFILE, members[0]):
            return None, {}, True
        alone = len(members) == 1
        receipt = session.registers.noting(members[0]) if alone else session.registers.read(
            members[0], "people", members[1:]
        )  # fmt: skip
        found = session.registers.of(PROFILE, members, receipt)
        return receipt, {each.fields.person: each for each in found if not each.fields.removed}, False

    def _person(self, writing: Writing, client: bytes, handle: bytes, match: _Match) -> list[Kept]:
        registers = self._desk.session.registers
        read = match.read
        assert read is not None
        if match.known is not None:
            before = match.known
            after = filled(before.fields, read.person)
            if after == before.fields:
                return []
            registers.change(writing, PERSON, before, after)
            return [Kept(PERSON, before.space_id, before.fields, after)]
        person = msgspec.structs.replace(read.person, id=handle, by=b"", at_us=0)
        post = Position(person=handle, title=read.title, since=self._today())
        added: list[tuple[Any, Any]] = [(PERSON, person), (POSITION, post)]
        return [Kept(reg, client, None, registers.add(writing, reg, client, each)) for reg, each in added]

    def _profile(
        self,
        writing: Writing,
        client: bytes,
        handle: bytes,
        read: ReadPerson,
        profiles: Mapping[bytes, Stored[PersonProfile]],
        receipt: Receipt,
    ) -> list[Kept]:
        registers, before = self._desk.session.registers, profiles.get(handle)
        if before is None:
            told = registers.add(
                writing, PROFILE, client, msgspec.structs.replace(read.profile, person=handle), receipt=receipt
            )
            return [Kept(PROFILE, client, None, told)]
        after = filled_profile(before.fields, read.profile)
        if after == before.fields:
            return []
        registers.change(writing, PROFILE, before, after, receipt=receipt)
        return [Kept(PROFILE, before.space_id, before.fields, after)]


def _own_handle(match: _Match) -> bytes:
    """Who is of another client keeps his handle: the same person; others get theirs."""
    assert match.read is not None
    return match.read.person.id or os.urandom(16)


def _named(values: Mapping[str, str]) -> str:
    told = [values.get(each, "") for each in ("last_name", "first_name", "name", "person", "latin_last_name")]
    return cleaned(" ".join(filter(None, told)))[:NAME_MAX]


def _period(text: str) -> tuple[int, int]:
    first, between, last = text.partition(BETWEEN)
    if not between:
        last = first
    if not first.strip() and not last.strip():
        raise Problem(N_("A ticked criterion is empty: fill it in or take the tick away."))
    end = day_of(last) if last.strip() else dt.date.max.toordinal()
    return day_of(first) if first.strip() else -end, end


def _within(day: int, period: tuple[int, int] | None) -> bool:
    return period is None or period[0] <= day <= period[1]


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())


def _handle(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
