"""CASE: complaints, refusals, returns; why clients leave; the blank for those who fill it in themselves."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from tui.commands.base import Command
from tui.commands.entries import PrintBlank, ShowPareto
from tui.desk.port_cases import PARETO_BY, ParetoAnswer, ParetoBy
from tui.desk.port_dossier import DossierFormat, PaperOut
from tui.desk.port_entries import EntriesPort
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.words import WordsDialog
from tui.screens.entries import EntriesScreen
from tui.text import N_, count, fill, gettext, share
from tui.widgets.bars import bar
from tui.widgets.drawn import Line, Pager

HEADINGS: dict[ParetoBy, str] = {
    "reason": N_("By reason"),
    "product": N_("By product"),
    "manager": N_("By manager"),
    "month": N_("By month"),
}
FORMATS: tuple[tuple[DossierFormat, str], ...] = (("docx", "Word"), ("pdf", "PDF"), ("txt", N_("plain text")))
_NAME = 28
_CELLS = 24


class CasesScreen(EntriesScreen):
    """The list; below it the case under the cursor, or the causes."""

    CODE = "CASE"
    TABLE = "complaints"
    HEADING = N_("Complaints, refusals, returns")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (*EntriesScreen.OFFERS[:3], ShowPareto, PrintBlank,
                                                   *EntriesScreen.OFFERS[3:])  # fmt: skip
    RULE = (
        N_(
            "Three questions take less than a minute: what was wrong with the goods, with our people, what annoyed at"
            " the sale. Every case gets somebody who solves it, and the client gets an answer."
        ),
        N_(
            "More than half of the clients leave because nobody looks after them, says the source: our own share stands"
            " beside it. Red is a case past its day, or one that nobody has taken for a working day."
        ),
    )
    SOURCES = "S03.43, S03.44, S03.45"

    def __init__(self) -> None:
        super().__init__()
        self._by: ParetoBy | None = None
        self._pareto: ParetoAnswer | None = None

    @property
    def port(self) -> EntriesPort:
        return self.desk.cases

    def paint(self) -> None:
        if self._pareto is None or self._by is None:
            super().paint()
            return
        pane = self.query_one("#entry", Pager)
        pane.show(pareto_lines(self._pareto))

    # Verbs
    def can(self, verb: str) -> bool:
        if verb == "print_blank":
            return bool(self.client_in_hand()) and not self.station.options.read_only
        return super().can(verb)

    def show_pareto(self) -> None:
        order: tuple[ParetoBy | None, ...] = (None, *PARETO_BY)
        self._by = order[(order.index(self._by) + 1) % len(order)]
        if self._by is None:
            self._pareto = None
            self.paint()
        else:
            self.ask("pareto", partial(self.desk.cases.pareto, self._by), self._told)

    def _told(self, answer: ParetoAnswer) -> None:
        self._pareto = answer
        self.paint()

    def print_blank(self) -> None:
        client_id = self.client_in_hand()

        def chosen(form: str | None) -> None:
            picked = next((each for each, _told in FORMATS if each == form), None)
            if picked is not None:
                nudge = gettext("Say what it is for: it stands in the log.")
                dialog = WordsDialog(gettext("What is the document for?"), nudge)
                self.app.push_screen(dialog, partial(self._print, client_id, picked))

        told = [(form, gettext(name)) for form, name in FORMATS]
        self.app.push_screen(ChoiceDialog(gettext("Blank and letter for the client"), told), chosen)

    def _print(self, client_id: str, form: DossierFormat, purpose: str | None) -> None:
        if purpose:
            self.ask("blank", partial(self.desk.cases.print_blank, client_id, form, purpose), self._printed)

    def _printed(self, made: PaperOut) -> None:
        self.notice(fill(gettext("Export No. {number}: {file}"), number=made.number, file=made.file), "good")


def pareto_lines(answer: ParetoAnswer) -> list[Line]:
    """Causes with their share and the share of all down to them; then our losses beside the source's word."""
    cases = fill(gettext("cases: {n}"), n=count(answer.cases))
    lines: list[Line] = [((f"{gettext(HEADINGS[answer.by])} · {cases}", "title"),)]
    for each in answer.lines:
        drawn = bar(each.share, _CELLS, "accent")
        told = f" {each.key[:_NAME]:<{_NAME}} {each.count:>4} {share(each.share):>6} {share(each.cumulative):>6}  "
        lines.append(((told, ""), *drawn))
    if answer.no_attention is None:
        lines.append(((gettext("No client has been lost by a case."), "dim"),))
    else:
        sentence = gettext("Lost for lack of attention: {ours} of {n} losses; the source says more than {claimed}")
        claimed = share(answer.claimed)
        told = fill(sentence, ours=share(answer.no_attention), n=count(answer.losses), claimed=claimed)
        lines.append(((told, "warn" if answer.no_attention >= answer.claimed else ""),))
    return lines
