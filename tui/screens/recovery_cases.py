"""REC: taking a client on and leading his case through the playbook, dialog by dialog (S03.104–S03.109)."""

from __future__ import annotations

from typing import Any

from core.entities.recovery import LOSS_REASONS, CaseStep, LossReason
from core.wording.recovery import reason_name, step_name
from tui.desk.port_recovery import CaseLine, CasesAnswer, QueueMark
from tui.screens.base import WorkScreen
from tui.screens.dialogs.case_step import StepDialog
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.mailing import mail_to
from tui.text import fill, gettext
from tui.widgets.window_table import WindowTable


class CasesOfQueue(WorkScreen):
    """The part of REC that works on cases; the screen itself gives the lists and paints."""

    def __init__(self) -> None:
        super().__init__()
        self._cases: CasesAnswer | None = None
        self._marks: dict[str, QueueMark] = {}

    @property
    def table(self) -> WindowTable[Any]:
        """The list that is shown."""
        raise NotImplementedError

    def _client_of(self, row: Any) -> str:
        return row.client_id if isinstance(row, CaseLine) else str(row.id)

    def _case_of(self, row: Any) -> str:
        """Id of the case at work on the client of a row; empty where there is none."""
        if isinstance(row, CaseLine):
            return row.id
        mark = self._marks.get(row.id)
        return "" if mark is None else mark.case

    def mail_list(self) -> None:
        """To the marked ones of the list, else to everybody it shows."""
        source, marks = self.table.pages.source, set(self.table.marks)
        rows = [each for each in source.rows(0, len(source)) if not marks or each.id in marks]
        found = list(dict.fromkeys(self._client_of(each) for each in rows))
        mail_to(self, lambda: found)

    def claim_client(self) -> None:
        row = self.table.current
        if row is not None:
            client_id = self._client_of(row)
            self.ask("claim", lambda: self.desk.recovery.claim(client_id), self._claimed)

    def _claimed(self, case: CaseLine) -> None:
        self.load()
        told = gettext("Taken on: {name}. n shows what to say and takes the next step.")
        self.notice(fill(told, name=case.client), "good")

    def take_step(self) -> None:
        row = self.table.current
        case_id = "" if row is None else self._case_of(row)
        case = next((each for each in self._cases.cases if each.id == case_id), None) if self._cases else None
        if case is None or not case.next:
            return
        if len(case.next) == 1:
            self._say(case, case.next[0])
            return
        choices = [(str(step), step_name(step)) for step in case.next]

        def chosen(step: str | None) -> None:
            found = next((each for each in case.next if each == step), None)
            if found is not None:
                self._say(case, found)

        self.app.push_screen(ChoiceDialog(gettext("What comes next?"), choices), chosen)

    def _say(self, case: CaseLine, step: CaseStep) -> None:
        if step != "reason":
            self._words(case, step, None)
            return

        def chosen(code: str | None) -> None:
            reason = next((each for each in LOSS_REASONS if each == code), None)
            if reason is not None:
                self._words(case, step, reason)

        choices = [(str(each), reason_name(each)) for each in LOSS_REASONS]
        self.app.push_screen(ChoiceDialog(gettext("Why did the client stop buying?"), choices), chosen)

    def _words(self, case: CaseLine, step: CaseStep, reason: LossReason | None) -> None:
        def told(words: tuple[str, str] | None) -> None:
            if words is not None:
                note, gift = words
                self.ask("step", lambda: self.desk.recovery.step(case.id, step, note, gift, reason), self._stepped)

        self.app.push_screen(StepDialog(case, step), told)

    def _stepped(self, case: CaseLine) -> None:
        self.load()
        self.notice(f"{case.client}: {step_name(case.step)}", "good")
