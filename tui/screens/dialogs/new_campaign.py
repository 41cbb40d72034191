"""Which message, by which channel: one key makes the campaign ready (S03.72)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from core.entities.outreach import CAMPAIGN_CHANNELS, CampaignChannel, CampaignKind
from core.wording.outreach import TEMPLATE_KINDS, template, word
from tui.screens.dialogs.base import PickDialog
from tui.text import N_, clients, fill, gettext
from tui.widgets.window_table import Column

Made = tuple[CampaignKind, CampaignChannel]


class NewCampaignDialog(PickDialog[Made, CampaignKind]):
    """Returns kind and channel. A digit chooses at once."""

    HAS_FIELD = False
    HINT = N_("1–6 or Enter make it · ← → channel · Esc close")
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n + 1), f"take({n})", show=False) for n in range(len(TEMPLATE_KINDS))),
        Binding("left", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
    ]

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._channel: CampaignChannel = CAMPAIGN_CHANNELS[0]

    def heading(self) -> str:
        return fill(gettext("Mailing: {clients}"), clients=clients(self._number))

    def columns(self) -> Sequence[Column[CampaignKind]]:
        return (
            Column("digit", str, 2, lambda row: (str(TEMPLATE_KINDS.index(row) + 1), "accent")),
            Column("kind", str, 16, lambda row: (word("campaign kind", row), "")),
            Column("words", str, 20, lambda row: (self._words(row), "dim"), flex=1),
        )

    def _words(self, kind: CampaignKind) -> str:
        subject, text = template(kind, self._channel)
        return subject or text

    def row_id(self, row: CampaignKind) -> str:
        return row

    def answer(self, row: CampaignKind) -> Made:
        return row, self._channel

    def on_mount(self) -> None:
        self.table.styles.height = len(TEMPLATE_KINDS)
        self.offer(TEMPLATE_KINDS)
        self._show_channel()

    def action_take(self, number: int) -> None:
        self.dismiss((TEMPLATE_KINDS[number], self._channel))

    def action_turn(self, by: int) -> None:
        at = CAMPAIGN_CHANNELS.index(self._channel)
        self._channel = CAMPAIGN_CHANNELS[(at + by) % len(CAMPAIGN_CHANNELS)]
        self._show_channel()
        self.table.refresh()

    def _show_channel(self) -> None:
        self.tell(fill(gettext("Channel: {channel}"), channel=word("campaign channel", self._channel)), "strong")
