"""Whatever the sales are, screens and commands say it in Russian: figures or an honest too little data (issue 5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from core.wording import in_language
from tests.cli.station import Station
from tests.desk.test_bad_sales_everywhere import CASES, LAST
from tests.desk.test_merged_base import AS_OF
from tests.tui.app_under_test import grid, quiet
from tests.vault.fixtures import _cheap, empty, template
from tests.vault.stage import Sale, Stage, import_sales, secret_of
from tui.app import Workstation
from tui.desk.desk import Desk
from tui.options import Options
from tui.screens.evidence import EvidenceScreen

__all__ = ["_cheap", "empty", "template"]
VIEWS: Mapping[str, int] = {
    "TODAY": 1, "ACC": 1, "REC": 4, "SEG": 8, "KEY": 1, "DEP": 1, "MET": 8, "WHITE": 1, "TEAM": 7, "SET": 1,
}  # fmt: skip
"""Screen → how many views it turns through."""
BEHIND = ("REC", "SEG", "KEY", "DEP", "MET", "WHITE")
NO_FIGURE = re.compile(r"\b(nan|inf|infinity|none|null)\b|Traceback|%\(|\{\w*\}", re.IGNORECASE)
COMMANDS = (
    ("standing",), ("pyramid",), ("segments", "anchors"), ("segments", "matrix"), ("queue",), ("metrics",),
    ("metrics", "--period", "year"), ("dependency",), ("rules", "list"), ("key", "list"), ("white", "list"), ("today",),
    ("team",), ("clients",), ("plan", "list"), ("review", "list"),
)  # fmt: skip


def everything() -> list[Sale]:
    """Every case as clients of their own beside each other."""
    return [
        (f"{number}{sale[0]}", f"{number}{sale[1]}", *sale[2:])
        for number, name in enumerate(CASES)
        for sale in CASES[name][:40]
    ]


async def walk(stage: Stage) -> None:
    """All views of the screens of figures, and what stands behind their first line."""
    options = Options(login="anna", start="TODAY")
    station = Workstation(options, lambda: Desk(stage.premises(), AS_OF))
    async with station.run_test(size=(80, 24)) as pilot:
        await quiet(pilot)
        await pilot.press(*secret_of("anna").decode(), "enter")
        await quiet(pilot)
        for code, views in VIEWS.items():
            station.go(code)
            await quiet(pilot)
            assert code == station.screen.CODE  # type: ignore[attr-defined]
            for _ in range(views):
                seen = "\n".join(grid(pilot))
                assert not NO_FIGURE.search(seen), (code, seen)
                assert re.search("[а-я]{3}", seen), (code, seen)
                if views > 1:
                    await pilot.press("right")
                    await quiet(pilot)
            if code in BEHIND:
                await pilot.press("e" if code != "MET" else "enter")
                await quiet(pilot)
                assert not NO_FIGURE.search("\n".join(grid(pilot))), code
                await pilot.press("escape")
                await quiet(pilot)
                assert not isinstance(station.screen, EvidenceScreen)


async def test_U10_screens_of_a_base_with_everything_wrong(empty: Stage) -> None:
    import_sales(empty.enter("anna"), everything(), "Центр")
    with in_language("ru"):
        await walk(empty)


async def test_U10_screens_of_a_base_without_sales(empty: Stage) -> None:
    with in_language("ru"):
        await walk(empty)


def told(station: Station) -> None:
    """Every command, for people and for programs."""
    as_of = ("--as-of", AS_OF.isoformat(), "--lang", "ru")
    for words in COMMANDS:
        said = station.run(*words, *as_of)
        assert said.status == 0, (words, said.err)
        assert not NO_FIGURE.search(said.out), (words, said.out)
        plain = station.run(*words, *as_of, "--json")
        assert plain.status == 0 and plain.json is not None, words
        assert not re.search(r"\bNaN\b|Infinity", plain.out), words


@pytest.fixture
def station(tmp_path: Path) -> Station:
    return Station(tmp_path)


def test_U10_commands_over_a_base_with_everything_wrong(station: Station) -> None:
    rows = ["client;document;date;product;quantity;amount"]
    begin = AS_OF.toordinal()
    for client, document, day, product, amount in everything():
        date = AS_OF.fromordinal(begin + day - LAST - 1)
        rows.append(f"{client};{document};{date};{product};{-1 if amount < 0 else 1};{amount / 100:.2f}")
    done = station.run("import", station.file("sales.csv", "\n".join(rows) + "\n"), "--json")
    assert done.status == 0, done.err
    told(station)


def test_U10_commands_over_a_base_without_sales(station: Station) -> None:
    told(station)
