"""What one does on SEG with the client under the cursor: state, meet, call, write down what he answered."""

from __future__ import annotations

from tui.desk.port_standing import Member, View
from tui.screens.base import WorkScreen
from tui.screens.dialogs.words import WordsDialog
from tui.screens.stating import ask_to_state
from tui.text import fill, gettext
from tui.widgets.window_table import WindowTable


class SegmentsWork(WorkScreen):
    """The part of SEG that writes."""

    view: View

    @property
    def members(self) -> WindowTable[Member]:
        """The clients behind the figure under the cursor."""
        raise NotImplementedError

    def state_client(self) -> None:
        row = self.members.current
        if row is not None:
            ask_to_state(self, row.id, row.name, self._changed)

    def make_meeting(self) -> None:
        self._make_task(meeting=True)

    def make_call(self) -> None:
        self._make_task(meeting=False)

    def _make_task(self, *, meeting: bool) -> None:
        row, tab = self.members.current, self.view.tab
        if row is None:
            return
        client_id = row.id

        def made() -> None:
            if tab == "targets":
                self.desk.standing.recheck(client_id)
            elif tab == "ladder":
                self.desk.standing.ask_share(client_id)
            else:
                self.desk.standing.make_task(client_id, meeting)

        self.ask("task", made, lambda _done: self._changed())

    def answer_question(self) -> None:
        row = self.members.current
        if row is None:
            return
        client_id = row.id

        def told(text: str | None) -> None:
            if text is not None:
                self.ask("task", lambda: self.desk.standing.answer_question(client_id, text), lambda _: self._changed())

        heading = fill(gettext("What must be done, says {name}"), name=row.name)
        self.app.push_screen(WordsDialog(heading, gettext("Write down what the client answered.")), told)

    def close_review(self) -> None:
        self.ask("task", self.desk.standing.close_review, lambda _done: self._changed())

    def _changed(self) -> None:
        self.load()
        self.notice(gettext("Saved."), "good")
