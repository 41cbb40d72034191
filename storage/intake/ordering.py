"""From a plan to what the vault is asked to write: clients by number, lines as columns (design §2 Import)."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from core.entities.client import ClientCard, ClientContacts
from core.entities.entry import Entry
from core.entities.own_fields import OwnValues
from core.entities.people import Position
from core.problem import Problem
from core.relations.person_rows import ReadPerson, read_person, same_person
from storage.intake.clients_table import ClientsTable
from storage.intake.ordering_records import records_order
from storage.intake.own_columns import OwnImport
from storage.intake.plan import ASK, VERDICTS, ImportPlan, identities_of
from storage.intake.reading import TextColumn
from storage.intake.records_table import RecordsTable
from storage.intake.sales_table import SalesTable
from storage.intake.typed import UNKNOWN_AMOUNT, UNKNOWN_DAY
from storage.records.registers import Register
from storage.vault.books.own_fields import OWN_VALUES, PERSON_VALUES
from storage.vault.books.people import PERSON, POSITION, PROFILE
from storage.vault.imports import NO_DAY, ONE, UNKNOWN, ImportOrder, NewClient, SaleColumns

SOURCE_HEX = 16
"""Hex digits of the header's fingerprint that name a source: the same export again is the same source."""
_DATES = ("birthday", "passport_expires")
_CONTACT_OF_PERSON = {"person_phone": "phone", "person_email": "email"}
Records = Mapping[int, Sequence[tuple[Register[Any], Entry]]]
Named = tuple[ReadPerson, dict[str, str]]
"""A person a row names, and his own fields: handle → value."""
CardOf = Callable[[bytes], ClientCard]
"""The present card of a client of the base."""
Column = npt.NDArray[Any]


def order_of(
    planned: ImportPlan,
    card_of: CardOf,
    home: bytes,
    today: int,
    base_currency: str = "",
    own: OwnImport | None = None,
) -> ImportOrder:
    """What the vault is to write for a plan. New clients go to the portfolio `home`."""
    if isinstance(planned.table, SalesTable):
        return _sales_order(planned, planned.table, home, today, base_currency)
    if isinstance(planned.table, RecordsTable):
        return records_order(planned, planned.table, home, today)
    order = _clients_order(planned, planned.table, card_of, home, today, own)
    if own is None:
        return order
    records = dict(order.records)
    for number, told in _own_records(planned, planned.table, order, own).items():
        records[number] = [*records.get(number, ()), *told]
    return replace(order, records=records)


def _sales_order(planned: ImportPlan, table: SalesTable, home: bytes, today: int, base_currency: str) -> ImportOrder:
    rows = np.flatnonzero(planned.verdict < ASK)
    codes = table.client_ref.codes[rows]
    used, client = np.unique(codes, return_inverse=True)
    new: dict[int, NewClient] = {}
    existing: dict[int, bytes] = {}
    first_day = _first_days(client, table.day[rows], len(used))
    for number, code in enumerate(used.tolist()):
        target = planned.targets[code]
        if target is None:
            reference = table.client_ref.strings[code]
            inn = reference if table.ref_kind == "inn" else ""
            outer = reference if table.ref_kind == "external_id" else ""
            card = ClientCard(reference, external_id=outer, inn=inn, created_day=min(today, first_day[number]))
            new[number] = NewClient(home, card)
        else:
            existing[number] = target
    columns = _columns(table, rows, client.astype(np.int32), len(used), planned.fingerprint, base_currency)
    return ImportOrder(planned.kind, planned.file_sha256, planned.rows, new, existing, columns)


def _first_days(client: Column, day: Column, count: int) -> list[int]:
    first = np.full(count, np.iinfo(np.int32).max, np.int64)
    np.minimum.at(first, client, day)
    return [int(each) for each in first]


