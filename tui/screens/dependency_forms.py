"""DEP: what is typed there: suppliers' tiers, the simulation, a saved selection as a group, tasks from an alarm."""

from __future__ import annotations

from collections.abc import Mapping

from tui.desk.port_selections import SelectionRow
from tui.desk.port_spending import Field
from tui.desk.port_supply import SupplyAnswer, TierRow
from tui.safe_text import wrap
from tui.screens.base import WorkScreen
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.fields import FieldsForm
from tui.screens.selecting import selection_text
from tui.supply_text import simulation_text
from tui.text import count, fill, gettext, percent
from tui.widgets.drawn import Line, Pager


class DependencyForms(WorkScreen):
    """The part of DEP that asks and writes; the screen itself loads and paints."""

    def current_members(self) -> tuple[str, ...]:
        """Clients of the share under the cursor."""
        raise NotImplementedError

    def set_group(self, handle: str | None) -> None:
        """Count a saved selection as one share, or none."""
        raise NotImplementedError

    @property
    def grouped(self) -> bool:
        """Whether a selection counts as a group now."""
        raise NotImplementedError

    # Tiers

    def add_tier(self) -> None:
        self.ask("form", self.desk.supply.form, self._tier_form)

    def _tier_form(self, fields: tuple[Field, ...]) -> None:
        def save(values: Mapping[str, str]) -> bool:
            self.desk.supply.set(values)
            return True

        def saved(done: bool | None) -> None:
            if done:
                self.notice(gettext("The tier is written down; i shows what hangs on it."), "good")

        self.app.push_screen(FieldsForm(gettext("Supplier's discount tier"), fields, save), saved)

    def remove_tier(self) -> None:
        def picked(rows: tuple[TierRow, ...]) -> None:
            choices = [(row.id, tier_text(row)) for row in rows]
            self.app.push_screen(ChoiceDialog(gettext("Which tier is taken off?"), choices), chosen)

        def chosen(handle: str | None) -> None:
            if handle:
                told = gettext("The tier is taken off.")
                self.ask("tiers", lambda: self.desk.supply.remove(handle), lambda _: self.notice(told))

        self.ask("tiers", self.desk.supply.tiers, picked)

    # Simulation

    def simulate(self) -> None:
        """Which product, then the form filled from the sales, then the waves."""

        def products(found: tuple[str, ...]) -> None:
            if not found:
                self.notice(gettext("No tiers yet: n writes the supplier's discounts down."))
            elif len(found) == 1:
                self._ask_simulation(found[0])
            else:
                dialog = ChoiceDialog(gettext("Which product?"), [(each, each) for each in found])
                self.app.push_screen(dialog, lambda name: self._ask_simulation(name) if name else None)

        self.ask("products", self.desk.supply.products, products)

    def _ask_simulation(self, product: str) -> None:
        members, supply = self.current_members(), self.desk.supply

        def form(fields: tuple[Field, ...]) -> None:
            self.app.push_screen(FieldsForm(gettext("If this client leaves"), fields, supply.simulate), self._simulated)

        self.notice(gettext("Reading what is sold…"))
        self.ask("volumes", lambda: supply.ask(product, members), form)

    def _simulated(self, answer: SupplyAnswer | None) -> None:
        if answer is not None:
            pane = self.query_one("#detail", Pager)
            pane.show(simulation_lines(answer, max(20, pane.content_size.width)))
            self.notice("")

    # Groups and tasks

    def pick_group(self) -> None:
        if self.grouped:
            self.set_group(None)
            return

        def picked(rows: tuple[SelectionRow, ...]) -> None:
            if not rows:
                self.notice(gettext("No selection is saved yet: save one on the list of clients with S."))
                return
            choices = [(row.id, selection_text(row)) for row in rows]
            dialog = ChoiceDialog(gettext("Which selection counts as one group?"), choices)
            self.app.push_screen(dialog, lambda handle: self.set_group(handle) if handle else None)

        self.ask("selections", self.desk.selections.listed, picked)

    def task_pack(self) -> None:
        members = self.current_members()
        if members:

            def written(n: int) -> None:
                self.notice(fill(gettext("Tasks written: {n}. They stand among the tasks of today."), n=n), "good")

            self.ask("pack", lambda: self.desk.worth.pack(members[0]), written)


def tier_text(row: TierRow) -> str:
    """One tier in a line."""
    name = row.name or row.product
    told = fill(
        gettext("{product}: from {n} units {percent}"),
        product=name,
        n=count(row.volume),
        percent=percent(row.percent, 1),
    )
    return f"{told}  {row.supplier}".rstrip()


def simulation_lines(found: SupplyAnswer, width: int) -> list[Line]:
    """The simulation wrapped to the pane."""
    return [((line, ink),) for text, ink in simulation_text(found) for line in wrap(text, width)]
