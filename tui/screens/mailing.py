"""From a list to a ready campaign: a key, a message, done (S03.72)."""

from __future__ import annotations

from collections.abc import Callable

from core.entities.outreach import CampaignChannel, CampaignKind
from core.wording.outreach import new_item, word
from tui.desk.port_standing import Member, SegmentFigure, View
from tui.screens.base import WorkScreen
from tui.screens.dialogs.new_campaign import Made, NewCampaignDialog
from tui.text import N_, date, gettext
from tui.widgets.window_table import WindowTable

ITEM_MAX = 80
AT_ONCE = 300
"""Clients up to which a campaign is made while one waits; of more the work is seen and can be stopped."""


def mail_to(screen: WorkScreen, listed: Callable[[], list[str]]) -> None:
    """Ask which message goes to the clients of a list, make the campaign and open it. `listed` runs in a thread."""

    def ask(clients: list[str]) -> None:
        def chosen(made: Made | None) -> None:
            if made is not None:
                kind, channel = made
                _make(screen, clients, word("campaign kind", kind), kind, channel)

        if _anybody(screen, clients):
            screen.app.push_screen(NewCampaignDialog(len(clients)), chosen)

    screen.ask("mailing", listed, ask)


def mail_item(screen: WorkScreen, item: str, listed: Callable[[], list[str]]) -> None:
    """A letter about a new product to those it is to be offered to, ready at once (S03.90). `item`: its name."""

    def made(clients: list[str]) -> None:
        if _anybody(screen, clients):
            _make(screen, clients, item[:ITEM_MAX], "new_product", "email", *new_item(item))

    screen.ask("mailing", listed, made)


def _anybody(screen: WorkScreen, clients: list[str]) -> bool:
    if not clients:
        screen.notice(gettext("Nobody stands in this list."))
    return bool(clients)


def _make(
    screen: WorkScreen, clients: list[str], about: str, kind: CampaignKind, channel: CampaignChannel,
    subject: str = "", text: str = "",
) -> None:  # fmt: skip
    """The campaign, made and opened; without words it gets those of the ready message."""
    outreach, greeting = screen.desk.outreach, screen.station.greeting
    name = about if greeting is None else f"{about}, {date(greeting.today)}"

    def opened(handle: str) -> None:
        screen.notice("")
        screen.station.open_campaign(handle)

    if len(clients) <= AT_ONCE:
        screen.notice(gettext("Preparing…"))
        screen.ask("mailing", lambda: outreach.new(name, clients, kind, subject, text, channel).id, opened)
        return
    told: list[str] = []

    def work(progress: Callable[[int, int], bool]) -> None:
        told.append(outreach.new(name, clients, kind, subject, text, channel, progress=progress).id)

    screen.station.start_job(N_("Mailing"), work, lambda: opened(told[0]) if told else None)


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
