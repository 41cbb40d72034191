"""One step of the recovery playbook: what to say, what was said, what was given."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from core.entities.recovery import CaseStep
from core.wording.recovery import script, step_name
from tui.desk.port_recovery import CaseLine
from tui.safe_text import wrap
from tui.screens.dialogs.base import Dialog
from tui.text import N_, gettext
from tui.widgets.drawn import OneLine, Pager
from tui.widgets.line_field import LineField

NOTE_MAX, GIFT_MAX = 500, 100
_WIDTH = 62
_GIVEN: frozenset[CaseStep] = frozenset({"office", "parted", "met"})
_ASKS: dict[CaseStep, str] = {
    "reason": N_("The reason in his own words"),
    "referral": N_("Whom was asked to introduce us"),
}
_SAID = N_("What was said")


class StepDialog(Dialog[tuple[str, str]]):
    """Returns what was said and what was given; both may be empty where the playbook lets them."""

    HINT = N_("Enter go on · Tab other field · Esc leave it")
    AUTO_FOCUS = "#note"

    def __init__(self, case: CaseLine, step: CaseStep) -> None:
        super().__init__()
        self._case = case
        self._step = step

    def heading(self) -> str:
        return f"{step_name(self._step)} · {self._case.client}"

    def inside(self) -> Iterable[Widget]:
        yield Pager(id="script")
        yield OneLine(((gettext(_ASKS.get(self._step, _SAID)), "dim"),))
        yield LineField(max_length=NOTE_MAX, id="note")
        if self._step in _GIVEN:
            yield OneLine(((gettext("What was given"), "dim"),))
            yield LineField(max_length=GIFT_MAX, id="gift")

    def on_mount(self) -> None:
        pane = self.query_one("#script", Pager)
        lines = wrap(script(self._step, self._case.course), _WIDTH)
        pane.styles.height = len(lines) + 1
        pane.show([((text, ""),) for text in lines])

    def on_line_field_submitted(self, event: LineField.Submitted) -> None:
        if event.field.id == "note" and self._step in _GIVEN:
            self.query_one("#gift").focus()
            return
        gift = self.query_one("#gift", LineField).text if self._step in _GIVEN else ""
        self.dismiss((self.query_one("#note", LineField).text.strip(), gift.strip()))
