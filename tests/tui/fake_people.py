"""People and grants that do not exist, for the screen ADM."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from core.entities.vocabulary import Role
from tui.desk.port import Progress
from tui.desk.port_people import (
    ExposureAnswer,
    ExposureLine,
    GrantAnswer,
    LetterLine,
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

    def give(self, login: str, portfolio: str) -> str:
        self.done.append(("give", login, portfolio))
        return WORDS

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
