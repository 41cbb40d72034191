"""Every screen and every tab as text, at 80×24 and 120×40, Russian and English, as it was last looked at (U18, U19).

What differs is shown line by line. Whoever changed a screen on purpose looks at it and draws the kept frames anew:
`scripts/frames`, then `git diff tests/frames/kept`.
"""

from __future__ import annotations

import difflib
import re

import pytest

from tests.frames.route import ROUTES
from tests.frames.taking import KEPT, SIZES, Frame, pages, parts, take
from tui.commands.workplaces import WORKPLACES
from tui.safe_text import width_of
from tui.screens.card import TABS

SMALL, LARGE = SIZES
_LATIN = re.compile(r"(?<![\w@.+])[A-Za-z]{4,}(?![\w@])")
_KEYS = frozenset(("Enter", "Space", "Home", "PgUp", "PgDn", "Insert", "Backspace", "Ctrl"))
_NAMES = frozenset(
    (
        "Excel",
        "Word",
        "HTML",
        "Markdown",
        "jsonl",
        "xlsx",
        "docx",
        "Telegram",
        "Kartoteka",
        "analytics",
        "client",
        "restore",
    )
)
"""Programs, formats, networks, the source a rule names, a command the help quotes."""
_DATA = re.compile(
    "ivanova|petrov|sidorov|romashka|orekhov|petr|toula|tourisme|familiia|tsel|reason|overdue|name|history|level"
    "|witness|example|mail|mohuh|parer|rehul|zadef|bazat|gohuz",
    re.IGNORECASE,
)
"""What the made-up people, logs and dictionaries themselves hold in Latin letters."""


def _differences(frames: list[Frame]) -> list[str]:
    told = []
    for name, page in pages(frames).items():
        path = KEPT / name
        before = parts(path.read_text(encoding="utf-8")) if path.exists() else {}
        for heading, now in parts(page).items():
            kept = before.get(heading, "")
            if now != kept:
                lines = difflib.unified_diff(kept.splitlines(), now.splitlines(), f"kept {name}", heading, lineterm="")
                told.append("\n".join(lines))
    return told


@pytest.mark.parametrize(
    ("language", "size"),
    [
        pytest.param("ru", SMALL, id="ru-80"),
        pytest.param("en", LARGE, id="en-120"),
        pytest.param("en", SMALL, id="en-80", marks=pytest.mark.long),
        pytest.param("ru", LARGE, id="ru-120", marks=pytest.mark.long),
    ],
)
def test_U18_U19_every_screen_and_tab_is_as_it_was_last_looked_at(language: str, size: tuple[int, int]) -> None:
    frames = take(language, (size,))
    assert [(each.screen, each.heading, each.cut) for each in frames if each.cut] == []
    for frame in frames:
        lines = frame.text.split("\n")
        assert len(lines) == size[1] and max(map(width_of, lines)) <= size[0], frame.heading
        if language == "ru":
            assert _untranslated(frame) == [], (frame.screen, frame.heading)
    told = _differences(frames)
    assert not told, "\n\n".join((*told[:5], f"{len(told)} frames differ: look at them, then scripts/frames"))


def _untranslated(frame: Frame) -> list[str]:
    words = _LATIN.findall(frame.text)
    return [word for word in words if word not in _KEYS | _NAMES and not _DATA.fullmatch(word)]


def test_U18_U19_no_workplace_and_no_tab_of_the_card_is_without_a_frame() -> None:
    walks = [walk for _role, each in ROUTES for walk in each]
    assert {walk.place for walk in walks} == {each.code for each in WORKPLACES}
    card = next(walk for walk in walks if walk.screen == "card")
    assert len([stop for stop in card.stops if stop.keys in (("enter",), ("right",))]) == len(TABS)
    headings = [
        f"{language} {width}x{height} {stop.title}"
        for walk in walks
        for stop in walk.stops
        for language in ("ru", "en")
        for width, height in SIZES
    ]
    kept = [heading for path in KEPT.glob("*.txt") for heading in parts(path.read_text(encoding="utf-8"))]
    assert sorted(kept) == sorted((*headings, *(f"{lang} {w}x{h} door" for lang in ("ru", "en") for w, h in SIZES)))
