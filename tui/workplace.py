"""The workplaces behind the unlock screen: which stand on the stack, how one goes from one to another.

Imported by the thread that loads the core: everything here may cost what it costs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from tui.commands.everywhere import NewClient
from tui.options import Resume
from tui.screens.audit import AuditScreen
from tui.screens.base import WorkScreen
from tui.screens.campaign import CampaignScreen
from tui.screens.campaigns import CampaignsScreen
from tui.screens.card import CardScreen
from tui.screens.cases import CasesScreen
from tui.screens.clients import ClientsScreen
from tui.screens.dependency import DependencyScreen
from tui.screens.dialogs.client_form import ClientForm
from tui.screens.dialogs.client_saving import Saved
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.dialogs.criteria import CriteriaDialog
from tui.screens.dialogs.curtain import CurtainScreen
from tui.screens.dialogs.find import Chosen, Create, FindDialog, Several, Taken
from tui.screens.dialogs.menu import MenuDialog
from tui.screens.dialogs.palette import PaletteDialog
from tui.screens.doubles import DoublesScreen
from tui.screens.enquiries import EnquiriesScreen
from tui.screens.entries import CommitmentsScreen
from tui.screens.exports import ExportsScreen
from tui.screens.goods import GoodsScreen
from tui.screens.group_tasks import GroupTasksScreen
from tui.screens.help import HelpScreen
from tui.screens.importing import ImportScreen
from tui.screens.keys import KeysScreen
from tui.screens.loyalty import LoyaltyScreen
from tui.screens.metrics import MetricsScreen
from tui.screens.order_gaps import OrderGapsScreen
from tui.screens.people import PeopleScreen
from tui.screens.quality import QualityScreen
from tui.screens.recovery import RecoveryScreen
from tui.screens.rules import RulesScreen
from tui.screens.segments import SegmentsScreen
from tui.screens.team import TeamScreen
from tui.screens.today import TodayScreen
from tui.screens.white import WhiteScreen
from tui.screens.white_client import WhiteClientScreen
from tui.text import N_, field_name, fill, gettext
from tui.walk import Walk

if TYPE_CHECKING:
    from tui.app import Workstation
    from tui.commands.base import Command
    from tui.desk.port import Undone

HOME = "TODAY"
_BASE = 2
"""Screens that are always there: the unlock screen, which is the bottom of the stack, and one workplace."""
_MAKERS: dict[str, Callable[[], WorkScreen]] = {
    "TODAY": TodayScreen,
    "ACC": ClientsScreen,
    "REC": RecoveryScreen,
    "CAMP": CampaignsScreen,
    "WHITE": WhiteScreen,
    "GOODS": GoodsScreen,
    "SEG": SegmentsScreen,
    "KEY": KeysScreen,
    "MET": MetricsScreen,
    "DEP": DependencyScreen,
    "TEAM": TeamScreen,
    "GROUP": GroupTasksScreen,
    "LOYAL": LoyaltyScreen,
    "GAPS": OrderGapsScreen,
    "COMMIT": CommitmentsScreen,
    "CASE": CasesScreen,
    "ENQ": EnquiriesScreen,
    "DUP": DoublesScreen,
    "EXP": ExportsScreen,
    "IMP": ImportScreen,
    "DQ": QualityScreen,
    "SET": RulesScreen,
    "AUD": AuditScreen,
    "ADM": PeopleScreen,
}


class Workplaces:
    """Keeps one screen per workplace, so that coming back finds the cursor, the filter and the order as they were."""

    def __init__(self, station: Workstation) -> None:
        self._station = station
        self._screens: dict[str, WorkScreen] = {}

    # Which one is on top

    def top(self) -> WorkScreen | None:
        return next((s for s in reversed(self._station.screen_stack) if isinstance(s, WorkScreen)), None)

    def _screen(self, code: str) -> WorkScreen:
        if code not in self._screens:
            screen = _MAKERS[code]()
            self._screens[code] = screen
            self._station.install_screen(screen, f"place-{code.lower()}")
        return self._screens[code]

    # Going

    def enter(self, start: str, resume: Resume) -> None:
        """The first workplace after unlocking: where the lock interrupted, else where the options say, else home."""
        code = resume.screen if resume.screen in _MAKERS else start or HOME
        screen = self._screen(code)
        if isinstance(screen, ClientsScreen) and resume.sort:
            screen.sort = resume.sort
        self._station.push_screen(screen)
        if resume.client_id:
            self._station.push_screen(CardScreen(resume.client_id, None, resume.tab))

    def go(self, code: str) -> None:
        """To a workplace, whatever stands on the stack."""
        while len(self._station.screen_stack) > _BASE:
            self._station.pop_screen()
        target = self._screen(code)
        if self._station.screen is not target:
            self._station.switch_screen(target)

    def open_card(self, client_id: str, walk: Walk | None) -> None:
        top = self.top()
        if isinstance(top, CardScreen):
            top.turn_to(client_id, walk)
            return
        self._station.push_screen(CardScreen(client_id, walk))

    def open_white(self, client_id: str) -> None:
        """White space of one client, over whatever stands on top."""
        self._station.push_screen(WhiteClientScreen(client_id))

    def open_campaign(self, handle: str) -> None:
        """One campaign, over whatever stands on top."""
        self._station.push_screen(CampaignScreen(handle))

    def go_back(self) -> None:
        if len(self._station.screen_stack) > _BASE:
            self._station.pop_screen()
        elif self._station.screen is not self._screens.get(HOME):
            self.go(HOME)
        else:
            self.ask_to_leave()

    def undo_last(self, screen: WorkScreen) -> None:
        """Take back the last own step; a client who is gone with it leaves no card behind."""
        screen.ask("undo", self._station.desk.undo, partial(self._undone, screen))

    def _undone(self, screen: WorkScreen, answer: Undone | None) -> None:
        if answer is None:
            screen.notice(gettext("There is nothing of yours left to undo in this session."))
            return
        if answer.field:
            told = fill(gettext("Undone: {field} is as before."), field=field_name(answer.field))
        else:
            told = fill(gettext("Undone: {name} is no longer in the base."), name=answer.value)
            if isinstance(screen, CardScreen) and screen.client_id == answer.client_id:
                self.go_back()
        self.mark_stale()
        if (top := self.top()) is not None:
            top.call_after_refresh(top.notice, told)

    def mark_stale(self) -> None:
        """Something changed: the screen on top asks again now, the others when they are shown."""
        top = self.top()
        for screen in (*self._screens.values(), *self._station.screen_stack):
            if isinstance(screen, WorkScreen):
                screen.stale = True
        if top is not None:
            top.stale = False
            top.load()

    # Dialogs

    def show_help(self, screen: WorkScreen) -> None:
        self._station.push_screen(HelpScreen(screen))

    def explain(self, dialog: str, keys: str) -> None:
        """The help of the screen a dialog stands on, its own keys first."""
        screen = self.top()
        if screen is not None and not isinstance(screen, HelpScreen):
            self._station.push_screen(HelpScreen(screen, (dialog, keys)))

    def find_client(self) -> None:
        def chosen(answer: Chosen | None) -> None:
            if isinstance(answer, Several):
                self._station.push_screen(CriteriaDialog(answer.text), chosen)
            elif isinstance(answer, Taken):
                self.open_card(answer.client_id, None)
            elif isinstance(answer, Create):
                self.new_client(answer.text)

        top = self.top()
        self._station.push_screen(FindDialog(creating=top is not None and NewClient.able(top)), chosen)

    def new_client(self, text: str = "") -> None:
        """The form of a client; the card of whoever was saved is opened."""

        def saved(answer: Saved | None) -> None:
            if answer is None or not answer.client_id:
                return
            self.mark_stale()
            self.open_card(answer.client_id, None)
            if answer.created and (top := self.top()) is not None:
                said = gettext("The client is in the base. u takes him out again.")
                top.call_after_refresh(top.notice, said, "good")

        self._station.push_screen(ClientForm(text, marked=True), saved)

    def show_palette(self, screen: WorkScreen) -> None:
        async def chosen(command: type[Command] | None) -> None:
            if command is not None and command.able(screen):
                await command.run(screen)

        self._station.push_screen(PaletteDialog(screen), chosen)

    def show_menu(self) -> None:
        def chosen(code: str | None) -> None:
            if code is not None:
                self.go(code)

        top = self.top()
        self._station.push_screen(MenuDialog(top.CODE if top is not None else ""), chosen)

    def ask_to_leave(self) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                self._station.exit("left")

        if any(isinstance(screen, ConfirmDialog) for screen in self._station.screen_stack):
            return
        question = gettext(N_("Leave Kartoteka?"))
        self._station.push_screen(ConfirmDialog(question), answered)

    # Lock

    def resume(self, login: str, theme: str) -> Resume:
        """What the next image needs to come back here."""
        base = next((s for s in self._station.screen_stack if isinstance(s, WorkScreen)), None)
        card = next((s for s in self._station.screen_stack if isinstance(s, CardScreen)), None)
        return Resume(
            login=login,
            screen=base.CODE if base is not None else "",
            client_id=card.client_id if card is not None else "",
            tab=card.tab if card is not None else "",
            sort=base.sort if isinstance(base, ClientsScreen) else "",
            theme=theme,
        )

    def cover(self) -> None:
        """Nothing of the base stays on the terminal."""
        curtain: Screen[Any] = CurtainScreen()
        self._station.push_screen(curtain)
