"""The last steps of an import: the plan, its commit exactly as it was shown, what it touched (exchange §3)."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from core.entities.money import Money
from core.problem import N_, ExitCode, Problem
from core.wording import fill, money, say
from core.wording import gettext as _
from storage.intake.draft import Cleaned, Origin
from storage.intake.ordering import order_of
from storage.vault.batches import BatchState
from storage.vault.imports import Prepared
from tui.desk.answers import ImportAnswer
from tui.desk.figures import day_number
from tui.desk.import_answers import answer
from tui.desk.importing import commit, compared, home_of, own_import
from tui.desk.left_out import destination, discard, write_left_out
from tui.desk.port_wizard import Batch, FieldDiff, PlanHead, Touched
from tui.desk.wizard_plan import PlanSource, Shown, shown_verdicts

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MICROSECONDS = 1_000_000
Progress = Callable[[int, int], bool]


def stopped() -> Problem:
    """The person stopped the reading."""
    return Problem(N_("The import was stopped: nothing has been written."), ExitCode.REFUSED)


class Committing:
    """Plan and commit of the draft that `ImportWizard` keeps."""

    _desk: Desk
    _lock: threading.RLock
    _origin: Origin | None
    _place: str
    _profile: str
    _asks: Literal["", "accept", "skip", "new"]
    _home: bytes
    _shown: Shown | None
    _prepared: Prepared | None
    _plan_head: PlanHead | None
    _feed: dict[bytes, int]
    _touched: tuple[Touched, ...] = ()

    def _draft(self, progress: Progress | None) -> Cleaned:
        raise NotImplementedError

    def forget(self) -> None:
        """Drop the draft."""
        raise NotImplementedError

    def _drop_plan(self) -> None:
        self._shown = self._prepared = self._plan_head = None
        self._feed = {}

    # Plan

    def plan(self, progress: Progress | None = None) -> PlanHead:
        """Compare the draft with the base; writes nothing. Raises Problem."""
        with self._lock:
            return self._plan(progress)

    def _plan(self, progress: Progress | None, note: str = "") -> PlanHead:
        session, base = self._desk.session, self._desk.base
        loaded = self._draft(progress).loaded
        self._feed = session.feed()
        today = day_number(self._desk.today_date())
        planned, likely = compared(session, base, loaded, today, self._asks == "accept", self._asks == "new")
        blocked = ""
        home = self._home or bytes(16)
        if planned.new_clients and not self._home:
            try:
                home = home_of(session, None)
            except Problem:
                blocked = _("Choose the portfolio new clients go to.")
        order = order_of(planned, lambda client_id: session.clients.stored(client_id).card, home, today,
                         base.currency, own=own_import(session))  # fmt: skip
        prepared = session.imports.prepare(order)
        told = answer(planned, prepared, None, (None, None), base.currency, loaded.head)
        blocked = blocked or _total_amiss(told) or _no_place(told)
        self._shown = Shown(session, base, planned, likely, shown_verdicts(planned, prepared), loaded.raw.mended)
        self._prepared = prepared
        operations, dropped = told.facts.get("operations", 0), told.facts.get("not_kept", ())
        known = told.facts.get("people_known", 0)
        self._plan_head = PlanHead(
            kind=told.kind,
            counts={name: getattr(told, name) for name in ("new", "update", "same", "ask", "not_a_client", "error")},
            rows=planned.rows,
            clients=told.clients,
            new_clients=planned.new_clients,
            lines=told.lines,
            control=told.control,
            operations=operations if isinstance(operations, int) else 0,
            stored=told.stored,
            sha256=planned.sha256.hex(),
            not_kept=tuple(map(str, dropped)) if isinstance(dropped, list) else (),
            people_known=known if isinstance(known, int) else 0,
            blocked=blocked,
            note=note,
        )
        return self._plan_head

    def plan_rows(self, verdicts: Sequence[str]) -> PlanSource:
        """Rows of the plan with these verdicts; none named: all."""
        with self._lock:
            return PlanSource(self._known_plan(), verdicts)

    def differences(self, row: int) -> tuple[FieldDiff, ...]:
        """Fields of a row, by its number in the file, beside the base."""
        with self._lock:
            shown = self._known_plan()
            at = PlanSource(shown, ()).position(str(row))
            return () if at is None else shown.differences(at)

    def answer_asks(self, answer: Literal["", "accept", "skip", "new"]) -> PlanHead:
        """Answer every doubtful row at once. Single ones: leave the others out of the draft."""
        with self._lock:
            self._asks = answer
            return self._plan(None)

    def homes(self) -> tuple[tuple[str, str], ...]:
        """Portfolios new clients may go to."""
        return tuple((home.id, home.name) for home in self._desk.newcomers.homes())

    def into(self, home: str) -> PlanHead:
        """Put new clients into this portfolio."""
        with self._lock:
            self._home = bytes.fromhex(home)
            return self._plan(None)

    # Commit

    def commit(self, sha256: str, progress: Progress | None = None) -> ImportAnswer:
        """Write the plan of this hash and no other.

        Where the base has changed since, the plan is made anew; if that changes anything the commit is refused and
        the new plan has to be looked at. Raises Problem.
        """
        with self._lock:
            head = self._plan_head
            shown = self._known_plan()
            if head is None or not shown.planned.unchanged() or head.sha256 != sha256:
                self._plan(None, _("The plan is another one now: look at it again."))
                raise Problem(N_("The plan is another one now: look at it again."), ExitCode.REFUSED)
            if head.blocked:
                raise Problem(N_("This plan cannot be written: {why}"), ExitCode.REFUSED, why=head.blocked)
            if self._desk.session.feed() != self._feed:
                self._desk.refresh()
                anew = self._plan(None, _("The base has changed since: the plan was made anew, look at it again."))
                if (anew.sha256, anew.counts) != (head.sha256, head.counts):
                    raise Problem(
                        N_("The base has changed since: the plan was made anew, look at it again."), ExitCode.REFUSED
                    )
            return self._write(progress)

    def _write(self, progress: Progress | None) -> ImportAnswer:
        desk, shown, prepared = self._desk, self._known_plan(), self._prepared
        assert prepared is not None
        session, loaded = desk.session, self._draft(None).loaded
        before = set(desk.base.place) | set(desk.base.removed)
        existing = prepared.order.existing
        changed = [existing[number] for number in _written(prepared) if number in existing]
        files = write_left_out(session, loaded, shown.planned, destination(session, None, False))
        try:
            group = commit(session, shown.planned, prepared, progress)
        except BaseException:
            discard(files)
            raise
        told = answer(shown.planned, prepared, group, files, desk.base.currency, loaded.head)
        if group is not None:
            desk.imports.settled()
        base = desk.base
        created = [each for each in base.place if each not in before]
        told_of = dict.fromkeys((*created, *changed))
        self._touched = tuple(
            Touched(base.ids[base.place[each]].hex(), base.cards[base.place[each]].name)
            for each in told_of
            if each in base.place
        )
        if self._place:
            desk.profiles.remember(self._place, self._profile)
        self._drop_plan()
        return told

    def touched(self) -> tuple[Touched, ...]:
        """Clients of the last commit."""
        return self._touched

    # Batches

    def batches(self) -> tuple[Batch, ...]:
        """Imports that were made, the newest first."""
        return self._desk.imports.batches()

    def undo(self, batch: str, progress: Progress | None = None) -> dict[str, object]:
        """Take a batch back."""
        with self._lock:
            self._drop_plan()
            return self._desk.imports.undo(batch, progress)

    def template(self, place: str) -> str:
        """Save an empty table to fill in (S01.11)."""
        from tui.desk.import_template import save_template

        return str(save_template(self._desk.session, Path(place).expanduser() if place.strip() else None))

    def _known_plan(self) -> Shown:
        if self._shown is None:
            self._plan(None)
        assert self._shown is not None
        return self._shown


def _written(prepared: Prepared) -> list[int]:
    order = prepared.order
    return sorted(prepared.pages.keys() | order.changes.keys() | order.records.keys())


def _total_amiss(told: ImportAnswer) -> str:
    """Both numbers where the file's own total is not that of its rows."""
    stated, kept, left_out = (told.control[name] for name in ("file", "rows", "left_out"))
    if told.control["fits"] is not False or not isinstance(kept, Money) or not isinstance(left_out, Money):
        return ""
    rows = Money(kept.amount + left_out.amount, kept.currency)
    file = money.money(stated) if isinstance(stated, Money) else str(stated)
    text = _("The total in the file is {file} and its rows add up to {rows}: nothing is written, export it again.")
    return fill(text, file=file, rows=money.money(rows))


