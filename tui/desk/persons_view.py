"""What a desk shows of contact persons: lists, the tree, coverage, what is unknown, the relationship over time."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from core.dossier.org_tree import Post, places
from core.entities.people import Care, Person, Position, RelationshipLink
from core.relations import coverage
from core.relations.coverage import Seat
from core.relations.knowledge import Subject, knowledge
from core.relations.tree import stems, stems_text
from core.standing.months import client_months
from storage.vault.books.people import CARE, LINK, NEWS, PERSON, POSITION, REFERRAL
from storage.vault.books.trade import WALLET
from storage.vault.books.work import NEED
from storage.vault.disclosure import person_masks
from storage.vault.registers import Stored
from tui.desk.contacts_desk import OF
from tui.desk.figures import date_of, day_number
from tui.desk.persons_forms import congratulate_text
from tui.desk.port_persons import CareRow, NewsRow, PersonRow, ReferralRow, Relations, Tie

if TYPE_CHECKING:
    from core.rules import Rules
    from tui.desk.desk import Desk

TREND_MONTHS = 12
NEWS_SHOWN = 50


class PersonsView:
    """The contact persons of the clients of one session, to look at."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # Reading
    def relations(self, client_id: str) -> Relations:
        """Everything of the people of one client; free of budget."""
        work = self._desk.work
        members = self._desk.base.members_of(self._desk.place_of(client_id))
        people = {each.fields.id: each for each in work.about(PERSON, client_id)}
        posts = self._posts(client_id)
        links = work.about(LINK, client_id)
        today = self._today()
        staff = {each.id: each.name for each in self._desk.session.staffing.staff()}
        rows = self._rows(people, posts, [each.fields for each in links], staff, members[0])
        own = self._desk.own.people_shown(client_id)
        rows = tuple(msgspec.structs.replace(each, own=own[each.id]) if each.id in own else each for each in rows)
        here = [post for person, post in posts.items() if person in people and not _gone(post, today)]
        seats = [_seat(post, links, today) for post in here]
        care = self._care(client_id)
        news = self.news(client_id)
        return Relations(
            people=rows,
            colleagues=tuple(sorted({tie.colleague for row in rows for tie in row.ties})),
            alarms=coverage.alarms(seats),
            score=coverage.score(seats, self._rules),
            trend=self._trend(client_id, list(posts.values()), links),
            knowledge=knowledge(self._known(client_id, here, people), self._rules),
            care=CareRow(self._desk.row(client_id).owner, staff.get(care.deputy, ""), care.on_call, care.escalation),
            referrals=self.referrals(client_id),
            news=news,
            news_idle=not news or (self._desk.today_date() - news[0].day).days > self._rules.news_idle_days,
        )

    def names(self, client_id: str) -> dict[bytes, str]:
        """Handle → name of everybody ever known at a client."""
        return {each.fields.id: each.fields.name for each in self._desk.work.about(PERSON, client_id)}

    def known(self, client_id: str) -> dict[bytes, Person]:
        """Handle → everybody ever known at a client."""
        return {each.fields.id: each.fields for each in self._desk.work.about(PERSON, client_id)}

    def birthdays(self) -> list[tuple[str, Person]]:
        """(client, person) of everybody whose birthday is known and who is still there."""
        left = {(client, each.fields.person) for client, each in self._desk.work.shown(POSITION) if each.fields.until}
        found = self._desk.work.shown(PERSON)
        return [
            (client, each.fields)
            for client, each in found
            if each.fields.birth_month and (client, each.fields.id) not in left
        ]

    def referrals(self, client_id: str) -> tuple[ReferralRow, ...]:
        """Who named whom to us, newest first (S03.109)."""
        names = self.names(client_id)
        found = sorted(self._desk.work.about(REFERRAL, client_id), key=lambda each: -each.fields.day)
        return tuple(
            ReferralRow(f.id.hex(), date_of(f.day), names.get(f.person, "") or f.who, f.whom, f.result)
            for f in (each.fields for each in found)
        )

    def news(self, client_id: str) -> tuple[NewsRow, ...]:
        """The news log, newest first (S03.111)."""
        found = sorted(self._desk.work.about(NEWS, client_id), key=lambda each: -each.fields.day)
        return tuple(
            NewsRow(each.fields.id.hex(), date_of(each.fields.day), each.fields.text) for each in found[:NEWS_SHOWN]
        )

    # Within
    @property
    def _rules(self) -> Rules:
        return self._desk.session.entered.rules

    def _today(self) -> int:
        return day_number(self._desk.today_date())

    def _care(self, client_id: str) -> Care:
        found = self._desk.work.about(CARE, client_id)
        return found[-1].fields if found else Care()

    def _posts(self, client_id: str) -> dict[bytes, Position]:
        """Person → his position at the client: the present one, else the last."""
        found: dict[bytes, Position] = {}
        for each in sorted(self._desk.work.about(POSITION, client_id), key=lambda each: rank(each.fields)):
            found[each.fields.person] = each.fields
        return found

    def _rows(
        self,
        people: Mapping[bytes, Stored[Person]],
        posts: Mapping[bytes, Position],
        links: Sequence[RelationshipLink],
        staff: Mapping[bytes, str],
        survivor: bytes,
    ) -> tuple[PersonRow, ...]:
        today = self._today()
        present = {h: p for h, p in people.items() if not _gone(posts.get(h, Position(person=h)), today)}
        order = sorted(present, key=lambda h: _order(posts.get(h), people[h].fields))
        ties: dict[bytes, list[Tie]] = {}
        for link in sorted(links, key=lambda each: -each.strength):
            name = staff.get(link.colleague)
            if name:
                touched = date_of(link.touched) if link.touched else None
                ties.setdefault(link.person, []).append(Tie(name, link.strength, touched))
        placed = places([Post(h.hex(), "", chief=posts[h].reports_to.hex() if h in posts else "") for h in order])
        drawn = [
            (bytes.fromhex(place.person.key), stems_text(steps), place.circular)
            for place, steps in zip(placed, stems(placed), strict=True)
        ]
        drawn += [(h, "", False) for h in people if h not in present]
        return tuple(
            _row(people[h], posts.get(h, Position(person=h)), people, tuple(ties.get(h, ())), survivor, stems, circle)
            for h, stems, circle in drawn
        )

    def _known(
        self, client_id: str, here: Sequence[Position], people: Mapping[bytes, Stored[Person]]
    ) -> dict[Subject, bool]:
        needs = any(each.fields.asked or each.fields.text for each in self._desk.work.about(NEED, client_id))
        wallet = bool(self._desk.work.about(WALLET, client_id))
        born = {handle for handle, each in people.items() if each.fields.birth_month}
        return what_is_known(self._care(client_id), here, born, wallet=wallet, needs=needs)

    def _trend(
        self, client_id: str, posts: Sequence[Position], links: Sequence[Stored[RelationshipLink]]
    ) -> tuple[tuple[str, int, int], ...]:
        figures = self._desk.figures()
        months = client_months(figures.days, self._desk.place_of(client_id), TREND_MONTHS)
        found = []
        for month, revenue in months:
            year, number = int(month[:4]), int(month[5:7])
            end = day_number(dt.date(year, number, calendar.monthrange(year, number)[1]))
            there = [each for each in posts if each.since <= end and not _gone(each, end)]
            value = coverage.score([_seat(each, links, end) for each in there], self._rules)
            found.append((month, value or 0, revenue))
        return tuple(found)


