"""SET: the rules of the firm, "Эволюция клиента": thresholds with default, range, source and author (S02.12)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from tui.commands.base import Command
from tui.commands.everywhere import FindClient, ShowHelp, ShowMenu, ShowPalette
from tui.commands.lists import MOVES
from tui.commands.rules import ChangeRule, ResetRule
from tui.desk.port_rules import Moved, RuleLine
from tui.safe_text import wrap
from tui.screens.base import WorkScreen
from tui.screens.dialogs.rule import RuleDialog, RuleMovesDialog
from tui.text import N_, fill, gettext, moment
from tui.widgets.drawn import Line, Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable


def _value(row: RuleLine) -> tuple[str, str]:
    own = row.value != row.default
    return (("* " if own else "") + row.value_text, "accent" if own else "")


COLUMNS: tuple[Column[RuleLine], ...] = (
    Column("section", lambda: gettext("Section"), 20, lambda row: (row.section, "dim"), from_width=100),
    Column("title", lambda: gettext("Rule"), 30, lambda row: (row.title, ""), flex=1),
    Column("value", lambda: gettext("Value"), 18, _value, right=True),
)


class RulesScreen(WorkScreen):
    """Rules above; below the one under the cursor: range, default, source, last change."""

    CODE = "SET"
    CSS_PATH = "worth.tcss"
    HEADING = N_("Rules")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        FindClient,
        ShowPalette,
        ChangeRule,
        ResetRule,
        ShowMenu,
        *MOVES,
    )
    RULE = (
        N_(
            "These thresholds decide who is a real client, a regular, an anchor, late or lost. Each stands with where"
            " it comes from; a change says whom it moves before it is saved, and stays with its author and reason."
        ),
    )
    SOURCES = "S02.12, S02.14"
    AUTO_FOCUS = "#rules"

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[RuleLine] = []

    def body(self) -> Iterable[Widget]:
        yield WindowTable(COLUMNS, lambda row: row.name, id="rules")
        yield Pager(id="detail")

    @property
    def table(self) -> WindowTable[RuleLine]:
        return self.query_one("#rules", WindowTable)

    def load(self) -> None:
        self.ask("rules", self.desk.rules.lines, self._loaded)

    def _loaded(self, lines: list[RuleLine]) -> None:
        keep = self.table.current_id
        self._lines = lines
        source = Rows(lines, [line.name for line in lines])
        at = source.position(keep) if keep is not None else None
        self.table.set_source(source, at if at is not None else 0)
        own = sum(line.value != line.default for line in lines)
        told = fill(gettext("{n} of {all} differ from the default"), n=own, all=len(lines))
        self.status.set_left(((told, "dim"),))
        self.paint_detail()

    def on_window_table_moved(self) -> None:
        self.paint_detail()

    async def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        if ChangeRule.able(self):
            self.change_rule()

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint_detail)

    def paint_detail(self) -> None:
        pane, row = self.query_one("#detail", Pager), self.table.current
        if row is not None:
            pane.show(detail_lines(row, max(20, pane.content_size.width)))

    # Verbs

    def can(self, verb: str) -> bool:
        if verb in ("change_rule", "reset_rule"):
            row = self.table.current
            changed = row is not None and (verb == "change_rule" or row.value != row.default)
            return changed and not self.station.options.read_only
        return super().can(verb)

    def change_rule(self) -> None:
        row = self.table.current
        if row is None:
            return

        def typed(value: float | None) -> None:
            if value is not None and value != row.value:
                self._preview(row, value)

        self.app.push_screen(RuleDialog(row), typed)

    def reset_rule(self) -> None:
        row = self.table.current
        if row is not None:
            self._preview(row, None)

    def _preview(self, row: RuleLine, value: float | None) -> None:
        def shown(moved: Moved) -> None:
            from core.wording.rules import moved_sentences

            sentences = moved_sentences(moved.counts(), moved.queue_before, moved.queue_after)
            self.app.push_screen(RuleMovesDialog(sentences), saved)

        def saved(yes: bool | None) -> None:
            if yes:
                self.ask("rule", lambda: self.desk.rules.change(row.name, value, ""), self._saved)

        self.notice(gettext("Counting what it moves…"))
        self.ask("rule", lambda: self.desk.rules.preview(row.name, value), shown)

    def _saved(self, line: RuleLine) -> None:
        self.load()
        self.notice(fill(gettext("{title}: {value}"), title=line.title, value=line.value_text))


def detail_lines(row: RuleLine, width: int) -> list[Line]:
    """The rule under the cursor."""
    lines: list[Line] = [((text, "title"),) for text in wrap(f"{row.section} · {row.title}", width)]
    facts = fill(
        gettext("Value {value}, default {default}, from {low} to {high}; source: {source}"),
        value=row.value_text,
        default=row.default_text,
        low=f"{row.low:g}",
        high=f"{row.high:g}",
        source=row.source,
    )
    lines += [((text, ""),) for text in wrap(facts, width)]
    if row.changed_at is not None:
        told = gettext("Changed {when} by {who}. {why}")
        changed = fill(told, when=moment(row.changed_at), who=row.changed_by, why=row.why)
        lines += [((text, "dim"),) for text in wrap(changed, width)]
    return lines
