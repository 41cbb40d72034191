"""Ways out of the screen that must stay closed (spec/security R12–R18)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import tui
from tests.tui.app_under_test import quiet, text, unlocked
from tests.tui.fake_desk import PASSPHRASE, FakeDesk
from tests.tui.hostile import NAMES
from tui.app import Workstation
from tui.desk.answers import CardOverview
from tui.guarded import incident_number
from tui.options import Options, Resume, parse, read_resume, write_resume
from tui.safe_text import clean
from tui.widgets.line_field import SecretField

ROOM = Path(tui.__file__).parent
_MARKUP_WIDGETS = {
    "Static",
    "Label",
    "Button",
    "Checkbox",
    "RadioButton",
    "Markdown",
    "DataTable",
    "OptionList",
    "Tree",
}
_MARKUP_CALLS = {"notify", "from_markup"}


def sources() -> list[Path]:
    return [
        path for folder in ("screens", "widgets", "commands") for path in sorted((ROOM / folder).rglob("*.py"))
    ] + sorted(ROOM.glob("*.py"))


def markup_uses(tree: ast.AST) -> list[str]:
    """Names through which text could be read as markup or reach the terminal past `Drawn`."""
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in _MARKUP_WIDGETS | _MARKUP_CALLS:
                found.append(name)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual.widgets"):
            found.append(str(node.module))
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and target.attr in ("border_title", "border_subtitle", "tooltip"):
                    found.append(target.attr)
        if isinstance(node, ast.FunctionDef) and node.name == "render":
            found.append("render")
    return found


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOM)))
def test_no_text_is_ever_read_as_markup(path: Path) -> None:
    assert markup_uses(ast.parse(path.read_text())) == []


@pytest.mark.parametrize("path", sorted(ROOM.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOM)))
def test_no_sentence_hides_in_an_f_string(path: Path) -> None:
    # Before Python 3.12 an f-string is one token: the catalogue script would not see the sentence.
    marks = {"gettext", "_", "N_", "pgettext", "P_", "ngettext"}
    hidden = [
        call.lineno
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in marks
        if call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


def test_the_lint_sees_what_it_is_for() -> None:
    bad = "from textual.widgets import Static\nStatic(name)\nself.border_title = name\nself.notify(name)"
    assert markup_uses(ast.parse(bad)) == ["textual.widgets", "border_title", "Static", "notify"]


async def test_hostile_names_are_drawn_with_marks_and_do_nothing() -> None:
    async with unlocked(FakeDesk(names=NAMES), size=(120, 40)) as pilot:
        shown = text(pilot)
        assert not any(ord(char) < 32 and char != "\n" for char in shown)
        for name in NAMES[:12]:
            assert clean(name)[:18] in shown
        await pilot.click(offset=(4, 3 + 7))
        await quiet(pilot)
        assert pilot.app.is_running


async def test_textual_ways_out_are_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with unlocked(FakeDesk()) as pilot:
        app = pilot.app
        assert app.export_screenshot() == ""
        assert app.save_screenshot() == ""
        assert app.deliver_screenshot() is None
        assert app.deliver_text("x") is None
        app.copy_to_clipboard("тайна")
        assert app.clipboard == ""
        app.open_url("https://example.invalid")
        app.action_suspend_process()
        assert list(app.get_system_commands(app.screen)) == []
        await pilot.press("ctrl+p")
        await quiet(pilot)
        assert "ommand" not in type(app.screen).__name__
        assert list(tmp_path.iterdir()) == []


async def test_a_fault_ends_with_a_number_only(capsys: pytest.CaptureFixture[str]) -> None:
    class Broken(FakeDesk):
        def overview(self, client_id: str) -> CardOverview:
            passphrase = "очень тайно"
            raise RuntimeError(passphrase)

    station = Workstation(Options(login="ivanova", start="ACC"), Broken)
    with pytest.raises(RuntimeError):
        async with station.run_test(size=(80, 24)) as pilot:
            await quiet(pilot)
            await pilot.press(*PASSPHRASE, "enter")
            await quiet(pilot)
            await pilot.press("enter")
            await quiet(pilot)
    sentence = station.fatal_sentence()
    assert sentence is not None
    assert "test_guarded-" in sentence
    printed = capsys.readouterr()
    assert "тайно" not in sentence + printed.out + printed.err


def test_the_same_fault_has_the_same_number() -> None:
    def fail(text: str) -> str:
        try:
            raise ValueError(text)
        except ValueError as error:
            return incident_number(error)

    assert fail("a") == fail("b")
    assert "a" not in fail("zzz").split("-")[-1] or len(fail("zzz").split("-")[-1]) == 6


async def test_the_passphrase_is_wiped_and_never_in_the_tree() -> None:
    kept: list[bytearray] = []

    class Watching(FakeDesk):
        def unlock(self, login: str, passphrase: bytearray):  # type: ignore[no-untyped-def]
            kept.append(passphrase)
            return super().unlock(login, passphrase)

    async with unlocked(Watching()):
        pass
    assert bytes(kept[0]) == bytes(len(PASSPHRASE.encode()))


async def test_secret_field_edits_bytes() -> None:
    station = Workstation(Options(login="ivanova"), FakeDesk)
    async with station.run_test(size=(80, 24)) as pilot:
        await quiet(pilot)
        field = station.screen.query_one(SecretField)
        await pilot.press("a", "ж", "z", "backspace", "backspace")
        assert bytes(field._bytes) == b"a"
        await pilot.press("ы")
        assert "••" in text(pilot)
        assert "aы" not in text(pilot)
        assert field.take() == bytearray("aы".encode())
        assert bytes(field._bytes) == b""
        assert repr(field) == "SecretField()"


def test_resume_goes_through_a_pipe_and_nothing_else_is_believed() -> None:
    resume = Resume(login="ivanova", screen="ACC", client_id="ab" * 16, tab="orders", sort="-turnover", theme="")
    assert read_resume(write_resume(resume)) == resume
    assert read_resume(987) is None
    assert parse(["--resume-fd", "987", "--as", "petrov", "--slow"]).resume is None
    assert parse(["--slow"]).mouse is False
