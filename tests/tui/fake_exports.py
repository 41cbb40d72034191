"""Exports of the fake desk: two own ones, one that waits for the word of this person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from core.problem import N_, Problem
from tui.desk.port_exports import ExportBook, ExportFormat, ExportLine, TracedLine

AT = dt.datetime(2026, 11, 20, 14, 5, tzinfo=dt.UTC)


class FakeExports:
    """`done`: what was asked of the desk."""

    def __init__(self, names: Mapping[int, str]) -> None:
        word = names.get(0, "")
        self.decides = self.traces = True
        self.done: list[tuple[object, ...]] = []
        self._mine = [self._line(3, "approved", word), self._line(1, "made", word)]
        self._waiting = [self._line(2, "asked", word)]

    @staticmethod
    def _line(number: int, state: str, word: str) -> ExportLine:
        return ExportLine(
            number, f"{number:032x}", state, word or "Петров П. П.", word or "Клиенты level=key", 240 * number,  # type: ignore[arg-type]
            word or "смотр базы в декабре", "csv", word, AT, by=word,
        )  # fmt: skip

    def book(self) -> ExportBook:
        return ExportBook(tuple(self._mine), tuple(self._waiting), self.decides, self.traces)

    def ask(self, view: Mapping[str, str], purpose: str, form: ExportFormat = "csv", receiver: str = "") -> ExportLine:
        self.done.append(("ask", dict(view), purpose, form))
        line = msgspec.structs.replace(self._line(4, "asked", ""), purpose=purpose)
        self._mine.insert(0, line)
        return line

    def decide(self, number: int, approve: bool, reason: str = "") -> ExportLine:
        self.done.append(("decide", number, approve, reason))
        line = next(each for each in self._waiting if each.number == number)
        self._waiting.remove(line)
        return msgspec.structs.replace(line, state="approved" if approve else "refused")

    def run(self, number: int) -> ExportLine:
        if number != 3:
            raise Problem(N_("This export still waits for approval."))
        self.done.append(("run", number))
        return msgspec.structs.replace(self._mine[0], state="made", file="/srv/outbox/ivan/export-0003.csv")

    def trace(self, text: str) -> tuple[TracedLine, ...]:
        self.done.append(("trace", text))
        return (TracedLine(1, f"{1:032x}", "Петров П. П.", AT, 2, 9),) if "Вест" in text else ()
