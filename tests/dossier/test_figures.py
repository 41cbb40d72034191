"""Drawings: valid SVG with escaped texts, readable without colour; a circle of chiefs ends (S03.96, bad input)."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dossier.figures import month_bars, rhythm_strip, share_bars
from core.dossier.org_tree import Post, org_trees, places, tree_lines

DAY = dt.date(2026, 11, 28)
MONTHS = {number: f"м{number}" for number in range(1, 13)}
EVIL = "<script>&\"\x00'ё"
SPACE = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ElementTree.Element:
    root = ElementTree.fromstring(svg)
    assert root.tag == f"{SPACE}svg" and not root.findall(".//*[@onload]")
    assert {each.tag.removeprefix(SPACE) for each in root.iter()} <= {"svg", "rect", "line", "circle", "text"}
    return root


def inside(root: ElementTree.Element) -> bool:
    """Whether every letter and stroke stands on the drawing."""
    width, height = map(float, root.attrib["viewBox"].split()[2:])
    for each in root.iter():
        for name, limit in (("x", width), ("x1", width), ("x2", width), ("cx", width), ("y", height), ("cy", height)):
            if not -1 <= float(each.attrib.get(name, 0)) <= limit + 1:
                return False
    return True


def words(root: ElementTree.Element) -> list[str]:
    return [each.text or "" for each in root.iter(f"{SPACE}text")]


@given(
    st.lists(st.dates(dt.date(1990, 1, 1), DAY), max_size=30),
    st.one_of(
        st.none(), st.tuples(st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)), st.dates(DAY, dt.date(2050, 1, 1)))
    ),
)
def test_S03_96_the_rhythm_strip_stands_on_its_paper(
    events: list[dt.date], window: tuple[dt.date, dt.date] | None
) -> None:
    root = parsed(rhythm_strip(events, DAY, MONTHS, EVIL, window, EVIL))
    assert inside(root) and words(root).count(EVIL.replace("\x00", "")) == (2 if window else 1)
    assert len(words(root)) < 40


def test_S03_96_the_strip_shows_purchases_the_window_and_today() -> None:
    events = [DAY - dt.timedelta(days=30 * number) for number in range(1, 6)]
    root = parsed(rhythm_strip(events, DAY, MONTHS, "сегодня", (DAY, DAY + dt.timedelta(days=20)), "ждём"))
    assert len(root.findall(f"{SPACE}circle")) == 5 and len(root.findall(f"{SPACE}rect")) == 1
    assert {"сегодня", "ждём", "м7", "м11"} <= set(words(root))
    assert [each for each in root.iter(f"{SPACE}line") if each.attrib.get("stroke-dasharray")]


@given(st.lists(st.tuples(st.text(max_size=5), st.floats(-1e9, 1e9)), max_size=30))
def test_S03_96_month_bars_stand_on_their_paper(values: list[tuple[str, float]]) -> None:
    root = parsed(month_bars(values, {0.0: "0"}))
    assert inside(root) and len(root.findall(f"{SPACE}rect")) == len(values)


def test_S03_96_shares_are_told_in_figures_and_long_names_are_cut() -> None:
    root = parsed(share_bars([("Краска " * 40, 0.6, "60 %"), (EVIL, 0.4, "40 %"), ("минус", -0.1, "-10 %")]))
    assert {"60 %", "40 %", "-10 %"} <= set(words(root)) and any(each.endswith("…") for each in words(root))
    assert parsed(share_bars([])) is not None


def test_S03_96_the_tree_stands_chief_above_people() -> None:
    people = [Post("c", "В", chief="b"), Post("b", "Б", chief="a"), Post("a", "А"), Post("d", "Г", chief="a")]
    assert [(each.person.name, each.depth) for each in places(people)] == [("А", 0), ("Б", 1), ("В", 2), ("Г", 1)]
    assert list(tree_lines([Post("a", "А", "директор"), Post("b", "Б", chief="a")])) == ["А, директор", "  Б"]


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=25))
def test_S03_96_a_circle_of_chiefs_ends_and_leaves_nobody_out(pairs: list[tuple[int, int]]) -> None:
    people = [Post(str(key), f"ч{key}", chief=str(chief)) for key, chief in pairs]
    placed = places(people)
    assert {each.person.key for each in placed} == {each.key for each in people}
    assert len(placed) == len({each.key for each in people})
    for drawing in org_trees(people):
        parsed(drawing)


@pytest.mark.parametrize("count", [0, 1, 300])
def test_S03_96_three_hundred_people_take_several_drawings(count: int) -> None:
    people = [Post(str(n), "Фамилия " * 60, "должность", str(n - 1)) for n in range(count)]
    drawings = org_trees(people)
    assert len(drawings) == -(-count // 18)
    for drawing in drawings:
        root = parsed(drawing)
        assert float(root.attrib["height"]) < 700 and max(map(len, words(root))) < 60
    assert not re.search("NaN|inf", "".join(drawings))
