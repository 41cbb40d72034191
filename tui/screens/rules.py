"""SET: "Эволюция клиента": thresholds, the document tied to them, fixed costs by month (S02.12, S00.01)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, TypeVar

from textual.widget import Widget

from tui.commands.base import Command
from tui.commands.everywhere import FindClient, ShowHelp, ShowMenu, ShowPalette
from tui.commands.lists import MOVES
from tui.commands.own import ShowOwnFields
from tui.commands.rules import ChangeRule, ResetRule
from tui.commands.standing import NextPart
from tui.desk.port_rules import Moved, RuleLine
from tui.desk.port_standing import ClauseLine, ClauseVersion, CostLine
from tui.safe_text import wrap
from tui.screens.base import WorkScreen
from tui.screens.dialogs.rule import RuleDialog, RuleMovesDialog
from tui.screens.dialogs.saving_form import FormField, SavingForm
from tui.text import N_, NOTHING, exact_money, fill, gettext, moment
from tui.typed import typed_minor
from tui.widgets.drawn import Line, Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

T = TypeVar("T")


def _value(row: RuleLine) -> tuple[str, str]:
    own = row.value != row.default
    return (("* " if own else "") + row.value_text, "accent" if own else "")


def _month(row: CostLine) -> tuple[str, str]:
    from core.wording.worth import period_name

    return (period_name("month", row.month), "")


COLUMNS: tuple[Column[RuleLine], ...] = (
    Column("section", lambda: gettext("Section"), 20, lambda row: (row.section, "dim"), from_width=100),
    Column("title", lambda: gettext("Rule"), 30, lambda row: (row.title, ""), flex=1),
    Column("value", lambda: gettext("Value"), 18, _value, right=True),
)


def _clause(row: ClauseLine) -> tuple[str, str]:
    return (("* " if row.own else "") + row.text, "accent" if row.own else "")


CLAUSES: tuple[Column[ClauseLine], ...] = (
    Column("section", lambda: gettext("Section"), 20, lambda row: (row.section, "dim"), from_width=100),
    Column("title", lambda: gettext("Clause"), 22, lambda row: (row.title, "strong")),
    Column("text", lambda: gettext("Words"), 30, _clause, flex=1),
)
COSTS: tuple[Column[CostLine], ...] = (
    Column("month", lambda: gettext("Month"), 10, _month),
    Column("amount", lambda: gettext("Fixed costs"), 20, lambda row: _cost(row), right=True),
    Column("who", lambda: gettext("Entered by"), 24, lambda row: (row.changed_by, "dim"), flex=1),
)
PARTS = ("rules", "clauses", "costs")
WORDS_MAX = 1200


def _cost(row: CostLine) -> tuple[str, str]:
    return (NOTHING, "dim") if row.amount is None else (exact_money(row.amount), "")


class RulesScreen(WorkScreen):
    """Rules, clauses or costs above; below the one under the cursor: range, words, rules tied to it, last change."""

    CODE = "SET"
    CSS_PATH = "worth.tcss"
    HEADING = N_("Rules")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        FindClient,
        ShowPalette,
        ChangeRule,
        ResetRule,
        NextPart,
        ShowOwnFields,
        ShowMenu,
        *MOVES,
    )
    RULE = (
        N_(
            "These thresholds decide who is a real client, a regular, an anchor, late or lost. Each stands with where"
            " it comes from; a change says whom it moves before it is saved, and stays with its author and reason."
        ),
        N_(
            "The document says in words what every type of client is, how one works and what is judged; each clause"
            " names the rules it rests on. Fixed costs by month are what the anchors have to carry."
        ),
    )
    SOURCES = "S00.01, S02.12, S02.14, U12"
    AUTO_FOCUS = "#rules"

    def __init__(self) -> None:
        super().__init__()
        self.part = "rules"
        self._lines: list[RuleLine] = []
        self._versions: list[ClauseVersion] = []

    def body(self) -> Iterable[Widget]:
        yield WindowTable(COLUMNS, lambda row: row.name, id="rules")
        yield WindowTable(CLAUSES, lambda row: row.key, id="clauses")
        yield WindowTable(COSTS, lambda row: row.month.isoformat(), id="costs")
        yield Pager(id="detail")

    @property
    def table(self) -> WindowTable[RuleLine]:
        return self.query_one("#rules", WindowTable)

    @property
    def clauses(self) -> WindowTable[ClauseLine]:
        return self.query_one("#clauses", WindowTable)

    @property
    def costs(self) -> WindowTable[CostLine]:
        return self.query_one("#costs", WindowTable)

    def on_mount(self) -> None:
        super().on_mount()
        self._show_part()

    def _show_part(self) -> None:
        for name in PARTS:
            self.query_one(f"#{name}").display = name == self.part
        self.set_class(self.part == "rules", "-rules")

    def load(self) -> None:
        if self.part == "rules":
            self.ask("rules", self.desk.rules.lines, self._loaded)
        elif self.part == "clauses":
            self.ask("rules", self.desk.evolution.clauses, self._worded)
        else:
            self.ask("rules", self.desk.evolution.costs, self._costed)

    def _worded(self, lines: list[ClauseLine]) -> None:
        self._put(self.clauses, lines, [line.key for line in lines])
        own = sum(line.own for line in lines)
        told = fill(gettext("{n} of {all} in the firm's own words"), n=own, all=len(lines))
        self.status.set_left(((told, "dim"),))

    def _costed(self, lines: list[CostLine]) -> None:
        self._put(self.costs, lines, [line.month.isoformat() for line in lines])
        self.status.set_left(((gettext("Fixed costs by month"), "dim"),))

    def _put(self, table: WindowTable[T], lines: Sequence[T], ids: Sequence[str]) -> None:
        keep = table.current_id
        source = Rows(lines, ids)
        at = source.position(keep) if keep is not None else None
        table.set_source(source, at if at is not None else 0)
        self.paint_detail()

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
        self._versions = []
        row = self.clauses.current
        if self.part == "clauses" and row is not None and row.versions > 1:
            key = row.key
            self.ask("versions", lambda: self.desk.evolution.versions(key), self._told_versions)
        self.paint_detail()

    def _told_versions(self, versions: list[ClauseVersion]) -> None:
        self._versions = versions
        self.paint_detail()

    async def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        if ChangeRule.able(self):
            self.change_rule()

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint_detail)

    def paint_detail(self) -> None:
        pane, row, clause = self.query_one("#detail", Pager), self.table.current, self.clauses.current
        width = max(20, pane.content_size.width)
        if self.part == "rules" and row is not None:
            pane.show(detail_lines(row, width))
        elif self.part == "clauses" and clause is not None:
            pane.show(clause_lines(clause, self._versions, width))
        elif self.part == "costs":
            told = gettext("The anchors' margin of a month is held against the mean of the last 12 full months.")
            pane.show([((text, "dim"),) for text in wrap(told, width)])

    # Verbs

    def exported(self) -> dict[str, str]:
        return {"list": self.part}

    def can(self, verb: str) -> bool:
        if verb == "change_rule" and self.part != "rules":
            table = self.clauses if self.part == "clauses" else self.costs
            return table.current is not None and not self.station.options.read_only
        if verb == "reset_rule" and self.part != "rules":
            clause = self.clauses.current
            own = self.part == "clauses" and clause is not None and clause.own
            return own and not self.station.options.read_only
        if verb in ("change_rule", "reset_rule"):
            row = self.table.current
            changed = row is not None and (verb == "change_rule" or row.value != row.default)
            return changed and not self.station.options.read_only
        return super().can(verb)

    def next_part(self) -> None:
        self.part = PARTS[(PARTS.index(self.part) + 1) % len(PARTS)]
        self._show_part()
        self.query_one(f"#{self.part}").focus()
        self.load()

    def show_own_fields(self) -> None:
        from tui.screens.own_fields import OwnFieldsScreen

        self.app.push_screen(OwnFieldsScreen())

    def change_rule(self) -> None:
        if self.part == "clauses":
            self._word()
            return
        if self.part == "costs":
            self._enter_costs()
            return
        row = self.table.current
        if row is None:
            return

        def typed(value: float | None) -> None:
            if value is not None and value != row.value:
                self._preview(row, value)

        self.app.push_screen(RuleDialog(row), typed)

    def _word(self) -> None:
        clause = self.clauses.current
        if clause is None:
            return
        key = clause.key
        fields = [FormField("text", gettext("Words"), clause.text, WORDS_MAX)]

        def save(typed: dict[str, str]) -> None:
            self.desk.evolution.word(key, typed["text"])

        self.app.push_screen(SavingForm(clause.title, fields, save), self._changed)

    def _enter_costs(self) -> None:
        line = self.costs.current
        if line is None:
            return
        month = line.month
        currency = self.station.greeting.currency if self.station.greeting is not None else "RUB"
        fields = [FormField("amount", gettext("Fixed costs"), "", 20)]

        def save(typed: dict[str, str]) -> None:
            self.desk.evolution.enter_costs(month, typed_minor(typed["amount"], currency))

        self.app.push_screen(SavingForm(f"{month:%Y-%m}", fields, save), self._changed)

    def _changed(self, yes: bool | None) -> None:
        if yes:
            self.load()
            self.notice(gettext("Saved."), "good")

    def reset_rule(self) -> None:
        if self.part == "clauses":
            clause = self.clauses.current
            if clause is not None:
                key = clause.key
                self.ask("rule", lambda: self.desk.evolution.word(key, ""), lambda _done: self._changed(True))
            return
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


def clause_lines(row: ClauseLine, versions: Sequence[ClauseVersion], width: int) -> list[Line]:
    """The clause under the cursor whole, the rules it rests on, its author, earlier wordings."""
    lines: list[Line] = [((text, "title"),) for text in wrap(f"{row.section} · {row.title}", width)]
    lines += [((text, ""),) for text in wrap(row.text, width)]
    for rule in row.rules:
        lines += [((f"  {text}", "accent"),) for text in wrap(rule, width - 2)]
    if row.changed_at is not None:
        told = fill(gettext("Changed {when} by {who}. {why}"), when=moment(row.changed_at), who=row.changed_by, why="")
        lines += [((text, "dim"),) for text in wrap(told, width)]
    for old in versions:
        told = fill(gettext("{when} {who}: {text}"), when=moment(old.at), who=old.who, text=old.text)
        lines += [((text, "dim"),) for text in wrap(told, width)]
    return lines


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
