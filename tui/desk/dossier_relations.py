"""Sections of a dossier about people, talks, promises, cases, risks and growth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from core.dossier.blocks import Block, Card, Column, Fact, Figure, Heading, Note, Paragraph, Table
from core.dossier.completeness import TEXTS, SectionState, completeness
from core.dossier.org_tree import Post, org_trees, tree_lines
from core.entities.people import PersonProfile
from core.wording import dates, fill, money, numbers, relations
from core.wording import dossier as words
from core.wording import gettext as _
from core.wording import work as work_words
from storage.vault.books.people import PROFILE
from storage.vault.books.work import ACTIVITY, ACTIVITY_TEXT
from tui.desk.figures import date_of
from tui.desk.port_book import PlanRow
from tui.desk.port_entries import EntryRow
from tui.desk.port_persons import PersonRow

if TYPE_CHECKING:
    from tui.desk.desk import Desk
    from tui.desk.dossier_sections import Opened

MOST_PEOPLE = 200
MOST_TALKS = 200
MOST_ENTRIES = 200


def texts(opened: Opened) -> Iterator[Block]:
    """What has been written by hand, section by section."""
    written = opened.desk.book.texts(opened.client_id, opened.receipt)
    shown = [name for name in TEXTS if written.get(name)]
    if not shown:
        return
    yield Heading(_("About the client"))
    for name in shown:
        yield Heading(words.word("section", name), 2)
        for part in written[name].split("\n"):
            if part:
                yield Paragraph(part)


def people(opened: Opened) -> Iterator[Block]:
    """The tree, who of us knows whom, a card a person."""
    told = opened.desk.persons.relations(opened.client_id)
    present = [each for each in told.people if each.until is None]
    here, others = present[:MOST_PEOPLE], present[MOST_PEOPLE:]
    yield Heading(_("People and links"))
    if not told.people:
        yield Note(_("Nobody is known yet: one contact that leaves is a client that leaves."))
        return
    if told.alarms:
        yield Note("; ".join(relations.word("alarm", each) for each in told.alarms))
    named = {each.name: each.id for each in here}
    posts = [Post(each.id, each.name, each.title, named.get(each.chief, "")) for each in here]
    for drawn in org_trees(posts):
        yield Figure(drawn, _("Who reports to whom"), "\n".join(tree_lines(posts)))
    yield from _coverage(here, told.colleagues)
    yield from _cards(opened, here)
    if others:
        yield Heading(_("Others there"), 2)
        yield Table((Column(_("Name"), 2), Column(_("Position"), 2)), tuple((each.name, each.title) for each in others))
    gone = [each for each in told.people if each.until is not None]
    if gone:
        yield Heading(_("Who has left"), 2)
        rows = tuple((each.name, each.title, dates.short_date(each.until)) for each in gone if each.until)
        yield Table((Column(_("Name"), 2), Column(_("Position"), 2), Column(_("Until"), 1)), rows)


def _coverage(here: Sequence[PersonRow], colleagues: Sequence[str]) -> Iterator[Block]:
    if not colleagues:
        return
    shown = tuple(colleagues[:6])
    columns = (Column(_("Who knows whom, 0–5"), 2.4), *(Column(each, 1, "center") for each in shown))
    rows = []
    for person in here:
        strengths = {tie.colleague: tie.strength for tie in person.ties}
        rows.append((person.name, *(str(strengths.get(each, "·")) for each in shown)))
    yield Table(columns, tuple(rows))


def _cards(opened: Opened, here: Sequence[PersonRow]) -> Iterator[Block]:
    found = opened.desk.session.registers.of(PROFILE, opened.members, opened.receipt)
    profiles = {each.fields.person.hex(): each.fields for each in found if not each.fields.removed}
    for person in here:
        yield Heading(person.name, 2)
        pairs = [
            (_("Position"), ", ".join(filter(None, (person.title, person.department)))),
            (_("Level"), relations.word("rung", person.rung)),
            (_("Role in the decision"), relations.word("part", person.part)),
            (_("Attitude −2…+2"), f"{person.attitude:+d}"),
            (_("Weight 0…3"), str(person.power)),
            (_("Reports to"), person.chief),
            (_("There since"), dates.long_date(person.since) if person.since else ""),
            (_("Birthday (day, month)"), person.birthday),
            (_("Contact"), ", ".join(each.mask for each in person.points)),
            (_("Who of us knows him"), ", ".join(f"{tie.colleague} {tie.strength}" for tie in person.ties)),
            *_profile(profiles.get(person.id)),
        ]
        yield Card(tuple(Fact(name, value) for name, value in pairs if value))


def _profile(profile: PersonProfile | None) -> list[tuple[str, str]]:
    if profile is None:
        return []
    family = "; ".join(" ".join(filter(None, (each.kind, each.name, _born(each.birthday)))) for each in profile.family)
    gifts = "; ".join(f"{dates.short_date(date_of(each.day))} {each.what}" for each in profile.gifts)
    return [
        (_("Hobbies"), profile.hobbies),
        (_("Cuisine"), profile.cuisine),
        (_("Peculiarities"), profile.peculiarities),
        (_("Family"), family),
        (_("Gifts"), gifts),
    ]


def talks(opened: Opened) -> Iterator[Block]:
    """Contacts with their words, newest first."""
    desk = opened.desk
    found = sorted((each.fields for each in desk.work.about(ACTIVITY, opened.client_id)), key=lambda each: -each.day)
    yield Heading(_("What was talked about"))
    if not found:
        yield Note(_("No contact has been logged yet."))
        return
    said = desk.session.registers.of(ACTIVITY_TEXT, opened.members, opened.receipt)
    told = {each.fields.activity: each.fields.text for each in said if not each.fields.removed}
    names = desk.persons.names(opened.client_id)
    rows = tuple(
        (
            dates.short_date(date_of(each.day)),
            work_words.word("contact", each.kind),
            ", ".join(names[one] for one in each.people if one in names),
            told.get(each.id, ""),
        )
        for each in found[:MOST_TALKS]
    )
    yield Table((Column(_("Day"), 1), Column(_("What"), 1), Column(_("With whom"), 1.6), Column(_("Text"), 3.4)), rows)
    yield from _cut(len(found), MOST_TALKS)


def needs(opened: Opened) -> Iterator[Block]:
    """What he needs to buy more, and whether he is satisfied."""
    found = opened.desk.work.needs_of(opened.client_id)
    yield Heading(_("Needs"))
    if not found:
        yield Note(_("Nobody has asked yet: what is needed for you to buy more from us?"))
        return
    for each in found:
        pairs = [
            (_("Kind"), work_words.word("need", each.kind)),
            (_("What to do"), each.action),
            (_("Due"), dates.short_date(each.due) if each.due else ""),
            (_("Who"), each.owner),
            (_("State"), work_words.word("need state", each.state)),
            (_("Satisfied, 1–5"), str(each.satisfaction or "")),
            (_("What hinders"), each.obstacle),
        ]
        yield Card(tuple(Fact(name, value) for name, value in pairs if value), each.text)


def agreements(opened: Opened) -> Iterator[Block]:
    """Contracts, deals, what is owed."""
    desk = opened.desk
    contracts, deals = desk.deals.contracts(opened.client_id), desk.deals.deals(opened.client_id)
    owed = desk.deals.receivable(opened.client_id)
    yield Heading(_("Contracts, deals, debts"))
    rows = tuple(
        (each.number, each.subject, dates.short_date(each.until) if each.until else "—",
         work_words.word("contract", each.state))
        for each in contracts
    )  # fmt: skip
    if rows:
        yield Table((Column(_("Number")), Column(_("Subject"), 2), Column(_("Until")), Column(_("State"))), rows)
    offers = tuple((each.subject, each.stage, money.money(each.amount), each.owner) for each in deals)
    if offers:
        yield Table(
            (Column(_("Deal"), 2), Column(_("Stage")), Column(_("Sum"), 1, "right"), Column(_("Who"), 1.2)), offers
        )
    pairs = [
        (_("Owes"), money.money(owed.total) if owed.total.amount else _("nothing")),
        (_("Overdue"), money.money(owed.overdue) if owed.overdue.amount else ""),
        (_("Credit limit"), money.money(owed.limit) if owed.limit is not None else ""),
    ]
    yield Card(tuple(Fact(name, value) for name, value in pairs if value))


def promises(opened: Opened) -> Iterator[Block]:
    """What was promised, what went wrong, what was asked; gifts apart."""
    rows = opened.desk.promises.rows(opened.client_id, everything=True)
    yield Heading(_("Commitments"))
    if not rows:
        yield Note(_("Nothing has been promised."))
    yield from _entries([each for each in rows if each.kind != "gift"])
    gifts = [each for each in rows if each.kind == "gift"]
    if gifts:
        yield Heading(_("Gifts"), 2)
        yield from _entries(gifts)


def cases(opened: Opened) -> Iterator[Block]:
    """Complaints, refusals, returns."""
    rows = opened.desk.cases.rows(opened.client_id, everything=True)
    if rows:
        yield Heading(_("Complaints, refusals, returns"))
        yield from _entries(rows)


def risks(opened: Opened) -> Iterator[Block]:
    """Risks, competitors and barriers, visits of the head, reviews."""
    rows = opened.desk.risks.rows(opened.client_id, everything=True)
    yield Heading(_("Risks, rivals, reviews"))
    if not rows:
        yield Note(_("Nothing is known: there is no hundred per cent safety, ask about it."))
    yield from _entries(rows)


def _entries(rows: Sequence[EntryRow]) -> Iterator[Block]:
    for each in rows[:MOST_ENTRIES]:
        pairs = [
            (_("State"), each.step_word),
            (_("Due"), dates.short_date(each.due) if each.due else ""),
            (_("Who"), each.owner),
            *each.facts,
        ]
        yield Card(tuple(Fact(name, value) for name, value in pairs if value), f"{each.kind_word}: {each.text}")
    yield from _cut(len(rows), MOST_ENTRIES)


def _born(iso: str) -> str:
    return dates.short_date(dt.date.fromisoformat(iso)) if iso else ""


def _cut(there: int, shown: int) -> Iterator[Block]:
    """Says that a list is longer than the paper shows it."""
    if there > shown:
        yield Note(fill(_("Shown here: {shown} of {there}; the card has them all."), shown=shown, there=there))


def unknown(opened: Opened) -> Iterator[Block]:
    """What to ask next, section by section: the homework of whoever takes the client over."""
    states = completeness(opened.desk.book.known(opened.client_id, opened.receipt))
    if not any(each.missing for each in states):
        return
    yield Heading(_("What to find out"))
    for each in states:
        if each.missing:
            name = f"{words.word('section', each.section)}: {numbers.percent(each.percent)}"
            yield Heading(name, 2)
            yield Paragraph("\n".join(f"□ {words.ask(subject)}" for subject in each.missing))


def growth(opened: Opened) -> Iterator[Block]:
    """The goal, beside what is bought now, and the steps to it."""
    yield Heading(_("Growth plan"))
    yield from _plan(opened.desk.book.plan(opened.client_id))


def _plan(plan: PlanRow | None) -> Iterator[Block]:
    if plan is None:
        yield Note(words.ask("plan"))
        return
    goal = f"{money.short(plan.low)} – {money.short(plan.high)}"
    yield Card(
        (
            Fact(_("A month when it was set"), money.short(plan.now)),
            Fact(_("A month now"), money.short(plan.real)),
            Fact(_("Goal a month"), goal, dates.short_date(plan.until)),
        ),
        large=True,
    )
    for number, step in enumerate(plan.steps, 1):
        yield Paragraph(f"{number}. {step}")


def news(opened: Opened) -> Iterator[Block]:
    """What happened at the client, who named us to whom."""
    told = opened.desk.persons.relations(opened.client_id)
    yield Heading(_("News and referrals"))
    if told.news_idle:
        yield Note(words.ask("recent_news"))
    for each in told.news:
        yield Paragraph(f"{dates.short_date(each.day)}  {each.text}")
    rows = tuple((dates.short_date(r.day), r.who, r.whom, relations.word("referral", r.result)) for r in told.referrals)
    if rows:
        yield Table((Column(_("Day")), Column(_("Who"), 2), Column(_("Named to"), 2), Column(_("Result"), 1.4)), rows)


def agenda_blocks(desk: Desk, client_id: str, plan: PlanRow | None, states: Sequence[SectionState]) -> Iterator[Block]:
    """What a review talks about: goals, risks, what is promised, what to find out (U27)."""
    seen = desk.overview(client_id)
    yield Heading(_("Agenda of the review"))
    turnover = money.money(seen.row.turnover_12m) if seen.row.turnover_12m else "—"
    yield Card((Fact(_("Turnover of 12 months"), turnover), Fact(_("Share of all sales"),
                numbers.percent(seen.share_percent, 2))))  # fmt: skip
    yield Heading(_("Goals"), 2)
    yield from _plan(plan)
    for title, rows in (
        (_("Risks, rivals, reviews"), desk.risks.rows(client_id)),
        (_("Commitments"), desk.promises.rows(client_id)),
        (_("Complaints, refusals, returns"), desk.cases.rows(client_id)),
    ):
        yield Heading(title, 2)
        yield from _entries(rows)
        if not rows:
            yield Note(_("Nothing is open."))
    yield Heading(_("What to find out"), 2)
    asks = [words.ask(subject) for each in states for subject in each.missing]
    yield Paragraph("\n".join(f"□ {each}" for each in asks) if asks else _("Everything is known."))
    yield Heading(_("Decided"), 2)
    yield Paragraph("\n".join(["_" * 70] * 6))
    if seen.purchases and seen.row.days_silent is not None:
        told = numbers.count(seen.row.days_silent)
        yield Note(fill(_("Days since the last purchase: {n}"), n=told))
