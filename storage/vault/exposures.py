"""Facet of exposure: what a colleague has seen, counted; which clients, only for whoever reads the log (U23)."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import func, select

from core.problem import N_, ExitCode, Problem
from storage.access.exposure import COUNTED, Seen, Window, seen_by, windows
from storage.audit.kinds import Kind
from storage.engine import reading
from storage.keys.scopes import Scope
from storage.schema.clients import client
from storage.vault.door import Entered
from storage.vault.staffing import Staffing
from storage.vault.trail import Trail

MAY_COUNT = frozenset({"owner", "head", "admin", "auditor"})


@dataclass(frozen=True, slots=True)
class Exposure:
    """The report about one colleague as of an instant (microseconds UTC) and size of the log."""

    login: str
    name: str
    at_us: int
    log_size: int
    clients: int | None
    """Clients of his own portfolios, None where this session does not open them all."""
    windows: tuple[Window, ...]
    seen: tuple[tuple[str, bytes], ...]
    """(what was done, client) of the longest window, each once; empty for whoever does not read the log's details."""


class Exposures:
    """Counting what colleagues have seen."""

    def __init__(self, entered: Entered, staffing: Staffing, trail: Trail) -> None:
        self._entered = entered
        self._staffing = staffing
        self._trail = trail

    def of(self, login: str) -> Exposure:
        """The report about a colleague; that it was made is logged first.

        Raises Problem: BAD_INPUT for an unknown login, REFUSED for a role that does not answer for people.
        """
        entered = self._entered
        if entered.me.statement.role not in MAY_COUNT:
            raise Problem(N_("Your role may not do this: ask the owner or your head."), ExitCode.REFUSED)
        whose = next((each.statement for each in entered.staff.values() if each.statement.login == login.strip()), None)
        if whose is None:
            raise Problem(N_("There is nobody with the login {login}: see people list."), login=login)
        with entered.gate.transaction() as step:
            step.append(Kind.EXPOSURE_READ, whose.person, msgspec.msgpack.encode({"whose": whose.person}))
        now_us = entered.premises.clock()
        with reading(entered.premises.engine) as connection:
            seen = seen_by(connection, whose.person, now_us)
            size = entered.premises.log.size(connection)
        clients = self._clients_of(whose.person)
        zone = ZoneInfo(entered.firm.settings().time_zone)
        return Exposure(
            whose.login,
            whose.name,
            now_us,
            size,
            clients,
            tuple(windows(seen, now_us, zone, clients)),
            self._named(whose.person, seen),
        )

    def _clients_of(self, person: bytes) -> int | None:
        notes = self._staffing.portfolios()
        own = [each for each, note in notes.items() if note.owner_id == person]
        if not own:
            return None
        with reading(self._entered.premises.engine) as connection:
            query = select(func.count()).select_from(client).where(client.c.portfolio_id.in_(own))
            return int(connection.scalar(query) or 0)

    def _named(self, person: bytes, seen: list[Seen]) -> tuple[tuple[str, bytes], ...]:
        if Scope.AUDIT_READING not in self._entered.keyring.readers or not seen:
            return ()
        found: dict[tuple[str, bytes], None] = {}
        for each in self._trail.entries(actor=person, since_us=seen[0][0]):
            what = COUNTED.get(Kind[each.kind.upper()])
            whom = each.details.get("client")
            if what is not None and isinstance(whom, bytes):
                found[what, whom] = None
        return tuple(sorted(found))
