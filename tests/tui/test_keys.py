from __future__ import annotations

import pytest
from textual.keys import _character_to_key

from tui.commands.base import Command
from tui.commands.everywhere import EVERYWHERE
from tui.keys import NAMES, TO_RUSSIAN, both, shown, twin, with_twins
from tui.screens.base import WorkScreen
from tui.screens.campaign import CampaignScreen
from tui.screens.campaigns import CampaignsScreen
from tui.screens.card import CardScreen
from tui.screens.clients import ClientsScreen
from tui.screens.dependency import DependencyScreen
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.enquiries import EnquiriesScreen
from tui.screens.evidence import EvidenceScreen
from tui.screens.exports import ExportsScreen
from tui.screens.goods import GoodsScreen
from tui.screens.group_task import GroupTaskScreen
from tui.screens.group_tasks import GroupTasksScreen
from tui.screens.help import HelpScreen
from tui.screens.keys import KeysScreen
from tui.screens.loyalty import LoyaltyScreen
from tui.screens.loyalty_programme import ProgrammeScreen
from tui.screens.metrics import MetricsScreen
from tui.screens.order_gaps import OrderGapsScreen
from tui.screens.recovery import RecoveryScreen
from tui.screens.rules import RulesScreen
from tui.screens.segments import SegmentsScreen
from tui.screens.team import TeamScreen
from tui.screens.today import TodayScreen
from tui.screens.white import WhiteScreen
from tui.screens.white_client import WhiteClientScreen

SCREENS: tuple[type[WorkScreen], ...] = (
    TodayScreen,
    ClientsScreen,
    RecoveryScreen,
    ExportsScreen,
    SegmentsScreen,
    KeysScreen,
    RulesScreen,
    CardScreen,
    HelpScreen,
    MetricsScreen,
    DependencyScreen,
    EnquiriesScreen,
    EvidenceScreen,
    WhiteScreen,
    WhiteClientScreen,
    GoodsScreen,
    CampaignsScreen,
    CampaignScreen,
    TeamScreen,
    GroupTasksScreen,
    GroupTaskScreen,
    LoyaltyScreen,
    ProgrammeScreen,
    OrderGapsScreen,
)


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
        assert callable(getattr(screen, command.verb, None)), command.name()


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
