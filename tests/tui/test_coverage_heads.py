"""Heads of the map's columns of colleagues, whatever they are called."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from tui.screens.people_lines import coverage_columns


def test_a_colleague_whose_name_is_blank_keeps_his_column() -> None:
    told: Any = SimpleNamespace(colleagues=("  ", "Иванова Анна", "", "Пётр"))
    ties = coverage_columns(lambda: cast("Any", told))[-1]
    head = ties.title()
    assert head.split() == ["Иванова", "Пётр"]
    assert len(head) % 4 == 0 and head.index("Пётр") - head.index("Иванова") == 2 * len(head) // 4
