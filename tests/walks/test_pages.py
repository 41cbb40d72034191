"""The pages of the walks, in both languages, show screens the walks come by, and every picture is drawn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.walks.stories import WALKS
from tests.walks.story import Walk

DOCS = Path(__file__).parents[2] / "docs"
SHOWN = re.compile(r"\]\(screens/(\S+)-80-(ru|en)\.svg\)")


@pytest.mark.parametrize(("ending", "language"), [("", "en"), (".ru", "ru")])
@pytest.mark.parametrize("walk", WALKS, ids=[each.name for each in WALKS])
def test_a_page_shows_screens_of_its_walk(walk: Walk, ending: str, language: str) -> None:
    shown = SHOWN.findall((DOCS / f"walk-{walk.name}{ending}.md").read_text("utf-8"))
    assert len(shown) >= 5
    assert {spoken for _name, spoken in shown} == {language}
    assert {name for name, _spoken in shown} <= {walk.picture(shot) for shot in walk.shots()}
    assert all((DOCS / "screens" / f"{name}-80-{spoken}.svg").exists() for name, spoken in shown)


def test_every_kept_screen_belongs_to_a_walk() -> None:
    kept = {path.stem for path in (Path(__file__).parent / "screens").glob("*.txt")}
    assert kept == {f"{walk.name}-{shot}" for walk in WALKS for shot in walk.shots()}


def test_the_readme_leads_to_the_walks_in_both_languages() -> None:
    for name, ending in (("README.md", ""), ("README.ru.md", ".ru")):
        text = (DOCS.parent / name).read_text("utf-8")
        assert all(f"docs/walk-{walk.name}{ending}.md" in text for walk in WALKS)
