"""What a person states of a client, from whatever screen he stands on: one list to choose from, then a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from core.entities.standing import LOSS_REASONS, PURPOSES, TICKS, Purpose, Tick
from core.problem import N_, Problem
from core.wording import evidence as words
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.saving_form import FormField, SavingForm
from tui.text import fill, gettext
from tui.typed import typed_date, typed_minor

if TYPE_CHECKING:
    from tui.desk.port import DeskPort
    from tui.desk.port_standing import StandingPort
    from tui.screens.base import WorkScreen

KINDS = {
    "prospective": N_("Prospective: has decided to spend"),
    "probable": N_("Probable: would gain, does not know of us"),
    "potential": N_("Potential: territory and industry"),
    "partnership": N_("The partnership is a value in itself"),
    "target": N_("Target client: purpose and need"),
    "obligations": N_("Large: can the obligations be met?"),
    "profile": N_("Portrait: industry, size, who decides"),
    "lost": N_("Lost, with the reason"),
    "returned": N_("Returned"),
    "unfit": N_("Unfit: out of the queues, not deleted"),
    "lift": N_("Take the last statement back"),
}
Save = Callable[[dict[str, str]], None]


def ask_to_state(screen: WorkScreen, client_id: str, name: str, done: Callable[[], None]) -> None:
    """Ask what is stated, then for its evidence, then save."""

    def chosen(kind: str | None) -> None:
        if kind in ("lost", "target", "lift"):
            _second(screen, client_id, kind, done)
        elif kind is not None:
            _form(screen, client_id, kind, "", done)

    heading = fill(gettext("What do you state of {name}?"), name=name)
    screen.app.push_screen(ChoiceDialog(heading, [(kind, gettext(text)) for kind, text in KINDS.items()]), chosen)


def _second(screen: WorkScreen, client_id: str, kind: str, done: Callable[[], None]) -> None:
    """What is chosen from a closed list before the words."""
    lists: dict[str, list[tuple[str, str]]] = {
        "lost": [(each, words.reason(each)) for each in LOSS_REASONS],
        "target": [(each, words.purpose(each)) for each in PURPOSES],
        "lift": [
            ("level", gettext("the level")),
            ("partnership", gettext("the partnership")),
            ("status", gettext("the status")),
            ("target", gettext("the purpose")),
        ],
    }
    choices = lists[kind]

    def chosen(which: str | None) -> None:
        if which is None:
            return
        if kind == "lift":
            screen.ask("state", lambda: screen.desk.standing.lift(client_id, which), lambda _done: done())
        else:
            _form(screen, client_id, kind, which, done)

    screen.app.push_screen(ChoiceDialog(gettext(KINDS[kind]), choices), chosen)


def _form(screen: WorkScreen, client_id: str, kind: str, which: str, done: Callable[[], None]) -> None:
    fields, save = _fields(kind), _saver(screen.desk, client_id, kind, which)

    def saved(yes: bool | None) -> None:
        if yes:
            done()

    screen.app.push_screen(SavingForm(gettext(KINDS[kind]), fields, save, _says(kind)), saved)


def _says(kind: str) -> str:
    if kind in ("prospective", "probable", "potential"):
        return words.level_needs(kind)
    return ""


def _fields(kind: str) -> list[FormField]:
    note = FormField("note", gettext("In words"))
    if kind == "prospective":
        return [FormField("reason", gettext("Reason")), FormField("expected", gettext("Expected on"), most=10)]
    if kind == "probable":
        ticks = ", ".join(f"{at} {words.tick(each)}" for at, each in enumerate(TICKS, 1))
        return [
            FormField("ticks", ticks, most=9),
            FormField("knows", gettext("Knows of us (yes/no)"), gettext("no"), 5),
        ]
    if kind == "potential":
        return [FormField("territory", gettext("Territory")), FormField("industry", gettext("Industry"))]
    if kind == "target":
        return [
            FormField("quarterly", gettext("Need a quarter, all"), most=20),
            FormField("currency", gettext("Currency"), "USD", 3),
            FormField("source", gettext("Who says so")),
            FormField("expected", gettext("Need arises on"), most=10),
        ]
    if kind == "profile":
        return [
            FormField("industry", gettext("Industry")),
            FormField("size", gettext("Size of the firm")),
            FormField("source", gettext("How he came to us")),
            FormField("decides", gettext("Who decides")),
            FormField("why_us", gettext("Why us")),
        ]
    if kind == "obligations":
        return [FormField("able", gettext("Can be met (yes/no)"), gettext("yes"), 5), note]
    return [note]


def _saver(desk: DeskPort, client_id: str, kind: str, which: str) -> Save:
    def save(typed: dict[str, str]) -> None:
        _SAVERS[kind](desk.standing, client_id, which, typed)

    return save


def _prospective(desk: StandingPort, client: str, _which: str, typed: dict[str, str]) -> None:
    desk.note_level(client, "prospective", reason=typed["reason"], expected=typed_date(typed["expected"]))


def _probable(desk: StandingPort, client: str, _which: str, typed: dict[str, str]) -> None:
    digits = [each for each in typed["ticks"] if each.isdigit()]
    ticks: list[Tick] = [TICKS[int(each) - 1] for each in digits if 0 < int(each) <= len(TICKS)]
    desk.note_level(client, "probable", ticks=ticks, knows_us=typed_yes(typed["knows"]))


def _potential(desk: StandingPort, client: str, _which: str, typed: dict[str, str]) -> None:
    desk.note_level(client, "potential", territory=typed["territory"], industry=typed["industry"])


def _partnership(desk: StandingPort, client: str, _which: str, typed: dict[str, str]) -> None:
    desk.note_partnership(client, typed["note"])


def _target(desk: StandingPort, client: str, which: str, typed: dict[str, str]) -> None:
    currency = typed["currency"].upper()
    desk.note_target(
        client,
        cast("Purpose", which),
        quarterly=typed_minor(typed["quarterly"], currency),
        currency=currency,
        source=typed["source"],
        expected=typed_date(typed["expected"]),
    )


def _profile(desk: StandingPort, client: str, _which: str, typed: dict[str, str]) -> None:
    desk.note_profile(client, {name: text for name, text in typed.items() if text})


def _obligations(desk: StandingPort, client: str, _which: str, typed: dict[str, str]) -> None:
    desk.answer_obligations(client, typed_yes(typed["able"]), typed["note"])


def _lost(desk: StandingPort, client: str, which: str, typed: dict[str, str]) -> None:
    desk.note_status(client, "lost", which, typed["note"])


def _returned(desk: StandingPort, client: str, _which: str, typed: dict[str, str]) -> None:
    desk.note_status(client, "returned", "", typed["note"])


def _unfit(desk: StandingPort, client: str, _which: str, typed: dict[str, str]) -> None:
    desk.note_status(client, "unfit", "", typed["note"])


_SAVERS: dict[str, Callable[[StandingPort, str, str, dict[str, str]], None]] = {
    "prospective": _prospective,
    "probable": _probable,
    "potential": _potential,
    "partnership": _partnership,
    "target": _target,
    "profile": _profile,
    "obligations": _obligations,
    "lost": _lost,
    "returned": _returned,
    "unfit": _unfit,
}


def typed_yes(text: str) -> bool:
    """Yes or no in either language. Raises Problem for anything else."""
    told = text.strip().casefold()
    if told in ("yes", "y", "да", "д", gettext("yes").casefold()):
        return True
    if told in ("no", "n", "нет", "н", gettext("no").casefold()):
        return False
    raise Problem(N_("Answer yes or no."))
