"""What ADM asks with forms: the verbs of `tui.commands.people_forms`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, get_args

from core.entities.vocabulary import COMPARTMENTS, Role
from core.wording import labels
from tui.desk.port_people import AccessRequest, Answer, PersonLine, PortfolioLine, SshKeyLine
from tui.screens.base import WorkScreen
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.form import Filled, FormDialog, FormLine
from tui.text import fill, gettext, ngettext
from tui.widgets.line_field import wipe

if TYPE_CHECKING:
    from tui.widgets.window_table import WindowTable

ROLES: tuple[Role, ...] = get_args(Role)
FULL_SHARE = 100
SHEET_MAX, KEY_MAX = 400, 1000


class PeopleForms(WorkScreen):
    """The half of ADM that has people fill something in."""

    if TYPE_CHECKING:

        @property
        def table(self) -> WindowTable[PersonLine]: ...

    def _portfolios(self) -> list[PortfolioLine]:
        raise NotImplementedError

    def answer_requests(self) -> None:
        self.ask("requests", self.desk.lending.requests, self._requested)

    def _requested(self, found: list[AccessRequest]) -> None:
        def chosen(request: str | None) -> None:
            if request is not None:
                self._choose(gettext("What is the answer?"), answers, lambda answer: self._answer(request, answer))

        answers = [
            ("lend", gettext("may read the client")),
            ("move", gettext("gets the client for good")),
            ("refuse", gettext("no access")),
        ]
        told = [(each.id, f"{each.login} · {each.name} · {each.reason}") for each in found]
        self._choose(gettext("Who asks for access?"), told, chosen)

    def _answer(self, request: str, answer: str | None) -> None:
        def answered(asked: AccessRequest) -> None:
            told = {
                "lend": gettext("{login} may read {client} now."),
                "move": gettext("{client} is {login}'s now."),
                "refuse": gettext("{login} gets no access to {client}."),
            }
            self._said(fill(told[kind], login=asked.login, client=asked.name))

        kinds: dict[str, Answer] = {each: each for each in get_args(Answer)}
        if answer is not None:
            kind = kinds[answer]
            self.ask("answer", lambda: self.desk.lending.answer(request, kind), answered)

    def lend_client(self) -> None:
        row = self.table.current
        if row is None:
            return

        def lent(words: str) -> None:
            told = gettext("Lent to read. Compare the words of the keys with {login}: {words}.")
            self._said(fill(told, login=row.login, words=words))

        def filled(values: dict[str, str]) -> None:
            until = _day(values["until"])
            self.ask("lend", lambda: self.desk.lending.lend(row.login, values["client"], until=until), lent)

        lines = (
            FormLine("client", gettext("Client (number or ID)"), most=64),
            FormLine("until", gettext("Until (2026-12-31)"), most=10),
        )
        self._form(fill(gettext("Which client for {login}?"), login=row.login), lines, filled, ("client",))

    def give_part(self) -> None:
        row = self.table.current
        if row is None:
            return

        def given(words: str) -> None:
            self._said(fill(gettext("Given. Compare the words with {login}: {words}."), login=row.login, words=words))

        def filled(portfolio: str, values: dict[str, str]) -> None:
            parts = tuple(part for part in COMPARTMENTS if part in values["parts"].replace(",", " ").split())
            start, until = _day(values["start"]), _day(values["until"])
            read_only = bool(values["read_only"])
            self.ask(
                "give",
                lambda: self.desk.people.give(
                    row.login, portfolio, parts=parts, read_only=read_only, start=start, until=until
                ),
                given,
            )

        def chosen(portfolio: str | None) -> None:
            if portfolio is not None:
                heading = fill(gettext("How far for {login}? Empty: whole and for good."), login=row.login)
                self._form(heading, lines, lambda values: filled(portfolio, values))

        lines = (
            FormLine("parts", gettext("Parts"), " ".join(COMPARTMENTS), 60),
            FormLine("start", gettext("From (2026-12-31)"), most=10),
            FormLine("until", gettext("Until (2026-12-31)"), most=10),
            FormLine("read_only", gettext("Reading only: +"), most=1),
        )
        offered = [(each.id, each.name) for each in self._portfolios()]
        self._choose(fill(gettext("Which portfolio for {login}?"), login=row.login), offered, chosen)

    def add_person(self) -> None:
        def added(row: PersonLine) -> None:
            told = gettext("{login} is here. The words of the keys: {words}.")
            self._said(fill(told, login=row.login, words=row.fingerprint))

        def filled(told: Filled | None) -> None:
            if told is None:
                return
            values, secret = told.values, told.secret

            def add() -> PersonLine:
                try:
                    role = ROLES[ROLES.index(values["role"])]
                    return self.desk.people.add(values["login"], values["name"], role, secret)
                finally:
                    wipe(secret)

            self.ask("add", add, added)

        def wrong(values: dict[str, str]) -> str:
            return "" if values["login"] else gettext("A login is needed.")

        lines = (
            FormLine("login", gettext("Login"), most=64),
            FormLine("name", gettext("Full name")),
            FormLine(
                "role", gettext("Role"), "manager", choices=tuple((each, labels.label("role", each)) for each in ROLES)
            ),
        )
        self.app.push_screen(FormDialog(gettext("A new colleague"), lines, wrong, secret=True), filled)

    def change_role(self) -> None:
        row = self.table.current
        if row is None:
            return

        def chosen(role: str | None) -> None:
            if role is not None:
                wanted = ROLES[ROLES.index(role)]
                told = fill(gettext("{login} has another role now."), login=row.login)
                self.ask(
                    "role", lambda: self.desk.people.change_role(row.login, wanted), lambda _none: self._said(told)
                )

        offered = [(each, labels.label("role", each)) for each in ROLES if each != row.role]
        self._choose(fill(gettext("Which role for {login}?"), login=row.login), offered, chosen)

    def add_portfolio(self) -> None:
        row = self.table.current
        if row is None:
            return

        def filled(values: dict[str, str]) -> None:
            told = fill(gettext("{login} has the portfolio {name} now."), login=row.login, name=values["name"])
            self.ask(
                "portfolio",
                lambda: self.desk.people.create_portfolio(values["name"], row.login, values["department"]),
                lambda _made: self._said(told),
            )

        lines = FormLine("name", gettext("Name"), most=80), FormLine("department", gettext("Department"), most=80)
        self._form(fill(gettext("A new portfolio for {login}"), login=row.login), lines, filled, ("name",))

    def renew_one(self) -> None:
        def renewed(count: int) -> None:
            told = ngettext("{n} client is under new keys.", "{n} clients are under new keys.", count)
            self._said(fill(told, n=count))

        def chosen(portfolio: str | None) -> None:
            if portfolio is not None:
                self.ask("renew", lambda: self.desk.people.rotate(portfolio), renewed)

        offered = [(each.id, each.name) for each in self._portfolios()]
        self._choose(gettext("Which portfolio gets new keys?"), offered, chosen)

    def ssh_keys(self) -> None:
        row = self.table.current
        if row is None:
            return

        def filled(values: dict[str, str]) -> None:
            told = gettext("{login} comes in with {key} now. Write the key file: ssh keys -o FILE.")
            self.ask("ssh", lambda: self.desk.ssh.add(row.login, values["key"], "workstation"),
                     lambda key: self._said(fill(told, login=row.login, key=key)))  # fmt: skip

        def chosen(key: str | None) -> None:
            if key == "":
                heading = fill(gettext("A key for {login}"), login=row.login)
                self._form(
                    heading, (FormLine("key", gettext("Line of the .pub file"), most=KEY_MAX),), filled, ("key",)
                )
            elif key is not None:
                told = gettext("{login} no longer comes in with {key}. Write the key file: ssh keys -o FILE.")
                self.ask("ssh", lambda: self.desk.ssh.remove(row.login, key),
                         lambda gone: self._said(fill(told, login=row.login, key=gone)))  # fmt: skip

        def listed(found: Sequence[SshKeyLine]) -> None:
            own = {each.key: f"{each.command} · {each.key}" for each in found if each.login == row.login}
            offered = [("", gettext("a new key"))]
            offered += [(key, fill(gettext("take away: {key}"), key=told)) for key, told in own.items()]
            self._choose(fill(gettext("SSH keys of {login}"), login=row.login), offered, chosen)

        self.ask("keys", self.desk.ssh.listed, listed)

    def set_budget(self) -> None:
        row = self.table.current
        if row is None:
            return

        def filled(values: dict[str, str]) -> None:
            percent, days = int(values["percent"]), int(values["days"]) if values["days"] else None
            told = fill(gettext("{login} has {percent} % of the limits now."), login=row.login, percent=percent)
            self.ask("budget", lambda: self.desk.budgets.set(row.login, percent, days), lambda _set: self._said(told))

        def wrong(values: dict[str, str]) -> str:
            whole = values["percent"].isdigit() and (not values["days"] or values["days"].isdigit())
            return "" if whole else gettext("Whole numbers are needed: percent, and days or nothing.")

        lines = (
            FormLine("percent", gettext("Percent"), str(FULL_SHARE), 3),
            FormLine("days", gettext("For how many days"), most=4),
        )
        self._form(fill(gettext("Limits of {login}"), login=row.login), lines, filled, check=wrong)

    def use_recovery(self) -> None:
        row = self.table.current
        if row is None:
            return

        def given(count: int) -> None:
            told = ngettext("{n} portfolio is given again.", "{n} portfolios are given again.", count)
            self._said(fill(told, n=count))

        def filled(values: dict[str, str]) -> None:
            sheets = (values["first"], values["second"])
            self.ask("recover", lambda: self.desk.people.recover(row.login, sheets, values["reason"]), given)

        lines = (
            FormLine("reason", gettext("Reason")),
            FormLine("first", gettext("Words of a sheet"), most=SHEET_MAX),
            FormLine("second", gettext("Words of another"), most=SHEET_MAX),
        )
        heading = fill(gettext("Everything to {login} again"), login=row.login)
        self._form(heading, lines, filled, ("reason", "first", "second"))

    # Within

    def _said(self, told: str) -> None:
        self.load()
        self.notice(told, "good")

    def _form(
        self,
        heading: str,
        lines: Sequence[FormLine],
        then: Callable[[dict[str, str]], None],
        needed: Sequence[str] = (),
        check: Callable[[dict[str, str]], str] | None = None,
    ) -> None:
        captions = {line.name: line.caption for line in lines}

        def wrong(values: dict[str, str]) -> str:
            missing = next((captions[name] for name in needed if not values[name]), "")
            if missing:
                return fill(gettext("This is needed: {line}."), line=missing)
            if any(values.get(name) and _day(values[name]) is None for name in ("start", "until")):
                return gettext("a date looks like 2026-11-23")
            return check(values) if check is not None else ""

        def filled(told: Filled | None) -> None:
            if told is not None:
                then(told.values)

        self.app.push_screen(FormDialog(heading, lines, wrong), filled)

    def _choose(self, heading: str, choices: Sequence[tuple[str, str]], then: Callable[[str | None], None]) -> None:
        if not choices:
            self.notice(gettext("There is nothing to choose from."), "warn")
            return
        self.app.push_screen(ChoiceDialog(heading, choices), then)


def _day(text: str) -> dt.date | None:
    """A day in ISO form; None for none or another form."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
