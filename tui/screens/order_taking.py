"""Where the people of an order come from beside the card: another client, an earlier order (S03.51, S03.63, S03.64)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tui.desk.port_orders import FoundOrder, Taken
from tui.desk.port_persons import Relations
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.earlier import EarlierDialog
from tui.screens.dialogs.ticks import TicksDialog
from tui.screens.dialogs.words import WordsDialog
from tui.screens.order_lines import found_text, taken_text
from tui.text import fill, gettext

if TYPE_CHECKING:
    from tui.screens.order import OrderScreen


def ask_services(screen: OrderScreen, then: Callable[[tuple[str, ...]], None]) -> None:
    """One set of services for all who come in together; nothing is asked where the order has no line."""
    services = screen.services()
    if not services:
        then(())
        return

    def ticked(chosen: tuple[str, ...] | None) -> None:
        if chosen is not None:
            then(chosen)

    heading = gettext("Which services for all of them?")
    screen.app.push_screen(TicksDialog(heading, services, [each for each, _name in services]), ticked)


def taken_in(screen: OrderScreen, taken: Taken) -> None:
    """Say what came of it; every screen asks again."""
    screen.station.workplaces.mark_stale()  # type: ignore[union-attr]  # it stands on loaded workplaces
    screen.call_after_refresh(screen.notice, taken_text(taken), "warn" if taken.closed or taken.left_out else "good")


def ask_elsewhere(screen: OrderScreen) -> None:
    """Find a client, then tick some of his people."""
    from tui.screens.dialogs.find import Chosen, FindDialog
    from tui.screens.dialogs.find import Taken as Client

    def chosen(answer: Chosen | None) -> None:
        if isinstance(answer, Client):
            source = answer.client_id
            screen.ask("people", partial(screen.desk.persons.relations, source), partial(offered, source))

    def offered(source: str, told: Relations) -> None:
        _tick_people(screen, [(each.id, each.name) for each in told.people], source, ())

    screen.app.push_screen(FindDialog(creating=False), chosen)


def ask_earlier(screen: OrderScreen) -> None:
    """Two ways: the number is known, or the order is searched for."""

    def chosen(way: str | None) -> None:
        if way == "number":
            heading = gettext("Number of the earlier order")
            screen.app.push_screen(
                WordsDialog(heading, gettext("Type the number as it stands on the order.")), numbered
            )
        elif way == "search":
            screen.app.push_screen(EarlierDialog(screen.order_id), partial(_of_order, screen))

    def numbered(number: str | None) -> None:
        if number:
            search = partial(screen.desk.orders.search, {"number": number}, screen.order_id)
            screen.ask("earlier", search, partial(found, number))

    def found(number: str, orders: list[FoundOrder]) -> None:
        exact = [each for each in orders if each.number.casefold() == number.strip().casefold()]
        if len(exact) == 1:
            _of_order(screen, exact[0])
        elif exact:
            choices = [(each.id, found_text(each)) for each in exact]
            by_id = {each.id: each for each in exact}
            screen.app.push_screen(
                ChoiceDialog(gettext("Which of them?"), choices),
                lambda picked: _of_order(screen, by_id[picked] if picked else None),
            )
        else:
            screen.notice(
                fill(gettext("There is no order with the number {number}: search for it."), number=number), "warn"
            )

    ways = [("number", gettext("its number is known")), ("search", gettext("search for it"))]
    screen.app.push_screen(ChoiceDialog(gettext("From which order?"), ways), chosen)


def _of_order(screen: OrderScreen, order: FoundOrder | None) -> None:
    if order is None:
        return
    if not order.people:
        screen.notice(gettext("Nobody takes part in that order."), "warn")
        return
    _tick_people(screen, list(order.people), order.client_id, tuple(each for each, _name in order.people))


def _tick_people(screen: OrderScreen, people: list[tuple[str, str]], source: str, ticked: tuple[str, ...]) -> None:
    def taken(chosen: tuple[str, ...] | None) -> None:
        if chosen:
            screen.take(chosen, source)

    screen.app.push_screen(TicksDialog(gettext("Who of them takes part?"), people, ticked), taken)