def _columns(
    table: SalesTable,
    rows: Column,
    client: Column,
    clients: int,
    fingerprint: str,
    base_currency: str,
) -> SaleColumns:
    def known(column: Column, nothing: int, ours: int) -> Column:
        values = column[rows]
        return np.where(values == nothing, ours, values).astype(values.dtype)

    documents, document = _filled(table.document, rows)
    products, product = _filled(table.product, rows)
    sellers, seller = _filled(table.seller, rows)
    currencies, currency = _filled(table.currency, rows)
    count = len(rows)
    quantity = table.quantity[rows]
    return SaleColumns(
        client=client,
        day=table.day[rows],
        document=document,
        line=table.line[rows],
        occurrence=table.occurrence[rows],
        flags=table.flags[rows],
        product=product,
        quantity=np.where(quantity == UNKNOWN_AMOUNT, 0, quantity),
        amount=table.amount[rows],
        cost=known(table.cost, UNKNOWN_AMOUNT, UNKNOWN),
        vat=np.full(count, UNKNOWN, np.int64),
        currency=currency,
        rate=_rates(currencies, currency, base_currency),
        due=known(table.due, UNKNOWN_DAY, NO_DAY),
        paid=known(table.paid, UNKNOWN_DAY, NO_DAY),
        seller=seller,
        documents=documents,
        products=products,
        sellers=sellers,
        currencies=currencies,
        source=f"table:{fingerprint[:SOURCE_HEX]}",
        batch=bytes(16),
        clients=clients,
    )


def _rates(currencies: Sequence[str], currency: Column, base_currency: str) -> Column:
    """One for lines in the base currency; unknown for others, which stay out of sums until a rate is typed."""
    own = [not base_currency or code in ("", base_currency) for code in currencies]
    return np.where(np.array([*own, True])[currency], ONE, UNKNOWN).astype(np.int64)


def _filled(column: TextColumn, rows: Column) -> tuple[Sequence[str], Column]:
    """Strings and codes with the empty text as an entry of its own."""
    codes = column.codes[rows]
    if (codes >= 0).all():
        return column.strings, codes
    return (*column.strings, ""), np.where(codes < 0, len(column.strings), codes).astype(np.int32)


CARD_FIELDS = ("name", "kind", "external_id", "inn", "kpp", "ogrn", "city", "address", "site", "note", "loyalty_card")


def _clients_order(
    planned: ImportPlan, table: ClientsTable, card_of: CardOf, home: bytes, today: int, own: OwnImport | None
) -> ImportOrder:
    new: dict[int, NewClient] = {}
    existing: dict[int, bytes] = {}
    changes: dict[int, ClientCard] = {}
    before: dict[int, ClientCard] = {}
    makers: dict[tuple[str, str], int] = {}
    changers: dict[bytes, int] = {}
    contacts: dict[int, ClientContacts] = {}
    people: dict[int, list[Named]] = {}
    for row in np.flatnonzero(planned.verdict < ASK).tolist():
        values = {name: value for name in table.columns if (value := table.value(name, row))}
        target = planned.targets[row]
        verdict = VERDICTS[int(planned.verdict[row])]
        if verdict == "new":
            new[row] = _new_client(values, home, today)
            _add_person(people.setdefault(row, []), table.person_values(row), today, _of_person(own, values))
            makers.update(dict.fromkeys(set(identities_of(values)) - makers.keys(), row))
        elif verdict == "update" and target is not None:
            # One change a client: a second row about him builds on what the first one fills in.
            at = changers.setdefault(target, row)
            existing[at] = target
            before[at] = card_of(target)
            changes[at] = _completed(changes.get(at, before[at]), values)
            more = _contacts_of(values)
            if more.phones or more.emails:
                held = contacts.get(at, ClientContacts())
                contacts[at] = ClientContacts((*held.phones, *more.phones), (*held.emails, *more.emails))
        elif target is None:
            # Another row about a client that an earlier one makes: what it adds, and whom it names.
            identities = identities_of(values)
            at = next(makers[each] for each in identities if each in makers)
            makers.update(dict.fromkeys(set(identities) - makers.keys(), at))
            if verdict == "update":
                new[at] = _joined(new[at], _new_client(values, home, today))
            _add_person(people.setdefault(at, []), table.person_values(row), today, _of_person(own, values))
    records, private = _people_records(people, today)
    return ImportOrder(
        planned.kind,
        planned.file_sha256,
        planned.rows,
        new,
        existing,
        None,
        changes,
        records,
        before=before,
        contacts=contacts,
        private=private,
    )


def _of_person(own: OwnImport | None, values: Mapping[str, str]) -> dict[str, str]:
    return own.of_person(values) if own is not None else {}


