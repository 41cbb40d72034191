"""Facet of the watch: unusual reading, wrong logins, budgets of everybody (U25, S01.18)."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from core.entities.vocabulary import Role
from core.problem import N_, ExitCode, Problem
from storage.access.budgets import Budgets, Spent
from storage.access.throttle import login_tag
from storage.access.watch import (
    WATCHED,
    FailedLogin,
    Finding,
    LoginAlarm,
    Reader,
    Reading,
    login_alarms,
    watch,
)
from storage.audit.kinds import Kind
from storage.engine import reading
from storage.keys.scopes import Scope
from storage.schema.clients import client
from storage.schema.log import log
from storage.schema.people import grant
from storage.vault.door import Entered
from storage.vault.people import known_role

DAY_US = 86_400_000_000
NORM_DAYS = 150
"""Of readings before the first day shown: two months of own active days, and a quarter of a year for what is cold."""
READ_ROLES = frozenset({"auditor", "owner"})
LOGIN_ROLES = READ_ROLES | {"admin", "head"}
EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Used:
    """One person's budgets."""

    person: bytes
    spent: list[Spent]


class Watching:
    """What the auditor looks at; heads see the wrong logins as well."""

    def __init__(self, entered: Entered) -> None:
        self._entered = entered

    @property
    def may_read(self) -> bool:
        """Whether this person is shown who read what."""
        return self._entered.me.statement.role in READ_ROLES

    @property
    def may_see_logins(self) -> bool:
        """Whether this person is told of wrong logins."""
        return self._entered.me.statement.role in LOGIN_ROLES

    def findings(self, days: int) -> list[Finding]:
        """Unusual reading of the last `days`, newest first. Raises Problem (REFUSED) unless auditor or owner."""
        self._demand(READ_ROLES)
        zone = ZoneInfo(self._entered.firm.settings().time_zone)
        now_us = self._entered.premises.clock()
        today = day_of(now_us, zone)[0]
        return watch(self._readings(now_us - (days + NORM_DAYS) * DAY_US, zone), self._readers(), today - days, today)

    def logins(self, days: int) -> list[LoginAlarm]:
        """Wrong logins of the last `days` that call for somebody. Raises Problem (REFUSED) for managers and keepers."""
        self._demand(LOGIN_ROLES)
        premises = self._entered.premises
        secret = premises.signer.sign(b"login")
        people = {login_tag(secret, each.statement.login): each.statement for each in self._entered.staff.values()}
        since_us = premises.clock() - days * DAY_US
        with reading(premises.engine) as connection:
            query = select(log.c.time_us, log.c.subject).where(log.c.kind == int(Kind.LOGIN_FAILED))
            rows = connection.execute(query.where(log.c.time_us >= since_us).order_by(log.c.seq)).all()
        failed = []
        for time_us, tag in rows:
            person = people.get(bytes(tag))
            barred = person is not None and person.state != "active"
            failed.append(FailedLogin(time_us, person.login if person is not None else "", barred))
        return login_alarms(failed)

    def budgets(self) -> list[Used]:
        """What everybody has used of his budgets. Raises Problem (REFUSED) for managers and keepers."""
        self._demand(LOGIN_ROLES)
        now_us = self._entered.premises.clock()
        with reading(self._entered.premises.engine) as connection:
            return [
                Used(person, Budgets(self._entered.alone, role=role).state(connection, person, now_us))
                for person, role in self._active()
            ]

    def _demand(self, roles: frozenset[str]) -> None:
        if self._entered.me.statement.role not in roles:
            raise Problem(N_("What colleagues read is for the auditor and the owner to see."), ExitCode.REFUSED)

    def _active(self) -> list[tuple[bytes, Role]]:
        staff = self._entered.staff.items()
        return [(each, known_role(known.statement.role)) for each, known in staff if known.statement.state == "active"]

    def _readers(self) -> dict[bytes, Reader]:
        """Everybody with the number of clients he can open, from the clear columns of the grants."""
        held: dict[bytes, set[bytes]] = defaultdict(set)
        with reading(self._entered.premises.engine) as connection:
            query = select(grant.c.member_id, grant.c.scope_id).where(grant.c.scope_kind == int(Scope.PORTFOLIO))
            for member, portfolio in connection.execute(query):
                held[bytes(member)].add(bytes(portfolio))
            counted = select(client.c.portfolio_id, func.count()).group_by(client.c.portfolio_id)
            sizes = Counter({bytes(portfolio): int(count) for portfolio, count in connection.execute(counted)})
        return {
            person: Reader(known.statement.role, sum(sizes[each] for each in held[person]))
            for person, known in self._entered.staff.items()
        }

    def _readings(self, since_us: int, zone: ZoneInfo) -> Iterator[Reading]:
        with reading(self._entered.premises.engine) as connection:
            query = select(log.c.actor, log.c.kind, log.c.subject, log.c.time_us).where(log.c.kind.in_(sorted(WATCHED)))
            for actor, kind, subject, time_us in connection.execute(
                query.where(log.c.time_us >= since_us).order_by(log.c.seq)
            ):
                yield Reading(bytes(actor), kind, bytes(subject), *day_of(time_us, zone))


def day_of(at_us: int, zone: ZoneInfo) -> tuple[int, int]:
    """Day since 1970 and second of the day, in a zone."""
    at = dt.datetime.fromtimestamp(at_us / 1_000_000, zone)
    return (at.date() - EPOCH).days, at.hour * 3600 + at.minute * 60 + at.second
