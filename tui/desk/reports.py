"""Answers of the commands that no screen draws yet: every axis of a client, the log."""

from __future__ import annotations

import datetime as dt
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


class LogLine(msgspec.Struct, frozen=True):
    """One entry of the log as this person may read it."""

    seq: int
    at: dt.datetime
    who: str
    kind: str
    client: str
    details: dict[str, object]
    sealed: bool


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


def log_lines(
    session: Session,
    zone: ZoneInfo,
    *,
    who: str | None,
    client: str | None,
    kind: str | None,
    since: dt.date | None,
    limit: int | None,
) -> list[LogLine]:
    """Entries of the log, newest first. Raises Problem (BAD_INPUT) for an unknown login, client or kind."""
    staff = session.staffing.staff()
    actor = None
    if who is not None:
        actor = next((each.id for each in staff if each.login == who), None)
        if actor is None:
            raise Problem(N_("There is nobody with the login {login}: see people list."), login=who)
    if kind is not None and kind.upper() not in Kind.__members__:
        known = ", ".join(sorted(each.lower() for each in Kind.__members__))
        raise Problem(N_("There is no kind {kind}: use one of {known}."), kind=kind, known=known)
    begin = dt.datetime.combine(since, dt.time(), zone).timestamp() if since else 0
    names = {each.id: each.login for each in staff}
    entries = session.trail.entries(
        actor=actor,
        client_id=bytes.fromhex(client) if client else None,
        kind=kind,
        since_us=int(begin * MICROSECONDS),
        limit=limit,
    )
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
        for each in entries
    ]


def _client(details: dict[str, object]) -> str:
    found = details.get("client")
    return found.hex() if isinstance(found, bytes) else ""


def _plain(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value
