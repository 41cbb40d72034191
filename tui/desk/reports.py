"""Answers of the commands that no screen draws yet: every axis of a client, the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import msgspec

from core.entities.vocabulary import AbcLetter, BaseStatus, Level, Step, XyzLetter
from core.problem import N_, Problem
from core.standing.anchor import Anchors
from storage.audit.kinds import Kind
from storage.vault.session import Session
from tui.desk.answers_worth import AnchorSigns
from tui.desk.base import Base
from tui.desk.figures import Figures
from tui.desk.port_audit import LogFilter, LogLine
from tui.desk.worth_desk import signs_of

MICROSECONDS = 1_000_000


class Standing(msgspec.Struct, frozen=True):
    """Every axis of one client; field names are the JSON contract of `standing`."""

    id: str
    name: str
    external_id: str
    base_status: BaseStatus
    level: Level
    size: Level | None
    """small, medium or large where sales decide the level."""
    step: Step
    abc: AbcLetter | None
    abc_turnover: AbcLetter | None
    xyz: XyzLetter | None
    anchor: AnchorSigns


def standing(base: Base, figures: Figures, judged: Anchors, number: int | None) -> list[Standing]:
    """One client, or all of them in order of id."""
    axes = figures.axes
    found = []
    for each in range(len(base.ids)) if number is None else (number,):
        level = axes.level_of(each)
        found.append(
            Standing(
                id=base.ids[each].hex(),
                name=base.cards[each].name,
                external_id=base.cards[each].external_id,
                base_status=axes.status_of(each),
                level=level,
                size=level if level in ("small", "medium", "large") else None,
                step=axes.step_of(each),
                abc=axes.abc_of(each),
                abc_turnover=axes.abc_turnover_of(each),
                xyz=axes.xyz_of(each),
                anchor=signs_of(judged, each),
            )
        )
    return found


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
