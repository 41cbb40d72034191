"""The last steps of an import: the plan row by row, the commit, the result (exchange §3 steps 4–6)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, cast

from core.entities.money import Money
from tui.desk.answers import ImportAnswer
from tui.desk.port_wizard import VERDICTS, FieldDiff, PlanHead, PlanLine, PlanRows, Touched
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.importing_steps import Step, ask_to_undo, said
from tui.text import N_, count, exact_money, fill, gettext, label
from tui.text_import import field_title, kind_title
from tui.widgets.drawn import Line
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column

if TYPE_CHECKING:
    from tui.screens.importing import ImportScreen

_INKS = {"new": "good", "update": "accent", "same": "dim", "ask": "warn", "error": "bad", "not_a_client": "dim"}

PLAN: tuple[Column[PlanLine], ...] = (
    Column("row", lambda: gettext("Row"), 7, lambda row: (str(row.row), "dim"), right=True),
    Column("verdict", lambda: gettext("Verdict"), 11,
           lambda row: (label("verdict", row.verdict, short=True), _INKS[row.verdict])),
    Column("what", lambda: gettext("Row is"), 20, lambda row: (row.what, ""), flex=2),
    Column("client", lambda: gettext("Client of the base"), 16, lambda row: (row.client, "dim"), flex=1),
    Column("reason", lambda: gettext("Why"), 16, lambda row: (row.reason, "warn"), flex=1),
)  # fmt: skip


class PlanStep(Step):
    """Every row with its verdict; nothing is written yet."""

    TITLE = N_("Plan")

    def __init__(self, screen: ImportScreen) -> None:
        super().__init__(screen)
        self._head: PlanHead | None = None
        self._wanted: tuple[str, ...] = ()
        self._diffs: tuple[int, tuple[FieldDiff, ...]] = (-1, ())

    def load(self) -> None:
        self._head = None
        self._wanted = ()
        self.screen.notice(gettext("Comparing with the base…"))
        self.screen.station.start_job(N_("Plan"), self._plan)

    def _plan(self, progress: Callable[[int, int], bool]) -> None:
        head = self.wizard.plan(progress)
        self.screen.app.call_from_thread(self._arrived, head)

    def _arrived(self, head: PlanHead) -> None:
        if self.screen.step is self and self.screen.is_attached:
            self.screen.notice("")
            self._loaded(head)

    def _loaded(self, head: PlanHead) -> None:
        self._head = head
        self._diffs = (-1, ())
        self.ask(partial(self.wizard.plan_rows, self._wanted), self._listed)
        if head.note:
            self.screen.notice(head.note, "warn")

    def _listed(self, rows: PlanRows) -> None:
        self.screen.show_rows(PLAN, lambda row: row.id, rows, keep=True)
        self.screen.renew_footer()

    def moved(self, row: Any) -> None:
        if isinstance(row, PlanLine) and row.row != self._diffs[0]:
            number = row.row

            def seen(diffs: tuple[FieldDiff, ...]) -> None:
                self._diffs = (number, diffs)
                self.screen.paint()

            self.screen.ask("preview", partial(self.wizard.differences, number), seen)

    def chips(self) -> tuple[str, ...]:
        head = self._head
        if head is None:
            return ()
        told = [
            f"{label('verdict', verdict, short=True)}: {count(head.counts[verdict])}"
            for verdict in VERDICTS
            if head.counts.get(verdict)
        ]
        return (*told, *([gettext("filtered")] if self._wanted else []))

    def about(self, row: Any, width: int) -> list[Line]:
        head = self._head
        if head is None:
            return []
        lines = said(head.blocked, width, "bad") if head.blocked else []
        if head.operations:
            told = gettext("{operations} operations → {clients} clients.")
            lines += said(fill(told, operations=count(head.operations), clients=count(head.clients)), width, "strong")
        lines += control_lines(head, width)
        if head.not_kept:
            fields = ", ".join(map(field_title, head.not_kept))
            lines += said(fill(gettext("Read and not kept yet: {fields}."), fields=fields), width, "warn")
        if head.people_known:
            told = gettext("People and documents of known clients stay as they are: {n} rows. An order completes them.")
            lines += said(fill(told, n=count(head.people_known)), width, "warn")
        if isinstance(row, PlanLine) and self._diffs[0] == row.row:
            lines += [_diff(each) for each in self._diffs[1]]
        return lines

    def empty(self) -> str:
        return "" if self._head is None else gettext("No row has such a verdict.")

    def can(self, verb: str) -> bool:
        head = self._head
        if head is None:
            return verb == "go_before"
        if verb == "answer_asks":
            return head.counts.get("ask", 0) > 0 or head.kind in ("clients", "people", "cards")
        if verb == "choose_home":
            return head.new_clients > 0
        return verb != "act"

    def filter_verdict(self) -> None:
        head = self._head
        if head is None:
            return

        def chosen(verdict: str | None) -> None:
            if verdict is not None:
                self._wanted = () if verdict == "all" else (verdict,)
                self.ask(partial(self.wizard.plan_rows, self._wanted), self._listed)

        choices = [("all", fill(gettext("All rows: {n}"), n=count(head.rows)))]
        choices += [(each, f"{label('verdict', each)}: {count(head.counts[each])}") for each in VERDICTS]
        self.screen.app.push_screen(ChoiceDialog(gettext("Which rows?"), choices), chosen)

    def answer_asks(self) -> None:
        def chosen(answer: str | None) -> None:
            if answer is not None:
                told = cast("Literal['', 'accept', 'skip', 'new']", "" if answer == "ask" else answer)
                self.ask(partial(self.wizard.answer_asks, told), self._loaded)

        choices = [
            ("accept", gettext("take the likeliest client")),
            ("new", gettext("they are clients of their own")),
            ("skip", gettext("leave them out")),
            ("ask", gettext("ask again")),
        ]
        self.screen.app.push_screen(ChoiceDialog(gettext("Doubtful rows"), choices), chosen)

    def choose_home(self) -> None:
        def offered(homes: tuple[tuple[str, str], ...]) -> None:
            self.screen.app.push_screen(ChoiceDialog(gettext("Which portfolio?"), homes), chosen)

        def chosen(home: str | None) -> None:
            if home:
                self.ask(partial(self.wizard.into, home), self._loaded)

        self.ask(self.wizard.homes, offered)

    def go_on(self) -> None:
        head = self._head
        if head is None:
            return
        if head.blocked:
            self.screen.notice(head.blocked, "bad")
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.screen.station.start_job(N_("Import"), partial(self._commit, head.sha256))

        question = gettext("Write it? New {new}, changed {update}, left out {out}.")
        out = head.counts["ask"] + head.counts["error"] + head.counts["not_a_client"]
        self.screen.app.push_screen(
            ConfirmDialog(fill(question, new=head.counts["new"], update=head.counts["update"], out=out)), answered
        )

    def _commit(self, sha256: str, progress: Callable[[int, int], bool]) -> None:
        from core.problem import Problem

        try:
            told = self.wizard.commit(sha256, progress)
        except Problem as problem:
            self.screen.app.call_from_thread(self._refused, problem)
            return
        touched = self.wizard.touched()
        self.screen.app.call_from_thread(self._done, told, touched)

    def _refused(self, problem: Any) -> None:
        if self.screen.step is self:
            self.load()
        self.screen.problem(problem)

    def _done(self, told: ImportAnswer, touched: tuple[Touched, ...]) -> None:
        self.screen.done = (told, touched)
        self.screen.station.workplaces.mark_stale()  # type: ignore[union-attr]  # this screen is a loaded workplace
        self.screen.forward()


def _diff(diff: FieldDiff) -> Line:
    title = (f"{field_title(diff.field)}: ", "dim")
    if diff.kept:
        return (title, (diff.old, ""), (fill(gettext("  stays; the file says {text}"), text=diff.new), "dim"))
    return (title, (f"{diff.old or '—'} → ", ""), (diff.new, "good"))


def control_lines(head: PlanHead, width: int) -> list[Line]:
    """The file's own total beside that of its rows."""
    stated, rows = head.control.get("file"), head.control.get("rows")
    if not isinstance(rows, Money) or not rows.amount:
        return []
    if not isinstance(stated, Money):
        return said(fill(gettext("Sum of the rows taken: {sum}."), sum=exact_money(rows)), width, "dim")
    told = gettext("The total in the file is {file}, of its rows {rows}.")
    ink = "bad" if head.control.get("fits") is False else "good"
    return said(fill(told, file=exact_money(stated), rows=exact_money(rows)), width, ink)


