from __future__ import annotations

import re

import pyte
from hypothesis import given
from hypothesis import strategies as st

from tui.thin_driver import ShownScreen

WIDTH, HEIGHT = 12, 4
STYLES = ("0", "31;40", "1;38;2;1;2;3;48;2;4;5;6", "38;2;1;2;3;48;2;4;5;6", "1;4;37")

runs = st.lists(
    st.tuples(
        st.integers(0, HEIGHT - 1),
        st.integers(0, WIDTH - 1),
        st.text(alphabet="aбв社 ─", min_size=1, max_size=WIDTH),
        st.sampled_from(STYLES),
    ),
    max_size=8,
)


def whole_rows(frame: list[tuple[int, int, str, str]]) -> str:
    """A frame as the compositor writes it: whole rows, so that no wide character is cut by a later run."""
    out = []
    for y, _x, text, style in frame:
        cells, used = [], 0
        for char in text:
            width = 2 if char == "社" else 1
            if used + width > WIDTH:
                break
            cells.append(char)
            used += width
        shown = "".join(cells) + " " * (WIDTH - used)
        out.append(f"\x1b[{y + 1};1H\x1b[{style}m{shown}\x1b[0m")
    return "".join(out)


def paint(data: list[str]) -> list[list[tuple[str, str, str, bool]]]:
    screen = pyte.Screen(WIDTH, HEIGHT)
    screen.reset_mode(7 << 5)
    stream = pyte.Stream(screen)
    for piece in data:
        stream.feed("\x1b[?7l" + piece)
    return [[(c.data, c.fg, c.bg, c.bold) for c in (screen.buffer[y][x] for x in range(WIDTH))] for y in range(HEIGHT)]


@given(st.lists(runs, min_size=1, max_size=6))
def test_the_difference_paints_the_same_screen(frames: list[list[tuple[int, int, str, str]]]) -> None:
    shown = ShownScreen(WIDTH, HEIGHT)
    written = [whole_rows(frame) for frame in frames]
    thin = [shown.difference(frame) for frame in written]
    assert paint(thin) == paint(written)


def test_an_unchanged_frame_costs_nothing() -> None:
    shown = ShownScreen(WIDTH, HEIGHT)
    frame = "\x1b[1;1H\x1b[31;40mпривет\x1b[0m\x1b[1;1H"
    assert "привет" in shown.difference(frame)
    assert shown.difference(frame) == ""


def test_only_changed_cells_are_sent() -> None:
    shown = ShownScreen(40, 2)
    shown.difference("\x1b[1;1H" + "a" * 40)
    assert shown.difference("\x1b[1;1H" + "a" * 20 + "b" + "a" * 19) == "\x1b[1;21Hb"


def test_forgetting_sends_everything_again() -> None:
    shown = ShownScreen(WIDTH, HEIGHT)
    shown.difference("\x1b[1;1Habc")
    shown.forget()
    assert shown.difference("\x1b[1;1Habc") == "\x1b[1;1H\x1b[0mabc"


@given(st.text(alphabet=st.characters(), max_size=60))
def test_nothing_but_moves_colours_and_text_leaves(text: str) -> None:
    sent = ShownScreen(WIDTH, HEIGHT).difference("\x1b[1;1H" + text)
    rest = re.sub(r"\x1b\[\d+;\d+H|\x1b\[[0-9;]*m", "", sent)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", rest)
