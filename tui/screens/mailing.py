"""From a list to a ready campaign: a key, a message, done (S03.72)."""

from __future__ import annotations

from collections.abc import Callable

from core.wording.outreach import word
from tui.desk.port_standing import Member, SegmentFigure, View
from tui.screens.base import WorkScreen
from tui.screens.dialogs.new_campaign import Made, NewCampaignDialog
from tui.text import N_, date, gettext
from tui.widgets.window_table import WindowTable

AT_ONCE = 300
"""Clients up to which a campaign is made while one waits; of more the work is seen and can be stopped."""


def mail_to(screen: WorkScreen, listed: Callable[[], list[str]]) -> None:
    """Ask which message goes to the clients of a list, make the campaign and open it. `listed` runs in a thread."""
    desk = screen.desk

    def ask(clients: list[str]) -> None:
        if not clients:
            screen.notice(gettext("Nobody stands in this list."))
            return
        screen.app.push_screen(NewCampaignDialog(len(clients)), lambda made: make(clients, made))

    def make(clients: list[str], made: Made | None) -> None:
        if made is None:
            return
        kind, channel = made
        greeting = screen.station.greeting
        today = "" if greeting is None else f", {date(greeting.today)}"
        name = f"{word('campaign kind', kind)}{today}"
        if len(clients) <= AT_ONCE:
            screen.notice(gettext("Preparing…"))
            screen.ask("mailing", lambda: desk.outreach.new(name, clients, kind, channel=channel).id, opened)
            return
        told: list[str] = []

        def work(progress: Callable[[int, int], bool]) -> None:
            told.append(desk.outreach.new(name, clients, kind, channel=channel, progress=progress).id)

        screen.station.start_job(N_("Mailing"), work, lambda: opened(told[0]) if told else None)

    def opened(handle: str) -> None:
        screen.notice("")
        screen.station.open_campaign(handle)

    screen.ask("mailing", listed, ask)


class MailingOfSegment(WorkScreen):
    """The part of SEG that mails to everybody behind the figure under the cursor."""

    view: View

    @property
    def figures(self) -> WindowTable[SegmentFigure]:
        """Figures of the tab."""
        raise NotImplementedError

    @property
    def members(self) -> WindowTable[Member]:
        """Clients behind the figure under the cursor."""
        raise NotImplementedError

    def can(self, verb: str) -> bool:
        if verb == "mail_list":
            return super().can(verb) and self.members.length > 0
        return super().can(verb)

    def mail_list(self) -> None:
        figure, view, standing = self.figures.current, self.view, self.desk.standing
        if figure is None:
            return
        key = figure.key

        def listed() -> list[str]:
            found = standing.members(view, key)
            return [row.id for row in found.rows(0, len(found))]

        mail_to(self, listed)
