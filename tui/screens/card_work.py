"""CARD Дела: tasks and needs of the client, the question about needs, two answers at closing (S00.08, S00.14)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual.widget import Widget

from core.wording.work import QUESTION
from tui.desk.edit_field import EditField
from tui.desk.port_deals import ContractRow, DealRow, Receivable
from tui.desk.port_group import GroupStepRow
from tui.desk.port_work import NeedRow, TaskRow, WorkOfClient
from tui.screens.card_people import PeopleOfCard
from tui.screens.dialogs.record_form import RecordForm
from tui.screens.dialogs.words import WordsDialog
from tui.screens.grouping import ask_proof
from tui.screens.work_lines import WorkLine, attention_piece, debt_pairs, work_columns, work_facts
from tui.text import gettext
from tui.widgets.drawn import Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import WindowTable


class WorkOfCard(PeopleOfCard):
    """The part of CARD about what is to be done."""

    def __init__(self) -> None:
        super().__init__()
        self.work: WorkOfClient | None = None
        self.owed: Receivable | None = None

    def work_widgets(self) -> Iterable[Widget]:
        """The list, and what stands below it."""
        empty = gettext("Nothing to do yet: F6 makes a task, n asks about a need.")
        yield WindowTable(work_columns(), lambda row: row.id, empty=lambda: empty if self.work else "", id="work")
        yield Pager(id="work-facts")

    def load_work(self) -> None:
        client_id = self.client_id
        desk = self.desk

        def known() -> tuple[WorkOfClient, Receivable, list[WorkLine]]:
            told = desk.work.of(client_id)
            agreed: tuple[WorkLine, ...] = (*desk.deals.contracts(client_id), *desk.deals.deals(client_id))
            given = desk.group_tasks.of_client(client_id)
            return told, desk.deals.receivable(client_id), [*told.tasks, *given, *told.needs, *agreed]

        self.ask("work-tab", known, self._work_told)

    def _work_told(self, answer: tuple[WorkOfClient, Receivable, list[WorkLine]]) -> None:
        self.work, self.owed, rows = answer
        table = self.query_one("#work", WindowTable)
        keep = table.current_id
        source = Rows(rows, [each.id for each in rows])
        table.set_source(source, (None if keep is None else source.position(keep)) or 0)
        self.paint_work()
        self.paint()

    def work_pairs(self) -> list[tuple[str, str, str]]:
        """Caption, text, ink for the Overview: the attention clock (S03.32)."""
        if self.work is None:
            return []
        text, ink = attention_piece(self.work.attention)
        pairs = [(gettext("Attention"), text, "" if ink == "dim" else ink)]
        return pairs if self.owed is None else [*pairs, *debt_pairs(self.owed)]

    def paint_work(self) -> None:
        """What stands below the list."""
        if self.work is not None:
            pager = self.query_one("#work-facts", Pager)
            pager.show(work_facts(self.work, self.work_line, max(30, pager.content_size.width)), keep_top=True)

    @property
    def work_line(self) -> WorkLine | None:
        """The task, step, need, contract or deal under the cursor."""
        row = self.query_one("#work", WindowTable).current
        return row if isinstance(row, TaskRow | NeedRow | ContractRow | DealRow | GroupStepRow) else None

    # Verbs
    def show_order_gaps(self) -> None:
        from tui.screens.order_gaps import OrderGapsScreen

        self.app.push_screen(OrderGapsScreen(self.client_id))

    def ask_need(self) -> None:
        client_id = self.client_id
        self.ask("form", lambda: self.desk.work.need_form(client_id), partial(self._need_form, ""))

    def edit_need(self) -> None:
        client_id, row = self.client_id, self.work_line
        if isinstance(row, NeedRow):
            self.ask("form", lambda: self.desk.work.need_form(client_id, row.id), partial(self._need_form, row.id))
        elif isinstance(row, ContractRow):
            form = partial(self.desk.deals.contract_form, client_id, row.id)
            self.ask("form", form, partial(self._contract_form, row.id))

    def _contract_form(self, contract_id: str, form: tuple[EditField, ...]) -> None:
        save = partial(self.desk.deals.save_contract, self.client_id, contract_id)
        again = partial(self.desk.deals.contract_form, self.client_id, contract_id)
        self.app.push_screen(RecordForm(gettext("Contract"), form, save, again=again), self.renewed)

    def _need_form(self, need_id: str, form: tuple[EditField, ...]) -> None:
        save = partial(self.desk.work.save_need, self.client_id, need_id)
        again = partial(self.desk.work.need_form, self.client_id, need_id) if need_id else None
        dialog = RecordForm(gettext("Need"), form, save, whole=not need_id, lead=gettext(QUESTION), again=again)
        self.app.push_screen(dialog, self.renewed)

    def close_work(self) -> None:
        row = self.work_line
        if isinstance(row, TaskRow):
            self._close_task(row)
        elif isinstance(row, GroupStepRow):
            ask_proof(self, row.task_id, row.client_id, row.step)
        elif isinstance(row, NeedRow) and row.state == "open":
            client_id, need_id = self.client_id, row.id
            form = (
                EditField("satisfaction", "5", choices=tuple((str(n), str(n)) for n in range(1, 6))),
                EditField("obstacle", "", 200),
            )

            def save(fields: object) -> None:
                assert isinstance(fields, dict)
                self.desk.work.close_need(client_id, need_id, int(fields["satisfaction"]), fields["obstacle"])

            lead = gettext("Are you satisfied? What keeps you from buying from us alone?")
            self.app.push_screen(RecordForm(gettext("Close the need"), form, save, whole=True, lead=lead), self.renewed)

    def _close_task(self, row: TaskRow) -> None:
        task_id = row.id

        def told(result: str | None) -> None:
            if result:
                self.ask("close", lambda: self.desk.work.close(task_id, result), self._written)

        self.app.push_screen(WordsDialog(gettext("What came of it?"), ""), told)
