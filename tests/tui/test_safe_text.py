from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.tui.hostile import NAMES
from tui.safe_text import MARK, clean, content, fit, plain, wrap


@given(st.text())
def test_nothing_but_glyphs_comes_out(text: str) -> None:
    for char in clean(text):
        assert unicodedata.category(char)[0] != "C" or char == MARK
        assert unicodedata.category(char) not in ("Zl", "Zp")
        assert char == " " or unicodedata.category(char) != "Zs"


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"])))
def test_honest_text_passes(text: str) -> None:
    assert all(a == b or a in "\u115f\u1160\u2800\u3164\uffa0" for a, b in zip(text, clean(text), strict=True))


def test_marks_are_visible() -> None:
    assert clean("a\x1b]52;c;x\x07b") == "a␛]52;c;x␇b"
    assert clean("a\u202eb\u200bc\x00\x9b") == f"a{MARK}b{MARK}c␀{MARK}"
    assert clean("a\u00a0b\u202fc") == "a b c"
    assert clean("пустой\u3164") == f"пустой{MARK}"


def test_accents_stay_and_stacks_do_not() -> None:
    assert clean("и\u0306") == "и\u0306"
    assert clean("Z" + "\u0300" * 6) == "Z\u0300\u0300" + MARK * 4


@given(st.text(), st.integers(0, 40), st.booleans())
def test_fit_is_exactly_as_wide(text: str, width: int, right: bool) -> None:
    assert cell_len(fit(text, width, right=right)) == width


def test_fit_counts_wide_characters_as_two() -> None:
    assert fit("社漢字", 5) == "社漢…"
    assert fit("12", 5, right=True) == "   12"


@given(st.text(), st.integers(2, 60))
def test_wrapped_lines_fit(text: str, width: int) -> None:
    assert all(cell_len(line) <= width for line in wrap(text, width))


def test_markup_is_text() -> None:
    for name in NAMES:
        shown = content(name)
        assert shown.plain == clean(name)
        assert not shown.spans


def test_plain_keeps_lines() -> None:
    assert plain("a\x1b\nb\tc") == "a␛\nb␉c"
