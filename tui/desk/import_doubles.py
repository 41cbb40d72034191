"""Rows of a clients file compared with the base: who is there under another spelling (spec/search §3.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.identity.duplicates import Base
from core.identity.duplicates_match import Zone
from core.identity.features import FIRMS, PEOPLE, Record, Rows
from storage.intake.clients_table import ClientsTable
from storage.intake.plan import Likely
from storage.vault.session import Session
from tui.desk.doubles_scan import read_records
from tui.memory import give_back

COMPARED = ("name", "inn", "kpp", "ogrn", "phone", "email", "site", "city", "address", "loyalty_card")
SEVERAL = frozenset(("phone", "email", "site"))
_BETWEEN = re.compile(r"[;,\n]")


def likely_clients(session: Session, table: ClientsTable, rows: Sequence[int]) -> dict[int, Likely]:
    """By row: the client it most likely is. Sure with an agreeing identifier, else where the odds are for one client.

    A row with a number of its own is never taken for a client with another number: in the books they are two, and a
    merge keeps both numbers alive where an import would lose one.
    """
    known = read_records(session)
    numbers = {record.key: card.external_id for card, record in known}
    found: dict[int, Likely] = {}
    for schema, person in ((FIRMS, False), (PEOPLE, True)):
        own = [row for row in rows if (table.value("kind", row) == "person") is person]
        there = [record for card, record in known if (card.kind == "person") is person]
        if not own or not there:
            continue
        base = Base(schema, Rows.of(there), session.rulebook.rules())
        linkage = base.link(Rows.of([_record(table, row) for row in own]))
        for at, row in enumerate(own):
            match = linkage.match(at)
            if match is None or not match.likely:
                continue
            number, theirs = table.value("external_id", row), numbers[match.left]
            if not (number and theirs):
                assert isinstance(match.left, bytes)
                found[row] = Likely(match.left, linkage.zones[at] is Zone.LINK)
    give_back()
    return found


def _record(table: ClientsTable, row: int) -> Record:
    said: dict[str, str | Sequence[str]] = {}
    for field in COMPARED:
        text = table.value(field, row)
        said[field] = [part.strip() for part in _BETWEEN.split(text)] if field in SEVERAL else text
    return Record.of(row, **said)
