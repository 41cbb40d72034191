"""People and grants that do not exist, for the screen ADM."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from core.entities.vocabulary import Role
from tui.desk.port import Progress
from tui.desk.port_people import (
    AccessRequest,
    Answer,
    ExposureAnswer,
    ExposureLine,
    GrantAnswer,
    LetterLine,
    Loan,
    OffboardAnswer,
    PersonLine,
    PortfolioLine,
)

AT = dt.datetime(2026, 11, 20, 14, 5, tzinfo=dt.UTC)
WORDS = "mohuh parer rehul zadef bazat gohuz"
ALL = ("card", "contacts", "dossier", "money", "private")


class FakePeople:
    """`done`: what was asked of the desk."""

    def __init__(self, names: Mapping[int, str]) -> None:
        self.word = names.get(0, "")
        self.done: list[tuple[object, ...]] = []
        self.states = {"ivanova": "active", "petrov": "active", "sidorov": "suspended"}
        self.waiting = "revoked"

    def people(self) -> list[PersonLine]:
        roles: dict[str, Role] = {"ivanova": "head", "petrov": "manager", "sidorov": "manager"}
        return [
            PersonLine(login, self.word or f"{login.title()} П. П.", role, self.states[login], WORDS, n, n == 0)
            for n, (login, role) in enumerate(roles.items())
        ]

    def grants(self, login: str | None = None) -> list[GrantAnswer]:
        name = self.word or "Север"
        found = [
            GrantAnswer("aa", "petrov", "ivanova", "01" * 16, name, ALL, ("read", "write"), None, None, "active"),
            GrantAnswer("bb", "petrov", "ivanova", "02" * 16, "", ("card",), ("read",), None, AT, "expired"),
        ]
        return [each for each in found if login is None or each.login == login]

    def portfolios(self) -> list[PortfolioLine]:
        name = self.word or "Север"
        return [
            PortfolioLine("01" * 16, name, "", "petrov", 240, 1, self.waiting),
            PortfolioLine("03" * 16, self.word or "Юг", "", "ivanova", 12, 2, ""),
        ]

    def change_role(self, login: str, role: Role) -> None:
        self.done.append(("role", login, role))

    def suspend(self, login: str) -> None:
        self.done.append(("suspend", login))
        self.states[login] = "suspended"

    def restore(self, login: str) -> None:
        self.done.append(("restore", login))
        self.states[login] = "active"

    def give(
        self,
        login: str,
        portfolio: str,
        *,
        parts: Sequence[str] = (),
        read_only: bool = False,
        start: dt.date | None = None,
        until: dt.date | None = None,
    ) -> str:
        how = (tuple(parts), read_only, start, until)
        self.done.append(("give", login, portfolio, *(how if any(how) else ())))
        return WORDS

    def add(self, login: str, name: str, role: Role, passphrase: bytearray) -> PersonLine:
        self.done.append(("add", login, name, role, bytes(passphrase)))
        return PersonLine(login, name, role, "active", WORDS, 0, False)

    def create_portfolio(self, name: str, owner: str, department: str) -> str:
        self.done.append(("portfolio", name, owner, department))
        return "04" * 16

    def rotate(self, portfolio: str, progress: Progress | None = None) -> int:
        self.done.append(("rotate", portfolio))
        return 12

    def recover(self, login: str, sheets: Sequence[str], reason: str) -> int:
        self.done.append(("recover", login, tuple(sheets), reason))
        return 2

    def revoke(self, login: str, portfolio: str, progress: Progress | None = None) -> int:
        self.done.append(("revoke", login, portfolio))
        return 240

    def settle(self, progress: Progress | None = None) -> int:
        self.done.append(("settle",))
        self.waiting = ""
        return 1

    def offboard(self, login: str, successor: str, progress: Progress | None = None) -> OffboardAnswer:
        self.done.append(("offboard", login, successor))
        self.states[login] = "left"
        paper = '{\n "grants_left": 0\n}'
        return OffboardAnswer(login, 1, 240, (), self.exposure(login), paper, "c2lnbmF0dXJl")

    def exposure(self, login: str) -> ExposureAnswer:
        self.done.append(("exposure", login))
        line = ExposureLine(30, 57, 12, 1, 2, 3, 0.24, 4, 19, 31)
        lines = tuple(msgspec.structs.replace(line, days=days) for days in (30, 90, 180))
        return ExposureAnswer(login, self.word or "Петров", AT, 1234, 240, lines, ())

    def letters(self) -> list[LetterLine]:
        return []

    def settle_letter(self, letter: str) -> None:
        self.done.append(("letter", letter))


class FakeLending:
    """One request of a colleague; `done`: what was asked of the desk."""

    def __init__(self, names: Mapping[int, str]) -> None:
        word = names.get(0, "")
        self.waiting = [AccessRequest("ee" * 16, "petrov", "05" * 16, word or "ООО «Лютик»", word or "тендер", AT)]
        self.done: list[tuple[object, ...]] = []

    def loans(self) -> list[Loan]:
        return []

    def lend(self, login: str, client: str, *, until: dt.date | None = None) -> str:
        self.done.append(("lend", login, client, until))
        return WORDS

    def take_back(self, login: str, client: str) -> int:
        self.done.append(("take back", login, client))
        return 12

    def requests(self) -> list[AccessRequest]:
        return self.waiting

    def answer(self, request: str, answer: Answer, until: dt.date | None = None) -> AccessRequest:
        self.done.append(("answer", request, answer, until))
        asked, self.waiting = self.waiting[0], []
        return asked


@dataclass(frozen=True)
class FakeKey:
    login: str
    command: str
    key: str


class FakeSsh:
    """One key of one colleague."""

    def __init__(self) -> None:
        self.done: list[tuple[object, ...]] = []

    def listed(self) -> list[FakeKey]:
        return [FakeKey("petrov", "workstation", "SHA256:abc"), FakeKey("ivanova", "plain", "SHA256:def")]

    def add(self, login: str, text: str, command: str) -> str:
        self.done.append(("add", login, text, command))
        return "SHA256:new"

    def remove(self, login: str, fingerprint: str) -> str:
        self.done.append(("remove", login, fingerprint))
        return fingerprint


class FakeBudgets:
    """Shares that were set."""

    def __init__(self) -> None:
        self.done: list[tuple[object, ...]] = []

    def set(self, login: str, percent: int, days: int | None) -> None:
        self.done.append((login, percent, days))