TOUCHED: tuple[Column[Touched], ...] = (
    Column("name", lambda: gettext("Client"), 24, lambda row: (row.name, ""), flex=1),
)


class ResultStep(Step):
    """What was written, whom it touched, how it is taken back."""

    TITLE = N_("Result")

    def load(self) -> None:
        done = self.screen.done
        touched = () if done is None else done[1]
        self.screen.show_rows(TOUCHED, lambda row: row.id, Rows(touched, [each.id for each in touched]))

    def chips(self) -> tuple[str, ...]:
        done = self.screen.done
        return () if done is None else (kind_title(done[0].kind),)

    def about(self, row: Any, width: int) -> list[Line]:  # noqa: ARG002
        if self.screen.done is None:
            return []
        told = self.screen.done[0]
        text = gettext("{rows} rows: {new} new, {update} changed, {same} the same, {out} left out.")
        out = told.ask + told.error + told.not_a_client
        lines = said(
            fill(text, rows=count(told.rows), new=count(told.new), update=count(told.update), same=count(told.same),
                 out=count(out)), width, "strong",
        )  # fmt: skip
        for path, sentence in (
            (told.errors_file, gettext("Rows to correct and import again: {path}")),
            (told.not_a_client_file, gettext("Rows without a client: {path}")),
        ):
            if path:
                lines += said(fill(sentence, path=path), width, "warn")
        if told.batch:
            lines += said(
                gettext("Enter opens a client; x takes the whole import back; n begins another."), width, "dim"
            )
        else:
            lines += said(gettext("The base has everything already: nothing was written. n begins another."), width)
        return lines

    def empty(self) -> str:
        return gettext("No client was touched.")

    def can(self, verb: str) -> bool:
        if verb == "undo_batch":
            return self.screen.done is not None and self.screen.done[0].batch is not None
        if verb == "act":
            return isinstance(self.screen.table.current, Touched)
        return verb == "go_on"

    def go_on(self) -> None:
        self.screen.source = None
        self.screen.go(0)

    def act(self) -> None:
        row = self.screen.table.current
        if isinstance(row, Touched):
            self.screen.station.open_card(row.id)

    def undo_batch(self) -> None:
        if self.screen.done is not None and self.screen.done[0].batch:
            ask_to_undo(self.screen, self.screen.done[0].batch, gettext("Take this import back?"))
