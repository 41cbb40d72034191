"""What changed at the key accounts since the head looked: one line each (S03.115)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from core.entities.entry import Entry
from core.entities.money import Money
from core.entities.team import Looked
from core.wording import team as words
from storage.vault.books.deals import DEAL, TERMS
from storage.vault.books.people import NEWS, PERSON, POSITION
from storage.vault.books.promises import COMMITMENT, INCIDENT
from storage.vault.books.work import TASK
from storage.vault.registers import Register
from tui.desk.editing import MICROSECONDS
from tui.desk.figures import date_of
from tui.desk.port_team import Digest, DigestKind, DigestRow

if TYPE_CHECKING:
    from tui.desk.team_desk import Seen

E = TypeVar("E", bound=Entry)
RED_STATES = ("late", "sleeping", "lost")
KEPT = ("fulfilled", "early")
_DAY_US = 86_400 * MICROSECONDS


def digest(seen: Seen, last: Looked | None, looked_days: int | None) -> Digest:
    """Red first, then the newest. Without an earlier look: what happened within `team_days`."""
    since = seen.today - seen.figures.rules.team_days if last is None else last.day
    since_us = since * _DAY_US if last is None else last.at_us
    keys = {row: seen.desk.base.ids[row].hex() for row in np.flatnonzero(seen.keys).tolist()}
    rows = [
        *_sales(seen, keys, since),
        *_promises(seen, keys, since),
        *_incidents(seen, keys, since_us),
        *_deals(seen, keys, since),
        *_people(seen, keys, since_us),
        *_contacts(seen, keys, since),
    ]
    rows.sort(key=lambda each: (not each.red, -each.day.toordinal(), each.client))
    return Digest(date_of(since), looked_days, tuple(rows), seen.figures.as_of)


def _line(seen: Seen, client: str, kind: DigestKind, text: str, day: int, red: bool = False) -> DigestRow:
    name = seen.desk.base.cards[seen.desk.place_of(client)].name
    return DigestRow(client, name, kind, text, date_of(day), red)


def _sales(seen: Seen, keys: dict[int, str], since: int) -> Iterator[DigestRow]:
    """What they bought since then; whoever is behind his rhythm, in red."""
    days, rhythms, currency = seen.figures.days, seen.figures.rhythms, seen.desk.base.currency
    for row, client in keys.items():
        bought, nets = (part[days.start[row] : days.start[row + 1]] for part in (days.day, days.net))
        new = bought > since
        if new.any():
            text = words.bought(int(np.count_nonzero(new)), Money(int(nets[new].sum()), currency))
            yield _line(seen, client, "sales", text, int(bought[-1]))
        state = rhythms.state_of(row)
        if state in RED_STATES:
            silent = int(rhythms.seen.silent[row])
            expected = int(np.rint(rhythms.seen.last[row] + rhythms.seen.gap[row]))
            yield _line(seen, client, "rhythm", words.behind(state, silent), min(expected, seen.today), red=True)


def _promises(seen: Seen, keys: dict[int, str], since: int) -> Iterator[DigestRow]:
    """Tasks and payments whose day has passed; tasks that were done."""
    for client, task in _of(seen, TASK, keys):
        done = task.done_us // _DAY_US
        if task.state == "open" and task.due < seen.today:
            yield _line(seen, client, "promise", words.broken(task.text), task.due, red=True)
        elif task.state == "done" and done >= since:
            yield _line(seen, client, "task", words.kept(task.text), done)
    for client, promise in _of(seen, COMMITMENT, keys):
        if promise.state == "promised" and promise.due < seen.today:
            yield _line(seen, client, "promise", words.broken(promise.text), promise.due, red=True)
        elif promise.closed >= since and promise.state in KEPT:
            yield _line(seen, client, "promise", words.kept(promise.text), promise.closed)
    for client, terms in _of(seen, TERMS, keys):
        if terms.promised and terms.promised < seen.today and seen.desk.deals.receivable(client).total.amount:
            yield _line(seen, client, "promise", words.unpaid(), terms.promised, red=True)


def _incidents(seen: Seen, keys: dict[int, str], since_us: int) -> Iterator[DigestRow]:
    """Difficulties that came up, red until something came of them, and how they ended."""
    for client, each in _of(seen, INCIDENT, keys):
        if each.result_us > since_us:
            yield _line(seen, client, "incident", words.kept(each.text), each.result_us // _DAY_US)
        elif each.found_us > since_us or not each.result_us:
            yield _line(seen, client, "incident", each.text, each.found_us // _DAY_US, red=not each.result_us)


def _deals(seen: Seen, keys: dict[int, str], since: int) -> Iterator[DigestRow]:
    for client, deal in _of(seen, DEAL, keys):
        for day, stage in deal.steps:
            if day > since:
                yield _line(seen, client, "deal", words.deal(deal.subject, stage), day, red=stage == "lost")


def _people(seen: Seen, keys: dict[int, str], since_us: int) -> Iterator[DigestRow]:
    """Who came, who left, what was written about them."""
    first_day = since_us // _DAY_US
    names: dict[bytes, str] = {}
    for client, person in _of(seen, PERSON, keys):
        names[person.id] = person.name
        if person.at_us > since_us:
            yield _line(seen, client, "people", words.came(person.name), person.at_us // _DAY_US)
    for client, position in _of(seen, POSITION, keys):
        if position.until and first_day < position.until <= seen.today:
            name = names.get(position.person, "")
            yield _line(seen, client, "people", words.left(name), position.until, red=True)
    for client, news in _of(seen, NEWS, keys):
        if news.at_us > since_us:
            yield _line(seen, client, "news", news.text, news.day)


def _contacts(seen: Seen, keys: dict[int, str], since: int) -> Iterator[DigestRow]:
    """Conversations, as one line a client."""
    found: dict[int, list[int]] = {}
    for row, each in seen.activities:
        if row in keys and each.two_way and each.day > since:
            found.setdefault(row, []).append(each.day)
    for row, of in found.items():
        yield _line(seen, keys[row], "contact", words.talked(len(of)), max(of))


def _of(seen: Seen, register: Register[E], keys: dict[int, str]) -> Iterator[tuple[str, E]]:
    place = seen.desk.base.place
    for each in seen.desk.session.registers.all(register):
        row = place.get(each.space_id)
        if row is not None and row in keys and not each.fields.removed:
            yield keys[row], each.fields