def _no_place(told: ImportAnswer) -> str:
    if told.stored:
        return ""
    return say(Problem(N_("Rows of the kind {kind} have no place in the store yet."), kind=told.kind))


def batches_of(desk: Desk) -> tuple[Batch, ...]:
    """Every import of the portfolios that the session opens, the newest first; its parts as one."""
    session = desk.session
    staff = {each.id: each.name for each in session.staffing.staff()}
    me = session.entered.identity.person_id
    states: dict[BatchState, Literal["live", "dead", "open"]] = {
        BatchState.LIVE: "live", BatchState.DEAD: "dead", BatchState.OPEN: "open",
    }  # fmt: skip
    found: dict[bytes, Batch] = {}
    for each in session.batches.all():
        note = each.note
        if note.group in found:
            continue
        found[note.group] = Batch(
            id=note.group.hex(),
            number=note.number,
            at=dt.datetime.fromtimestamp(note.at_us / MICROSECONDS, desk.zone),
            who=staff.get(note.who, ""),
            kind=note.kind,
            rows=note.rows,
            clients=note.new,
            lines=note.lines,
            state=states[each.state],
            sha256=note.sha256.hex(),
            mine=note.who == me,
        )
    return tuple(sorted(found.values(), key=lambda batch: -batch.number))
