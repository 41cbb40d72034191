"""ADM: colleagues, the portfolios they hold, keys that wait to be renewed, leaving (S01.13, U23)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual.widget import Widget

from core.wording import labels
from core.wording.people import missing_word, reason_word, state_word
from tui.commands.base import Command
from tui.commands.everywhere import ShowHelp, ShowMenu, ShowPalette
from tui.commands.lists import MOVES, NextPane
from tui.commands.people import (
    GIVERS,
    GivePortfolio,
    OffboardPerson,
    RenewKeys,
    RestorePerson,
    RevokePortfolio,
    ShowExposure,
    SuspendPerson,
)
from tui.commands.people_forms import (
    AddPerson,
    AddPortfolio,
    AnswerRequests,
    ChangeRole,
    GivePart,
    LendClient,
    RenewOne,
    SetBudget,
    SshKeys,
    UseRecovery,
)
from tui.desk.port_people import AccessRequest, ExposureAnswer, GrantAnswer, OffboardAnswer, PersonLine, PortfolioLine
from tui.safe_text import fit, wrap
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.people_forms import PeopleForms
from tui.text import N_, fill, gettext, moment, ngettext
from tui.widgets.drawn import Line, Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

_INKS = {"active": "", "suspended": "warn", "left": "dim"}
_CAPTION = 18
_SUCCEED = ("manager", "head", "owner")

COLUMNS: tuple[Column[PersonLine], ...] = (
    Column("login", lambda: gettext("Login"), 12, lambda row: (row.login, "strong")),
    Column("name", lambda: gettext("Full name"), 16, lambda row: (row.name, ""), flex=1),
    Column("role", lambda: gettext("Role"), 13, lambda row: (labels.short_label("role", row.role), "")),
    Column("state", lambda: gettext("State"), 13, lambda row: (state_word(row.state), _INKS[row.state])),
    Column("held", lambda: gettext("Portfolios"), 10, lambda row: (str(row.portfolios or ""), "dim"), right=True),
    Column("words", lambda: gettext("Words of the keys"), 36, lambda row: (row.fingerprint, "dim"), from_width=112),
)

Known = tuple[list[PersonLine], list[GrantAnswer], list[PortfolioLine], list[AccessRequest]]


class PeopleScreen(PeopleForms):
    """Everybody above; below, what the one under the cursor holds, or the answer to what was asked about him."""

    CODE = "ADM"
    CSS_PATH = "exports.tcss"
    HEADING = N_("People and keys")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        GivePortfolio,
        RevokePortfolio,
        SuspendPerson,
        RestorePerson,
        OffboardPerson,
        ShowExposure,
        AnswerRequests,
        AddPerson,
        LendClient,
        GivePart,
        ChangeRole,
        AddPortfolio,
        SshKeys,
        SetBudget,
        RenewKeys,
        RenewOne,
        UseRecovery,
        ShowMenu,
        ShowPalette,
        NextPane,
        *MOVES,
    )
    RULE = (
        N_(
            "A portfolio is opened by its key and by nothing else; the key is given by somebody who holds it, never to"
            " oneself. Whenever somebody loses access, the portfolio and all its clients get new keys."
        ),
        N_(
            "The end of a time-limited grant is kept by the program; the keys are renewed when a holder next comes in."
            " What somebody has already seen no key takes back: that is what the report of what was seen is for."
        ),
    )
    SOURCES = "S01.13, S01.14, S01.15, U02, U23, U24"

    def __init__(self) -> None:
        super().__init__()
        self._known: Known | None = None
        self._told: list[tuple[str, str]] = []
        """The answer shown in place of what the person holds: lines and their inks."""
        self._about: str | None = None
        """Whom the answer is about."""

    def body(self) -> Iterable[Widget]:
        yield WindowTable(COLUMNS, lambda row: row.login, empty=lambda: "", id="people")
        yield Pager(id="export")

    @property
    def table(self) -> WindowTable[PersonLine]:
        return self.query_one("#people", WindowTable)

    def exported(self) -> dict[str, str]:
        return {"list": "colleagues"}

    def load(self) -> None:
        self.ask("people", self._look, self._loaded)

    def _look(self) -> Known:
        desk = self.desk.people
        asked = self.desk.lending.requests() if self.role in GIVERS else []
        return desk.people(), desk.grants(), desk.portfolios(), asked

    def _loaded(self, known: Known) -> None:
        keep = self.table.current_id
        self._known = known
        source = Rows(tuple(known[0]), [each.login for each in known[0]])
        at = source.position(keep) if keep is not None else None
        self.table.set_source(source, at if at is not None else 0)
        self.paint_title()
        self.paint()

    def title_detail(self) -> str:
        waiting = sum(1 for each in self._portfolios() if each.waiting)
        told = [fill(gettext("keys to renew: {n}"), n=waiting)] if waiting else []
        asked = 0 if self._known is None else len(self._known[3])
        return " · ".join(told + ([fill(gettext("requests: {n}"), n=asked)] if asked else []))

    def on_window_table_moved(self) -> None:
        if self.table.current_id != self._about:
            self._told = []
        self.paint()
        self.renew_footer()

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint)

    def paint(self) -> None:
        """The lower pane: an answer, else the person under the cursor."""
        pane = self.query_one("#export", Pager)
        width = max(20, pane.content_size.width)
        row = self.table.current if self._known is not None else None
        if self._told:
            pane.show([((part, ink),) for text, ink in self._told for part in wrap(text, width)])
        elif row is not None:
            pane.show(person_lines(row, self._grants(row.login), self._portfolios(), width))

    def _grants(self, login: str) -> list[GrantAnswer]:
        return [] if self._known is None else [each for each in self._known[1] if each.login == login]

    def _portfolios(self) -> list[PortfolioLine]:
        return [] if self._known is None else self._known[2]

    # Verbs

    def can(self, verb: str) -> bool:
        row = self.table.current if self._known is not None else None
        if verb in ("give_portfolio", "suspend_person", "lend_client", "give_part", "change_role", "set_budget"):
            return row is not None and not row.me and row.state == "active"
        if verb in ("add_portfolio", "ssh_keys", "use_recovery"):
            return row is not None and row.state == "active"
        if verb == "answer_requests":
            return self._known is not None and bool(self._known[3])
        if verb == "offboard_person":
            return row is not None and not row.me and row.state != "left"
        if verb == "restore_person":
            return row is not None and row.state == "suspended"
        if verb == "revoke_portfolio":
            return row is not None and not row.me and bool(self._named(row) or self._lent(row))
        if verb == "renew_keys":
            return any(each.waiting for each in self._portfolios())
        return super().can(verb)

    def _named(self, row: PersonLine) -> dict[str, str]:
        """Portfolios of a person that this session opens, by id."""
        held = [each for each in self._grants(row.login) if not each.client]
        return {each.portfolio_id: each.portfolio for each in held if each.portfolio}

    def _lent(self, row: PersonLine) -> dict[str, str]:
        """Single clients of a person that this session opens, by id."""
        return {each.client: each.client_name for each in self._grants(row.login) if each.client_name}

    def next_pane(self) -> None:
        (self.query_one("#export") if self.focused is self.table else self.table).focus()

    def give_portfolio(self) -> None:
        row = self.table.current
        if row is None:
            return
        held = self._named(row)
        offered = [(each.id, each.name) for each in self._portfolios() if each.id not in held]

        def given(words: str) -> None:
            self.load()
            self.notice(fill(gettext("Given. Compare the words with {login}: {words}."), login=row.login, words=words))

        def chosen(portfolio: str | None) -> None:
            if portfolio is not None:
                self.ask("give", lambda: self.desk.people.give(row.login, portfolio), given)

        self._choose(fill(gettext("Which portfolio for {login}?"), login=row.login), offered, chosen)

    def revoke_portfolio(self) -> None:
        row = self.table.current
        if row is None:
            return

        def taken(count: int) -> None:
            self.load()
            told = ngettext("{n} client is under new keys.", "{n} clients are under new keys.", count)
            self.notice(fill(told, n=count), "good")

        lent = self._lent(row)

        def chosen(what: str | None) -> None:
            if what is not None and what in lent:
                self.ask("revoke", lambda: self.desk.lending.take_back(row.login, what), taken)
            elif what is not None:
                self.ask("revoke", lambda: self.desk.people.revoke(row.login, what), taken)

        self._choose(fill(gettext("Which portfolio to take from {login}?"), login=row.login),
                     [*self._named(row).items(), *lent.items()], chosen)  # fmt: skip

    def suspend_person(self) -> None:
        row = self.table.current
        if row is not None:
            question = fill(gettext("Close the store to {login} at once?"), login=row.login)
            self._sure(question, lambda: self.desk.people.suspend(row.login),
                       fill(gettext("The store is closed to {login}."), login=row.login))  # fmt: skip

    def restore_person(self) -> None:
        row = self.table.current
        if row is not None:
            question = fill(gettext("Let {login} in again?"), login=row.login)
            self._sure(question, lambda: self.desk.people.restore(row.login),
                       fill(gettext("{login} may come in again."), login=row.login))  # fmt: skip

    def renew_keys(self) -> None:
        def renewed(count: int) -> None:
            self.load()
            told = ngettext("{n} portfolio has new keys.", "{n} portfolios have new keys.", count)
            self.notice(fill(told, n=count), "good")

        self.ask("renew", self.desk.people.settle, renewed)

    def show_exposure(self) -> None:
        row = self.table.current
        if row is not None:
            self.ask("exposure", lambda: self.desk.people.exposure(row.login), self._exposed)

    def _exposed(self, found: ExposureAnswer) -> None:
        self._told, self._about = exposure_lines(found), found.login
        self.paint()

    def offboard_person(self) -> None:
        """The wizard: who takes the portfolios over, one question, then everything in one go."""
        row = self.table.current
        if row is None or self._known is None:
            return
        owned = [each for each in self._portfolios() if each.owner == row.login]
        if not owned:
            self._leaving(row.login, "")
            return
        able = [each for each in self._known[0] if each.role in _SUCCEED and each.state == "active"]
        offered = [(each.login, f"{each.name} ({each.login})") for each in able if each.login != row.login]

        def chosen(successor: str | None) -> None:
            if successor is not None:
                self._leaving(row.login, successor)

        names = ", ".join(each.name for each in owned)
        self._choose(fill(gettext("Who takes over: {names}?"), names=names), offered, chosen)

    def _leaving(self, login: str, successor: str) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                self.ask("offboard", lambda: self.desk.people.offboard(login, successor), self._left)

        question = fill(gettext("{login} leaves for good?"), login=login)
        self.app.push_screen(ConfirmDialog(question), answered)

    def _left(self, done: OffboardAnswer) -> None:
        told = [(fill(gettext("The store is closed to {login}."), login=done.login), "strong")]
        told += [(missing_word(word), "warn") for word in done.missing]
        if done.certificate:
            told.append((gettext("Everything is done. The certificate, for the file:"), "good"))
            told += [(line, "") for line in done.certificate.splitlines()]
            told.append((fill(gettext("Signature: {signature}"), signature=done.signature), "dim"))
        self._told, self._about = told + exposure_lines(done.exposure), done.login
        self.ask("people", self._look, self._loaded)

    def _sure(self, question: str, step: Callable[[], None], told: str) -> None:
        def done(_nothing: None) -> None:
            self.load()
            self.notice(told, "good")

        def answered(yes: bool | None) -> None:
            if yes:
                self.ask("person", step, done)

        self.app.push_screen(ConfirmDialog(question), answered)


def person_lines(
    row: PersonLine, grants: Sequence[GrantAnswer], portfolios: Sequence[PortfolioLine], width: int
) -> list[Line]:
    """Who it is and what he holds."""
    lines: list[Line] = [_pair(gettext("Words of the keys"), row.fingerprint, width)]
    waiting = {each.id: each.waiting for each in portfolios}
    for each in grants:
        parts = gettext("all") if len(each.parts) == len(labels.FULL["compartment"]) else ", ".join(
            labels.short_label("compartment", part) for part in each.parts
        )  # fmt: skip
        of = each.portfolio or each.portfolio_id[:8]
        told = [each.client_name or each.client[:8] or of, parts]
        if each.until is not None:
            told.append(fill(gettext("until {moment}"), moment=moment(each.until)))
        if each.state != "active":
            told.append(state_word(each.state))
        if waiting.get(each.portfolio_id):
            told.append(reason_word(waiting[each.portfolio_id]))
        lines.append(_pair(gettext("Client") if each.client else gettext("Portfolio"), " · ".join(told), width))
    return lines


def _pair(name: str, value: str, width: int) -> Line:
    return ((fit(name, _CAPTION - 1) + " ", "dim"), (fit(value, max(1, width - _CAPTION)), ""))


def exposure_lines(found: ExposureAnswer) -> list[tuple[str, str]]:
    """The report in sentences."""
    told = [(fill(gettext("What {login} has seen, as of {when}:"), login=found.login, when=moment(found.at)), "strong")]
    for each in found.windows:
        text = fill(
            gettext(
                "{days} days: opened {opened}, revealed {revealed}, copied {copied}, exports {exported}, probes "
                "{probed}; at night {night}, most in an hour {hour}, in a day {day}."
            ),
            days=each.days, opened=each.opened, revealed=each.revealed, copied=each.copied, exported=each.exported,
            probed=each.probed, night=each.night, hour=each.busiest_hour, day=each.busiest_day,
        )  # fmt: skip
        told.append((text, ""))
    return told