def what_is_known(
    care: Care, here: Sequence[Position], born: Collection[bytes], *, wallet: bool, needs: bool
) -> dict[Subject, bool]:
    """Answers we have of a client: `here` are the present positions, `born` the people whose birthday is known."""
    rungs = {each.rung for each in here}
    deciding = [each for each in here if each.part in ("decision_maker", "economic")]
    marked = deciding or [each for each in here if each.rung in ("owner", "director")]
    return {
        "wallet": care.wallet > 0 or wallet,
        "needs": needs,
        "decision_maker": bool(deciding),
        "owner": "owner" in rungs,
        "director": "director" in rungs,
        "accountant": "accountant" in rungs,
        "buyer": "buyer" in rungs,
        "birthdays": bool(marked) and all(each.person in born for each in marked),
        "rivals": bool(care.rivals),
    }


def gone(post: Position, day: int) -> bool:
    """Whether he has left by that day."""
    return _gone(post, day)


def _gone(post: Position, day: int) -> bool:
    return 0 < post.until <= day


def rank(post: Position) -> tuple[bool, int, int]:
    """The present position of a person is the last one by this."""
    return (not post.until, post.until or post.since, post.at_us)


def _seat(post: Position, links: Sequence[Stored[RelationshipLink]], day: int) -> Seat:
    held = (each.fields.strength_on(day) for each in links if each.fields.person == post.person)
    return Seat(post.rung, post.power, tuple(held))


_RUNG_ORDER = {rung: n for n, rung in enumerate(("owner", "director", "top", "accountant", "middle", "buyer", "line"))}


def _order(post: Position | None, person: Person) -> tuple[int, str]:
    return (_RUNG_ORDER.get(post.rung, len(_RUNG_ORDER)) if post else len(_RUNG_ORDER), person.name.casefold())


def _row(
    stored: Stored[Person],
    post: Position,
    people: Mapping[bytes, Stored[Person]],
    ties: tuple[Tie, ...],
    survivor: bytes,
    stems: str,
    circular: bool,
) -> PersonRow:
    person = stored.fields
    chief = people.get(post.reports_to)
    before = "" if stored.space_id == survivor else f"{stored.space_id.hex()}{OF}"
    masks = person_masks(person)
    return PersonRow(
        id=person.id.hex(),
        name=person.name,
        latin=person.latin,
        sex=person.sex,
        title=post.title,
        department=post.department,
        rung=post.rung,
        part=post.part,
        attitude=post.attitude,
        power=post.power,
        chief=chief.fields.name if chief else "",
        since=date_of(post.since) if post.since else None,
        until=date_of(post.until) if post.until else None,
        birthday=congratulate_text(person),
        points=tuple(msgspec.structs.replace(each, key=before + each.key) for each in masks),
        networks=tuple(each.network for each in person.points),
        ties=ties,
        stems=stems,
        circular=circular,
    )
