"""The demo store's key accounts get people, contacts, tasks, needs, contracts and deals, all in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from core.entities import growth as grown
from core.entities import promises as promised
from core.entities.cases import ServiceCase
from core.entities.entry import Entry
from core.entities.people import PersonProfile
from core.entities.work import ActivityText
from core.sample.dossiers import make_dossier
from core.sample.relations import SampleRelations, make_relations
from storage.vault.books import cases, deals, growth, people, promises, work
from storage.vault.registers import Register
from storage.vault.session import Session
from tui.desk.figures import day_number

_DAY_US = 86_400_000_000
BOOKS: dict[type[Entry], Register[Any]] = {
    PersonProfile: people.PROFILE,
    promised.Commitment: promises.COMMITMENT,
    promised.Incident: promises.INCIDENT,
    promised.Question: promises.QUESTION,
    promised.ProjectStage: promises.STAGE,
    promised.AgreedChange: promises.CHANGE,
    promised.GiftGiven: promises.GIFT,
    ServiceCase: cases.CASE,
    grown.GrowthPlan: growth.PLAN,
    grown.RiskEvent: growth.RISK,
    grown.Barrier: growth.BARRIER,
    grown.HeadVisit: growth.VISIT,
    grown.Review: growth.REVIEW,
    grown.DossierText: growth.DOSSIER_TEXT,
}
"""Register by what it holds."""


def write_relations(session: Session, clients: Sequence[bytes], seed: int, today: dt.date) -> None:
    """Relations of these clients, each written in the name of whoever keeps the client."""
    notes = session.staffing.portfolios()
    head = next((each.id for each in session.staffing.staff() if each.role == "head"), b"")
    registers = session.registers
    receipts = {each: registers.noting(each) for each in clients}
    with registers.writing() as writing:
        for number, client in enumerate(clients):
            owner = notes[session.clients.stored(client).portfolio_id].owner_id
            told = make_relations(seed, number, day_number(today), owner, head)
            for register, fields in _records(told):
                dated = msgspec.structs.replace(fields, by=owner, at_us=_moment(fields, today))
                registers.add(writing, register, client, dated, receipt=receipts[client])
            book = make_dossier(seed, number, day_number(today), owner, head, told.people)
            for activity, text in (*told.talks, *book.talks):
                at_us = activity.day * _DAY_US
                done = registers.add(
                    writing, work.ACTIVITY, client, msgspec.structs.replace(activity, by=owner, at_us=at_us)
                )
                said = ActivityText(activity=done.id, text=text, by=owner, at_us=at_us)
                registers.add(writing, work.ACTIVITY_TEXT, client, said, receipt=receipts[client])
            for entry in (*book.open_records, *book.texts, *book.profiles):
                dated = msgspec.structs.replace(entry, by=owner, at_us=_moment(entry, today))
                registers.add(writing, BOOKS[type(entry)], client, dated, receipt=receipts[client])


def _records(told: SampleRelations) -> Iterator[tuple[Register[Any], Entry]]:
    groups: tuple[tuple[Register[Any], Sequence[Entry]], ...] = (
        (people.PERSON, told.people),
        (people.POSITION, told.positions),
        (people.LINK, told.links),
        (people.PROFILE, (told.profile,)),
        (work.TASK, told.tasks),
        (work.NEED, told.needs),
        (people.CARE, (told.care,)),
        (people.NEWS, told.news),
        (people.REFERRAL, told.referrals),
        (deals.CONTRACT, (told.contract,)),
        (deals.DEAL, (told.deal,)),
    )
    for register, entries in groups:
        for each in entries:
            yield register, each


def _moment(fields: Entry, today: dt.date) -> int:
    """When it was written down: on its own day where it has one, else a month ago."""
    day = next((getattr(fields, name) for name in ("day", "asked", "since") if getattr(fields, name, 0)), 0)
    return (day or day_number(today) - 30) * _DAY_US
