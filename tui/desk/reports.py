"""Answers of the commands that no screen draws yet: every axis of a client, the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from core.entities.money import Money
from core.entities.vocabulary import AbcLetter, BaseStatus, Level, Step, XyzLetter
from core.problem import N_, Problem
from core.standing.target import Target
from storage.audit.kinds import Kind
from storage.vault.session import Session
from tui.desk.answers_worth import AnchorSigns
from tui.desk.figures import date_of
from tui.desk.port_audit import LogFilter, LogLine
from tui.desk.port_standing import KeyAxis, TargetAxis
from tui.desk.worth_desk import signs_of

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MICROSECONDS = 1_000_000


class Standing(msgspec.Struct, frozen=True):
    """Every axis of one client; field names are the JSON contract of `standing`."""

    id: str
    name: str
    external_id: str
    base_status: BaseStatus
    client_since: dt.date | None
    """Day of the first sale that was not wholly cancelled (S01.02)."""
    cancelled: bool
    """Everything he bought was cancelled whole: still potential (S01.01)."""
    level: Level
    size: Level | None
    """small, medium or large where sales decide the level."""
    step: Step
    abc: AbcLetter | None
    abc_turnover: AbcLetter | None
    xyz: XyzLetter | None
    anchor: AnchorSigns
    key: KeyAxis
    target: TargetAxis | None


def standing(desk: Desk, number: int | None) -> list[Standing]:
    """One client, or all of them in order of id."""
    from tui.desk.standing_desk import first_day, is_cancelled

    base, figures = desk.base, desk.figures()
    axes, judged = figures.axes, figures.anchors
    criteria, targets = desk.keys.candidates(figures), desk.standing.targets()
    appointed = desk.keys.appointed(figures.days.as_of)
    found = []
    for each in range(len(base.ids)) if number is None else (number,):
        level = axes.level_of(each)
        found.append(
            Standing(
                id=base.ids[each].hex(),
                name=base.cards[each].name,
                external_id=base.cards[each].external_id,
                base_status=axes.status_of(each),
                client_since=first_day(figures, each),
                cancelled=is_cancelled(figures, each),
                level=level,
                size=level if level in ("small", "medium", "large") else None,
                step=axes.step_of(each),
                abc=axes.abc_of(each),
                abc_turnover=axes.abc_turnover_of(each),
                xyz=axes.xyz_of(each),
                anchor=signs_of(judged, each),
                key=desk.keys.axis(figures, criteria, each, each in appointed),
                target=_target(targets.get(each), base.currency),
            )
        )
    return found


def _target(found: Target | None, currency: str) -> TargetAxis | None:
    if found is None:
        return None
    return TargetAxis(
        is_target=found.is_target,
        purpose=found.purpose,
        purpose_fits=found.purpose_fits,
        quarterly=None if found.quarterly is None else Money(found.quarterly, currency),
        limit=None if found.limit is None else Money(found.limit, currency),
        sum_fits=found.sum_fits,
        first_contact=None if found.first_contact is None else date_of(found.first_contact),
        clock_ends=None if found.clock_ends is None else date_of(found.clock_ends),
        by_expectation=found.by_expectation,
        recheck=found.recheck,
    )


def log_numbers(session: Session, zone: ZoneInfo, narrowed: LogFilter, limit: int | None) -> list[int]:
    """Numbers of the entries that fit, newest first. Raises Problem (BAD_INPUT) for an unknown login or kind."""
    staff = session.staffing.staff()
    actor = None
    if narrowed.who is not None:
        actor = next((each.id for each in staff if each.login == narrowed.who), None)
        if actor is None:
            raise Problem(N_("There is nobody with the login {login}: see people list."), login=narrowed.who)
    if narrowed.kind is not None and narrowed.kind.upper() not in Kind.__members__:
        known = ", ".join(sorted(each.lower() for each in Kind.__members__))
        raise Problem(N_("There is no kind {kind}: use one of {known}."), kind=narrowed.kind, known=known)
    begin = dt.datetime.combine(narrowed.since, dt.time(), zone).timestamp() if narrowed.since else 0
    return session.trail.numbers(
        actor=actor,
        client_id=_client_id(narrowed.client),
        kind=narrowed.kind,
        since_us=int(begin * MICROSECONDS),
        limit=limit,
    )


def log_rows(session: Session, zone: ZoneInfo, numbers: Sequence[int]) -> list[LogLine]:
    """These entries as the person may read them."""
    names = {each.id: each.login for each in session.staffing.staff()}
    return [
        LogLine(
            seq=each.seq,
            at=dt.datetime.fromtimestamp(each.at_us / MICROSECONDS, zone),
            who=names.get(each.actor, ""),
            kind=each.kind,
            client=_client(each.details),
            details={name: _plain(value) for name, value in each.details.items()},
            sealed=each.sealed,
        )
        for each in session.trail.told(numbers)
    ]


def _client_id(text: str | None) -> bytes | None:
    """An id as the log has it. The auditor has no base to look it up in, so any id of the right form will do."""
    if text is None:
        return None
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    if len(found) != 16:
        raise Problem(N_("There is no such client among yours: check the id with client find."))
    return found


def _client(details: dict[str, object]) -> str:
    found = details.get("client")
    return found.hex() if isinstance(found, bytes) else ""


def _plain(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value
