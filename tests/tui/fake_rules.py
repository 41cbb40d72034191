"""Two rules for the fake desk, one of them changed by somebody."""

from __future__ import annotations

import datetime as dt

import msgspec

from tui.desk.port_rules import Moved, RuleLine

_LINES = (
    RuleLine(
        "abc_a_share", "Буквы", "Буква A", 0.8, 0.8, 0.1, 0.99, "share", "analytics §3", "80 %", "80 %", "", None, ""
    ),
    RuleLine(
        "real_days",
        "Пирамида",
        "Покупка за столько дней",
        180.0,
        365.0,
        30.0,
        1095.0,
        "days",
        "S02.06",
        "180 дн.",
        "365 дн.",
        "Иванова",
        dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC),
        "короткий цикл",
    ),
)


class FakeRules:
    """Remembers what was changed; every value moves three clients."""

    def __init__(self) -> None:
        self.changed: list[tuple[str, float | None]] = []
        self._lines = {line.name: line for line in _LINES}

    def lines(self) -> list[RuleLine]:
        return list(self._lines.values())

    def version(self) -> int:
        return len(self.changed)

    def preview(self, name: str, value: float | None) -> Moved:
        return Moved(600, 0, 0, 0, 3, 0, 0, 10, 12)

    def change(self, name: str, value: float | None, why: str) -> RuleLine:
        self.changed.append((name, value))
        line = self._lines[name]
        now = line.default if value is None else value
        self._lines[name] = msgspec.structs.replace(line, value=now, value_text=f"{now:g}")
        return self._lines[name]
