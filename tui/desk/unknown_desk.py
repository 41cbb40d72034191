"""What is unknown of clients, the largest turnover first, and a task to ask for it (S02.16)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.entities.money import Money
from core.entities.people import Care, Position
from core.entities.work import Task
from core.relations.knowledge import Knowledge, knowledge
from core.wording import fill
from core.wording import gettext as _
from core.wording.relations import word
from storage.vault.books.people import CARE, PERSON, POSITION
from storage.vault.books.trade import WALLET
from storage.vault.books.work import NEED, TASK
from tui.desk.calendar_days import next_working_day
from tui.desk.figures import day_number
from tui.desk.persons_view import gone, rank, what_is_known
from tui.desk.port_quality import UnknownRow
from tui.desk.work_records import LINE_MAX

if TYPE_CHECKING:
    from tui.desk.desk import Desk

SOURCE = "S02.16"


def unknown_rows(desk: Desk) -> tuple[UnknownRow, ...]:
    """Clients of whom something asked for is unknown: first who brought most in twelve months."""
    known, asked, base = _knowledge(desk), _asked(desk), desk.base
    turnover = desk.figures().axes.turnover_12m
    rows = []
    for number, identity in enumerate(base.ids):
        client = identity.hex()
        told = known.get(client) or knowledge({}, desk.session.rulebook.rules())
        if not told.unknown or base.cards[number].removed:
            continue
        sold = Money(int(turnover[number]), base.currency)
        name, owner = base.cards[number].name, base.owner(number)
        rows.append(UnknownRow(client, name, owner, told.percent, sold, told.unknown, client in asked))
    return tuple(sorted(rows, key=lambda row: (-row.turnover.amount, row.percent, row.name, row.id)))


def ask_tasks(desk: Desk, clients: Sequence[str]) -> int:
    """A task to ask for what is unknown, for whoever leads the client; none where one is open. Gives how many."""
    known, asked = _knowledge(desk), _asked(desk)
    due = day_number(next_working_day(desk, desk.today_date() + dt.timedelta(days=1)))
    made = 0
    for each in clients:
        client = desk.base.ids[desk.place_of(each)].hex()
        told = known.get(client) or knowledge({}, desk.session.rulebook.rules())
        if client in asked or not told.unknown:
            continue
        subjects = ", ".join(word("subject", subject) for subject in told.unknown)
        text = fill(_("Ask the client: {subjects}"), subjects=subjects)[:LINE_MAX]
        owner = desk.outreach.leader(client)
        desk.work.add(TASK, client, Task(kind="ask", text=text, due=due, owner=owner, source=SOURCE))
        made += 1
    return made


def _asked(desk: Desk) -> set[str]:
    """Clients with such a task open."""
    shown = desk.work.shown(TASK)
    return {client for client, each in shown if each.fields.source == SOURCE and each.fields.state == "open"}


def _knowledge(desk: Desk) -> dict[str, Knowledge]:
    """What is known of every client anything is noted of; each register is read once."""
    work, rules, today = desk.work, desk.session.rulebook.rules(), day_number(desk.today_date())
    posts: dict[str, dict[bytes, Position]] = defaultdict(dict)
    for client, each in sorted(work.shown(POSITION), key=lambda pair: rank(pair[1].fields)):
        posts[client][each.fields.person] = each.fields
    people: dict[str, dict[bytes, bool]] = defaultdict(dict)
    for client, person in work.shown(PERSON):
        people[client][person.fields.id] = bool(person.fields.birth_month)
    cares = {client: each.fields for client, each in work.shown(CARE)}
    wallets = {client for client, _each in work.shown(WALLET)}
    needs = {client for client, each in work.shown(NEED) if each.fields.asked or each.fields.text}
    found = {}
    for client in posts.keys() | people.keys() | cares.keys() | wallets | needs:
        there = people[client]
        here = [post for person, post in posts[client].items() if person in there and not gone(post, today)]
        born = {person for person, told in there.items() if told}
        care = cares.get(client, Care())
        facts = what_is_known(care, here, born, wallet=client in wallets, needs=client in needs)
        found[client] = knowledge(facts, rules)
    return found
