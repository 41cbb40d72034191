from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from textual.keys import _character_to_key

from tui import screens
from tui.commands.base import Command
from tui.commands.everywhere import EVERYWHERE
from tui.commands.importing import StepCommand
from tui.commands.workplaces import WORKPLACES
from tui.keys import NAMES, TO_RUSSIAN, both, shown, twin, with_twins
from tui.screens.base import WorkScreen
from tui.screens.dialogs.confirm import ConfirmDialog


def every_screen(above: type[WorkScreen] = WorkScreen) -> Iterator[type[WorkScreen]]:
    for module in pkgutil.iter_modules(screens.__path__, f"{screens.__name__}."):
        importlib.import_module(module.name)
    for below in above.__subclasses__():
        yield below
        yield from every_screen(below)


SCREENS = tuple(sorted({each for each in every_screen() if each.OFFERS and each.CODE}, key=lambda each: each.__name__))


@pytest.mark.parametrize(
    ("key", "russian"),
    [
        ("j", "о"),
        ("slash", "full_stop"),
        ("left_square_bracket", "х"),
        ("right_square_bracket", "ъ"),
        ("G", "П"),
        ("ctrl+s", "ctrl+ы"),
        ("f1", None),
        ("enter", None),
    ],
)
def test_twin_is_the_same_physical_key(key: str, russian: str | None) -> None:
    assert twin(key) == russian


def test_names_are_those_textual_gives() -> None:
    assert {char: _character_to_key(char) for char in NAMES} == NAMES


def test_both_layouts_cover_each_other_once() -> None:
    assert len(set(TO_RUSSIAN.values())) == len(TO_RUSSIAN)


def all_commands() -> list[type[Command]]:
    return sorted({c for screen in SCREENS for c in screen.all_commands()}, key=lambda c: c.__name__)


@pytest.mark.parametrize("command", all_commands())
def test_every_letter_binding_has_its_twin(command: type[Command]) -> None:
    binding = command.binding()
    keys = [] if binding is None else binding.key.split(",")
    for key in command.all_keys():
        assert key in keys
        if (other := twin(key)) is not None:
            assert other in keys


@pytest.mark.parametrize("screen", SCREENS)
def test_no_key_means_two_things_on_one_screen(screen: type[WorkScreen]) -> None:
    owners: dict[str, str] = {}
    for command in screen.all_commands():
        for key in with_twins(*command.all_keys()).split(","):
            if key:
                assert owners.setdefault(key, command.name()) == command.name(), key


@pytest.mark.parametrize("screen", SCREENS)
def test_every_verb_exists_on_its_screen(screen: type[WorkScreen]) -> None:
    for command in screen.all_commands():
        # Steps of an import bring their own verbs.
        assert issubclass(command, StepCommand) or callable(getattr(screen, command.verb, None)), command.name()


def test_no_multiplexer_prefix_is_taken() -> None:
    taken = {key for command in all_commands() for key in command.all_keys()}
    # F6 is a task, as everywhere in the field; where a multiplexer keeps it, the palette has it too.
    assert not taken & {"ctrl+a", "ctrl+b", "ctrl+s", "ctrl+q", "ctrl+j"}


def test_how_keys_are_written() -> None:
    assert [shown(key) for key in ("f12", "slash", "escape", "ctrl+l", "s")] == ["F12", "/", "Esc", "Ctrl+L", "s"]
    assert both("left_square_bracket") == "[ (х)"


def test_everywhere_is_on_every_screen() -> None:
    for screen in SCREENS:
        assert set(EVERYWHERE) <= set(screen.all_commands())


@pytest.mark.parametrize(("key", "answer"), [("y", True), ("д", True), ("n", False), ("т", False), ("н", False)])
def test_the_first_letter_of_no_never_says_yes(key: str, answer: bool) -> None:
    said = {name: each.action for each in ConfirmDialog.BINDINGS for name in each.key.split(",")}  # type: ignore[union-attr]
    assert said[key] == f"say({answer})"


def test_S03_97_every_screen_has_its_rule_and_its_rows() -> None:
    without = [each.__name__ for each in SCREENS if each.CODE != "HELP" and not (each.RULE and each.SOURCES)]
    assert without == []
    assert len(SCREENS) > 40
    assert {each.code for each in WORKPLACES} <= {each.CODE for each in SCREENS}
