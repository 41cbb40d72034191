"""MET: what is typed there: spending, tools, plans, rates, the calculator of four figures."""

from __future__ import annotations

from collections.abc import Mapping

from tui.desk.port_spending import Field, SpendList
from tui.desk.port_supply import RateList
from tui.screens.base import WorkScreen
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.fields import FieldsForm, LiveForm
from tui.screens.dialogs.words import WordsDialog
from tui.text import N_, date, fill, gettext, short_money

_NEW_RATE = "+"
_FIRM = ""


class MetricsForms(WorkScreen):
    """The part of MET that asks and writes; the screen itself loads and paints."""

    def add_spend(self) -> None:
        self.ask("form", self.desk.spending.form, self._spend_form)

    def _spend_form(self, fields: tuple[Field, ...]) -> None:
        form = FieldsForm(gettext("Spending"), fields, self.desk.spending.add)
        self.app.push_screen(form, lambda row: self._written() if row is not None else None)

    def _written(self) -> None:
        self.load()
        self.notice(gettext("Written down."), "good")

    def remove_spend(self) -> None:
        self.ask("spends", self.desk.spending.listed, self._pick_spend)

    def _pick_spend(self, found: SpendList) -> None:
        from core.wording.spending import KINDS, tool_name, word

        choices = [
            (row.id, f"{date(row.day)}  {word(KINDS, row.kind)}  {tool_name(row.tool)}  {short_money(row.money)}")
            for row in found.rows
        ]

        def chosen(handle: str | None) -> None:
            if handle:
                self.ask("remove", lambda: self.desk.spending.remove(handle), lambda _: self._written())

        self.app.push_screen(ChoiceDialog(gettext("Which record is taken off?"), choices), chosen)

    def add_tool(self) -> None:
        def named(name: str | None) -> None:
            if name:
                self.ask("tool", lambda: self.desk.spending.add_tool(name), lambda _: self._written())

        asked = gettext("What is the tool called?")
        self.app.push_screen(WordsDialog(asked, gettext("A tool needs a name: type one."), 60), named)

    def calculate(self) -> None:
        """Four fields, their product below while one types (S03.07)."""
        fields = (
            Field("cheque", N_("Mean cheque"), "5000", max_length=15),
            Field("per_month", N_("Purchases a month"), "2", max_length=8),
            Field("margin", N_("Margin, % of the cheque"), "20", max_length=8),
            Field("months", N_("Months of life"), "24", max_length=8),
        )
        self.app.push_screen(LiveForm(gettext("Lifetime value by four figures"), fields, product_text))

    def set_plan(self) -> None:
        owners: tuple[str, ...] = ()

        def asked() -> tuple[str, ...]:
            return self.desk.owners()

        def form(found: tuple[str, ...]) -> None:
            nonlocal owners
            owners = found
            choices = ((_FIRM, gettext("The firm")), *((name, name) for name in owners))
            month = self.desk_month()
            fields = (
                Field("owner", N_("Whose plan"), _FIRM, choices),
                Field("month", N_("Month"), month, max_length=10),
                Field("amount", N_("Turnover"), max_length=20),
            )
            self.app.push_screen(FieldsForm(gettext("Plan of a month"), fields, self._set_plan), self._planned)

        self.ask("owners", asked, form)

    def desk_month(self) -> str:
        """The month of the evening, as the form offers it."""
        greeting = self.station.greeting
        return "" if greeting is None else f"{greeting.today.year:04d}-{greeting.today.month:02d}"

    def _set_plan(self, values: Mapping[str, str]) -> bool:
        self.desk.plans.set(values["month"], values["amount"], values["owner"])
        return True

    def _planned(self, done: bool | None) -> None:
        if done:
            self._written()

    def show_rates(self) -> None:
        self.ask("rates", self.desk.rates.listed, self._pick_rate)

    def _pick_rate(self, found: RateList) -> None:
        from core.wording.numbers import trimmed

        waiting = fill(gettext("Lines of sales without a rate: {n}"), n=found.lines_without_rate)
        choices = [(_NEW_RATE, gettext("New rate…"))]
        choices += [
            (row.id, f"{date(row.day)}  1 {row.currency} = {trimmed(row.rate, 4)} {found.base}") for row in found.rates
        ]

        def chosen(handle: str | None) -> None:
            if handle == _NEW_RATE:
                self.ask("form", self.desk.rates.form, self._rate_form)
            elif handle:
                self.ask("remove", lambda: self.desk.rates.remove(handle), lambda _: self._written())

        heading = fill(gettext("Rates; Enter takes one off. {waiting}"), waiting=waiting)
        self.app.push_screen(ChoiceDialog(heading, choices), chosen)

    def _rate_form(self, fields: tuple[Field, ...]) -> None:
        def save(values: Mapping[str, str]) -> bool:
            self.desk.rates.set(values)
            return True

        self.app.push_screen(FieldsForm(gettext("Rate of a currency"), fields, save), self._planned)


def product_text(values: Mapping[str, str]) -> str:
    """The product of the four fields, or which one is no number."""
    from core.wording.numbers import trimmed
    from core.worth.lifetime import FourFigures

    read: dict[str, float] = {}
    for name in ("cheque", "per_month", "margin", "months"):
        text = values[name].replace("\u00a0", "").replace(" ", "").replace(",", ".").removesuffix("%")
        try:
            read[name] = float(text)
        except ValueError:
            return gettext("Four numbers are needed, such as 5000, 2, 20 and 24.")
        if not 0 <= read[name] < 1e12:
            return gettext("Four numbers are needed, such as 5000, 2, 20 and 24.")
    found = FourFigures(read["cheque"], read["per_month"], read["margin"] / 100, read["months"])
    return fill(gettext("LTV = {product}"), product=trimmed(found.product))