def _add_person(people: list[Named], values: Mapping[str, str], today: int, own: dict[str, str]) -> None:
    """Whoever a row names beside the card of a new client, each once. A birthday that lies ahead is no birthday."""
    if not values:
        return
    day = dt.date(1970, 1, 1) + dt.timedelta(days=today)
    renamed = {_CONTACT_OF_PERSON.get(name, name): text for name, text in values.items()}
    for told in (renamed, {name: text for name, text in renamed.items() if name not in _DATES}):
        try:
            read = read_person(told, day)
        except Problem:
            continue
        if not any(same_person(each.person, read.person) for each, _own in people):
            people.append((read, own))
        return


def _people_records(people: Mapping[int, Sequence[Named]], today: int) -> tuple[Records, Records]:
    """People of new clients with their positions, and apart from them what is private."""
    records: dict[int, list[tuple[Register[Any], Entry]]] = {}
    private: dict[int, list[tuple[Register[Any], Entry]]] = {}
    for row, found in people.items():
        for each, own in found:
            handle = os.urandom(16)
            person = msgspec.structs.replace(each.person, id=handle)
            post = Position(person=handle, title=each.title, since=today)
            records.setdefault(row, []).extend([(PERSON, person), (POSITION, post)])
            if own:
                records[row].append((PERSON_VALUES, OwnValues(person=handle, values=own)))
            if each.private:
                profile = msgspec.structs.replace(each.profile, person=handle)
                private.setdefault(row, []).append((PROFILE, profile))
    return records, private


def _new_client(values: Mapping[str, str], home: bytes, today: int) -> NewClient:
    fields: dict[str, Any] = {name: values[name] for name in CARD_FIELDS if values.get(name)}
    tags = tuple(part.strip() for part in (values.get("tags") or "").split(",") if part.strip())
    return NewClient(home, ClientCard(**fields, tags=tags, created_day=today), _contacts_of(values))


def _contacts_of(values: Mapping[str, str]) -> ClientContacts:
    phones = tuple(part for part in (values.get("phone") or "").split("; ") if part)
    emails = tuple(part for part in (values.get("email") or "").split("; ") if part)
    return ClientContacts(phones, emails)


def _joined(first: NewClient, later: NewClient) -> NewClient:
    """Two rows about one new client: the first row's values stand, the later one fills in."""
    ours, theirs = first.contacts or ClientContacts(), later.contacts or ClientContacts()
    card = _completed(first.card, {name: getattr(later.card, name) for name in CARD_FIELDS})
    tags = tuple(dict.fromkeys((*first.card.tags, *later.card.tags)))
    contacts = ClientContacts(
        tuple(dict.fromkeys((*ours.phones, *theirs.phones))), tuple(dict.fromkeys((*ours.emails, *theirs.emails)))
    )
    return NewClient(first.portfolio_id, msgspec.structs.replace(card, tags=tags), contacts)


def _completed(card: ClientCard, values: Mapping[str, str]) -> ClientCard:
    """Fill only what is empty: a value somebody has typed is never overwritten by a file."""
    empty = {name: values[name] for name in CARD_FIELDS if values.get(name) and not getattr(card, name)}
    return msgspec.structs.replace(card, **empty)


def codes_of(numbers: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    """Distinct values, ascending, and the place of every row's value among them."""
    distinct, codes = np.unique(numbers, return_inverse=True)
    return distinct, codes.astype(np.int32)


def _own_records(
    planned: ImportPlan, table: ClientsTable, order: ImportOrder, own: OwnImport
) -> dict[int, list[tuple[Register[Any], Entry]]]:
    """Own fields that are empty so far, a record a client: the first row that names a field is believed."""
    numbers = {target: number for number, target in order.existing.items()}
    makers: dict[tuple[str, str], int] = {}
    told: dict[int, dict[str, str]] = {}
    for row in np.flatnonzero(planned.verdict < ASK).tolist():
        values = {name: value for name in table.columns if (value := table.value(name, row))}
        target = planned.targets[row]
        identities = identities_of(values)
        if target is not None:
            number = numbers.get(target)
        else:
            number = row if row in order.new else next((makers[each] for each in identities if each in makers), None)
        if number is None:
            continue
        makers.update(dict.fromkeys(set(identities) - makers.keys(), number))
        known = own.known(target) if target is not None else {}
        mine = {field: value for field, value in own.of(values).items() if not known.get(field)}
        if mine:
            told[number] = mine | told.get(number, {})
    return {number: [(OWN_VALUES, OwnValues(values=values))] for number, values in told.items()}
