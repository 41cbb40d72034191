"""KEY: five criteria at three levels, who leads whom, health from visible parts (S03.81–S03.88, U26)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar, cast

from textual.widget import Widget

from core.entities.standing import BY_HAND, FAME_STATES, FameState, HandCriterion
from core.standing.health import Health
from core.wording import keys as words
from core.wording.evidence import criterion
from tui.commands.base import Command
from tui.commands.everywhere import FindClient, ShowHelp, ShowMenu
from tui.commands.lists import MOVES, OpenRecord
from tui.commands.standing import AppointKey, RecordSign, RetireKey, ReviewKey
from tui.commands.worth import ShowBehind
from tui.desk.port_keys import KeyProof, KeyRow, Keys, Load
from tui.glyphs import glyphs
from tui.safe_text import fit, wrap
from tui.screens.base import WorkScreen
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.saving_form import FormField, SavingForm
from tui.screens.dialogs.words import WordsDialog
from tui.screens.evidence import EvidenceScreen
from tui.text import N_, NOTHING, date, fill, gettext, share, short_money
from tui.typed import typed_date, typed_minor
from tui.walk import Walk
from tui.widgets.drawn import Line, Pager, Piece
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

Act = Callable[[str, str], None]


def _criteria(row: KeyRow) -> Line:
    """A letter a criterion, a dot where it does not hold."""
    marks: list[Piece] = []
    for name, held in row.criteria.items():
        letter = criterion(name)[:1]
        marks.append((f"{letter} " if held else "· ", "accent" if held else "dim"))
    return tuple(marks)


def _part(level: str) -> Column[KeyRow]:
    titles = {
        "company": lambda: gettext("Company"),
        "department": lambda: gettext("Depart."),
        "manager": lambda: gettext("Manager"),
    }
    # Narrow screens show the two ends: the firm and the manager.
    wide = 90 if level == "department" else 0
    return Column(
        level, titles[level], 8, lambda row: (share(row.levels.get(level), 1), ""), right=True, from_width=wide
    )


def _leader(row: KeyRow) -> Piece:
    if row.over:
        return (f"{glyphs().marked} {row.manager}", "bad")
    return (row.manager or gettext("candidate"), "" if row.manager else "dim")


def _health(row: KeyRow) -> Piece:
    if row.health is None:
        return (NOTHING, "dim")
    ink = "good" if row.health >= 70 else "warn" if row.health >= 40 else "bad"
    return (str(round(row.health)), ink)


COLUMNS: tuple[Column[KeyRow], ...] = (
    Column("name", lambda: gettext("Client"), 18, lambda row: (row.name, "strong" if row.appointed else ""), flex=1),
    Column("criteria", lambda: gettext("Criteria"), 10, _criteria),
    _part("company"),
    _part("department"),
    _part("manager"),
    Column("leader", lambda: gettext("Led by"), 14, _leader),
    Column("health", lambda: gettext("Health"), 8, _health, right=True),
    Column(
        "review",
        lambda: gettext("Review"),
        10,
        lambda row: (date(row.review), "bad" if row.review_due else "dim"),
        from_width=110,
    ),
    Column("owner", lambda: gettext("Owner"), 14, lambda row: (row.owner, "dim"), from_width=130),
)


class KeysScreen(WorkScreen):
    """Appointed and candidates above; below the evidence of the one under the cursor."""

    CODE = "KEY"
    CSS_PATH = "worth.tcss"
    HEADING = N_("Key clients")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        OpenRecord,
        AppointKey,
        RecordSign,
        ReviewKey,
        ShowMenu,
        FindClient,
        RetireKey,
        ShowBehind,
        *MOVES,
    )
    RULE = (
        N_(
            "Five criteria make a candidate: at least 10.0 % of the sales of 12 months at company, department or"
            " manager; what he buys elsewhere would make him so; fame; an innovator; a demanding client."
            " Shares are of the sum of positive sales, so volume alone makes ten key clients at most."
        ),
        N_(
            "An appointment is an act of its own: one manager leads three. The head may go over with a reason and a"
            " last day, and it stands here in red. Every appointment is reviewed yearly."
        ),
        N_("Health is the mean of the parts that are known; each part stands below with its evidence."),
    )
    SOURCES = "S03.81–S03.88, U26"
    AUTO_FOCUS = "#shares"

    def __init__(self) -> None:
        super().__init__()
        self._answer: Keys | None = None
        self._proofs: tuple[KeyProof, ...] = ()
        self._health: Health | None = None

    def body(self) -> Iterable[Widget]:
        yield WindowTable(COLUMNS, lambda row: row.id, empty=self._empty, id="shares")
        yield Pager(id="detail")

    @property
    def table(self) -> WindowTable[KeyRow]:
        return self.query_one("#shares", WindowTable)

    def _empty(self) -> str:
        return "" if self._answer is None else gettext("No client meets a criterion yet.")

    def load(self) -> None:
        self.ask("keys", self.desk.keys.answer, self._loaded)

    def _loaded(self, answer: Keys) -> None:
        keep = self.table.current_id
        self._answer = answer
        source = Rows(answer.rows, [row.id for row in answer.rows])
        at = source.position(keep) if keep is not None else None
        self.table.set_source(source, at if at is not None else 0)
        self.paint_title()
        loads = ", ".join(f"{each.name.split()[0]} {each.count}" for each in answer.loads if each.count)
        told = fill(gettext("As of {day} · limit {limit} a manager"), day=date(answer.as_of), limit=answer.limit)
        whole = f"{told} · {loads}" if loads else told
        self.status.set_left(((fit(whole, max(20, self.size.width - 2)).rstrip(), "dim"),))
        self._prove()

    def title_detail(self) -> str:
        return "" if self._answer is None else words.counted(self._answer.candidates, self._answer.appointed)

    def _prove(self) -> None:
        row = self.table.current
        self._proofs, self._health = (), None
        self.paint_detail()
        if row is None:
            return
        client_id = row.id

        def asked() -> tuple[tuple[KeyProof, ...], Health]:
            return self.desk.keys.proofs(client_id), self.desk.keys.health(client_id)

        def shown(found: tuple[tuple[KeyProof, ...], Health]) -> None:
            if self.table.current_id == client_id:
                self._proofs, self._health = found
                self.paint_detail()

        self.ask("proofs", asked, shown)

    def on_window_table_moved(self) -> None:
        self._prove()

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.open_record()

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint_detail)

    def paint_detail(self) -> None:
        pane, row = self.query_one("#detail", Pager), self.table.current
        if self._answer is not None:
            pane.show(detail_lines(self._answer, row, self._proofs, self._health, max(20, pane.content_size.width)))

    # Verbs

    def exported(self) -> dict[str, str]:
        return {"list": "keys"}

    def can(self, verb: str) -> bool:
        row = self.table.current
        if verb in ("open_record", "show_evidence"):
            return row is not None
        if verb in ("appoint_key", "record_sign"):
            free = row is not None and (verb == "record_sign" or not row.appointed)
            return free and not self.station.options.read_only
        if verb in ("retire_key", "review_key"):
            return row is not None and row.appointed and not self.station.options.read_only
        return super().can(verb)

    def open_record(self) -> None:
        row = self.table.current
        if row is not None:
            self.station.open_card(row.id, Walk(self.table.pages.source, self.table.cursor))

    def show_evidence(self) -> None:
        """Documents behind his share of the sales."""
        row = self.table.current
        if row is not None:
            members, title, reports = (row.id,), row.name, self.desk.reports
            view = {"list": "evidence", "members": row.id}
            self.app.push_screen(EvidenceScreen(lambda: reports.share_evidence(members, title), view))

    def appoint_key(self) -> None:
        row, answer = self.table.current, self._answer
        if row is None or answer is None:
            return
        client_id, limit = row.id, answer.limit
        loads = {each.login: each for each in answer.loads}

        def chosen(login: str | None) -> None:
            if login is None:
                return
            if loads[login].count < limit:
                self.ask("key", lambda: self.desk.keys.appoint(client_id, login), lambda _done: self._changed())
            else:
                self._over(client_id, loads[login])

        choices = [(each.login, f"{each.name} · {each.count}/{limit}") for each in answer.loads]
        self.app.push_screen(ChoiceDialog(fill(gettext("Who leads {name}?"), name=row.name), choices), chosen)

    def _over(self, client_id: str, load: Load) -> None:
        """The fourth: only with a reason and a last day."""

        def save(typed: dict[str, str]) -> None:
            self.desk.keys.appoint(client_id, load.login, typed["why"], typed_date(typed["until"]))

        fields = [FormField("why", gettext("Why over the limit")), FormField("until", gettext("Last day"), most=10)]
        says = fill(gettext("{name} leads {n} already."), name=load.name, n=load.count)
        self.app.push_screen(SavingForm(gettext("One more than the limit"), fields, save, says), self._saved)

    def retire_key(self) -> None:
        self._with_words(
            gettext("Why does the appointment end?"), lambda client, told: self.desk.keys.retire(client, told)
        )

    def review_key(self) -> None:
        self._with_words(
            gettext("What has the review found?"), lambda client, told: self.desk.keys.review(client, told)
        )

    def _with_words(self, heading: str, act: Act) -> None:
        row = self.table.current
        if row is None:
            return
        client_id = row.id

        def told(text: str | None) -> None:
            if text is not None:
                self.ask("key", lambda: act(client_id, text), lambda _done: self._changed())

        self.app.push_screen(WordsDialog(heading, gettext("A few words are needed.")), told)

    def record_sign(self) -> None:
        row = self.table.current
        if row is None:
            return
        client_id = row.id

        def chosen(which: str | None) -> None:
            if which is not None:
                self._sign_form(client_id, cast("HandCriterion", which))

        choices = [(each, criterion(each)) for each in BY_HAND]
        self.app.push_screen(ChoiceDialog(gettext("Record a criterion"), choices), chosen)

    def _sign_form(self, client_id: str, which: HandCriterion) -> None:
        note = FormField("note", gettext("In words"))
        fields = {
            "fame": [
                FormField(
                    "state", ", ".join(f"{at} {words.fame(each)}" for at, each in enumerate(FAME_STATES, 1)), "1", 1
                ),
                FormField("cost", gettext("Cost of free work"), most=20),
                FormField("note", gettext("Text received")),
            ],
            "innovator": [
                FormField("plans", gettext("Plans discussed on"), most=10),
                FormField("no_tender", gettext("No tender since"), most=10),
                note,
            ],
            "demanding": [FormField("note", gettext("What he taught us"))],
        }[which]

        def save(typed: dict[str, str]) -> None:
            state = typed.get("state", "")
            known = state.isdigit() and 0 < int(state) <= len(FAME_STATES)
            told: FameState = FAME_STATES[int(state) - 1] if known else ""
            currency = self.station.greeting.currency if self.station.greeting is not None else "RUB"
            self.desk.keys.sign(
                client_id,
                which,
                state=told,
                note=typed.get("note", ""),
                cost=typed_minor(typed.get("cost", ""), currency),
                plans=typed_date(typed.get("plans", "")),
                no_tender=typed_date(typed.get("no_tender", "")),
            )

        self.app.push_screen(SavingForm(criterion(which), fields, save), self._saved)

    def _saved(self, yes: bool | None) -> None:
        if yes:
            self._changed()

    def _changed(self) -> None:
        self.load()
        self.notice(gettext("Saved."), "good")


def detail_lines(
    answer: Keys, row: KeyRow | None, proofs: tuple[KeyProof, ...], health: Health | None, width: int
) -> list[Line]:
    """Warnings, the appointment, criteria with their records, health by its parts."""
    lines: list[Line] = []
    if answer.innovators_warn and answer.innovators is not None:
        lines.append(((words.innovators(answer.innovators, 0.025), "warn"),))
    if row is None:
        return lines
    lines += _appointment(row)
    for each in proofs:
        ink = "good" if each.holds else "dim"
        text = f"{criterion(each.criterion)}: {each.text}"
        for at, part in enumerate(wrap(text, max(10, width - 2))):
            lines.append(((("✓ " if each.holds else "· ") if not at else "  ", ink), (part, "")))
    if row.potential is not None and row.potential.amount:
        lines.append(((fill(gettext("Potential {money} a year"), money=short_money(row.potential)), "accent"),))
    return lines + _health_lines(health)


def _appointment(row: KeyRow) -> list[Line]:
    if not row.appointed:
        return [((gettext("Candidate, not appointed."), "dim"),)]
    told = fill(gettext("Led by {name} since {day}, review {review}"), name=row.manager, day=date(row.since),
                review=date(row.review))  # fmt: skip
    lines: list[Line] = [((told, "bad" if row.review_due else "strong"),)]
    if row.over:
        over = fill(gettext("Over the limit until {day}: {why}"), day=date(row.until), why=row.why_over)
        lines.append(((f"{glyphs().marked} {over}", "bad"),))
    return lines


def _health_lines(health: Health | None) -> list[Line]:
    if health is None:
        return []
    points = NOTHING if health.points is None else str(round(health.points))
    lines: list[Line] = [((fill(gettext("Health {points} of 100"), points=points), "title"),)]
    for part in health.parts:
        told = NOTHING if part.points is None else str(round(part.points))
        lines.append(((f"{told:>4} ", "strong"), (f"{words.part(part.part)}: {part.evidence}", "")))
    return lines
