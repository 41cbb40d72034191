"""Tables of campaigns, doubles, the log, colleagues and people of a client that can be taken out (U06).

Ways to reach a person leave as masks, as they stand on the screen; the log leaves with ids in place of names, because
nothing can be planted in it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from core.problem import N_
from core.wording import gettext as _
from core.wording import labels
from core.wording.log_kinds import kind_name
from core.wording.outreach import word as outreach_word
from core.wording.people import state_word
from core.wording.relations import word as relation_word
from core.wording.watch import budget_name, rule_name
from tui.desk.export_table import Field, Found, Table, View, day, label, sums, table, whole, word
from tui.desk.port_audit import LogFilter

if TYPE_CHECKING:
    from tui.desk.answers import Purchase
    from tui.desk.desk import Desk
    from tui.desk.port_doubles import Double

WATCH_DAYS = 90
_CLIENT = Field("client", N_("Client"), "name")
_CLIENT_ID = Field("client_id", "ID", "id")
_WHO = Field("who", N_("Who"))


@dataclasses.dataclass(frozen=True)
class _Member:
    """A client of a group: `at` is its number in the table, from 1."""

    at: int
    of: Double
    mark: str
    score: float | None
    why: str
    when: dt.datetime | None = None
    who: str = ""


def _members(rows: Sequence[Any], told: Callable[[Any], dict[str, Any]]) -> Iterator[_Member]:
    for at, row in enumerate(rows, 1):
        yield from (_Member(at, each, **told(row)) for each in row.members)


def _doubles(desk: Desk, _view: View) -> list[_Member]:
    found = desk.doubles.found() or desk.doubles.scan()
    groups = () if found is None else found.groups
    return list(
        _members(groups, lambda row: {
            "mark": _("unsure") if row.unsure else _("sure") if row.sure else _("to be looked at"),
            "score": row.score, "why": row.short,
        })
    )  # fmt: skip


def _judgements(desk: Desk, _view: View) -> list[_Member]:
    said = {"same": _("merged"), "different": _("not duplicates"), "unsure": _("unsure")}
    return list(
        _members(desk.doubles.standing(), lambda row: {
            "mark": said[row.verdict], "score": None, "why": "", "when": row.at, "who": row.who,
        })
    )  # fmt: skip


def _firms(desk: Desk, _view: View) -> list[_Member]:
    groups = desk.firm_groups
    confirmed = list(_members(groups.all(), lambda _row: {"mark": _("a group"), "score": None, "why": ""}))
    last = confirmed[-1].at if confirmed else 0
    suggested = _members(
        groups.suggest(None), lambda row: {"mark": _("suggested"), "score": row.points, "why": row.why[0]}
    )
    return [*confirmed, *(dataclasses.replace(each, at=last + each.at) for each in suggested)]


def _recipients(desk: Desk, view: View) -> Sequence[Any]:
    obstacle = word(view, "obstacle")
    rows = desk.outreach.show(view.get("campaign", "")).recipients
    return [each for each in rows if obstacle in (None, _obstacle(each))]


def _obstacle(row: Any) -> str:
    """What keeps the message from him, or kept it."""
    told: str = row.said if row.state == "skipped" else row.obstacle
    return told


def _obstacle_told(row: Any) -> str:
    told = _obstacle(row)
    return outreach_word("obstacle", told) if told else ""


def _prefers(row: Any) -> str:
    return outreach_word("campaign channel", row.prefers) if row.prefers else ""


def _calendar(desk: Desk, _view: View) -> Sequence[Any]:
    return [each for month in desk.campaign_figures.figures().months for each in month.campaigns]


def _costs(desk: Desk, _view: View) -> Sequence[Any]:
    figures = desk.campaign_figures.figures()
    return [(_("Own base"), figures.base), (_("Advertising"), figures.advertising)]


def _log(desk: Desk, view: View) -> Sequence[Any]:
    narrowed = LogFilter(word(view, "who"), word(view, "client"), word(view, "kind"), day(view, "since"))
    opened = desk.audit.open_log(narrowed)
    return opened.rows(0, len(opened))


def _of_client(fields: Sequence[Field], rows: Callable[[Desk, str], Sequence[Any]]) -> Table:
    """A table about one client, who stands in every row of it."""

    def found(desk: Desk, view: View) -> Found:
        client = desk.row(view.get("client", ""))
        number = Field("id", "ID", "id", lambda _row: client.id)
        name = Field("name", N_("Client"), "name", lambda _row: client.name)
        return (number, name, *fields), rows(desk, client.id)

    return Table(found, ("client",))


def _sort_of(row: Purchase) -> str:
    return _("cancelled") if row.cancelled else _("return") if row.is_return else _("order")


def _of(key: str) -> Callable[[Any], object]:
    return lambda row: getattr(row.of, key)


def _cost(key: str) -> Callable[[Any], object]:
    return lambda row: getattr(row[1], key)


def _place(at: int) -> Callable[[Any], object]:
    return lambda row: row[at]


_GROUP = (
    Field("group", N_("Group"), "text", lambda row: row.at), Field("mark", N_("State")),
    Field("id", "ID", "id", _of("id")), Field("number", N_("Number"), "number", _of("external_id")),
    Field("name", N_("Client"), "name", _of("name")), Field("city", N_("City"), "text", _of("city")),
    Field("owner", N_("Responsible"), "text", _of("owner")),
)  # fmt: skip
_BITS = (Field("score", N_("Bits")), Field("why", N_("Why")))

OF_CLIENTS: Final[dict[str, Table]] = {
    "recipients": table(
        (
            _CLIENT_ID, _CLIENT,
            Field("state", N_("State"), "text", lambda row: outreach_word("recipient", row.state)),
            Field("obstacle", N_("Obstacle"), "text", _obstacle_told),
            Field("prefers", N_("Prefers"), "text", _prefers),
            Field("tries", N_("Tries")), Field("next", N_("Next")),
        ),
        _recipients,
        "campaign", "obstacle",
    ),
    "doubles": table((*_GROUP, *_BITS), _doubles),
    "judgements": table((*_GROUP, Field("when", N_("When")), _WHO), _judgements),
    "firm_groups": table((*_GROUP, *_BITS), _firms),
    "persons": _of_client(
        (
            Field("person", N_("Contact person"), "text", lambda row: row.name),
            Field("rung", N_("Level"), "text", lambda row: relation_word("rung", row.rung)),
            Field("title", N_("Position")), Field("department", N_("Department")),
            Field("part", N_("Role"), "text", lambda row: relation_word("part", row.part) if row.part else ""),
            Field("masks", N_("Contact"), "text", lambda row: [each.mask for each in row.points]),
            Field("strength", N_("Tie")), Field("attitude", N_("Attitude")), Field("since", N_("Since")),
            Field("until", N_("Left on")),
        ),
        lambda desk, client: desk.persons.relations(client).people,
    ),
    "documents": _of_client(
        (
            Field("document", N_("Document"), "number"), Field("day", N_("Date")), Field("lines", N_("Lines")),
            Field("amount", N_("Sum"), "amount"), Field("sort", N_("Kind"), "text", _sort_of),
        ),
        lambda desk, client: desk.purchases(client),
    ),
}  # fmt: skip
FIGURES: Final[dict[str, Table]] = {
    "campaigns": sums(
        (
            Field("name", N_("Campaign")),
            Field("channel", N_("Channel"), "text", lambda row: outreach_word("campaign channel", row.channel)),
            Field("state", N_("State"), "text", lambda row: outreach_word("campaign", row.state)),
            Field("kind", N_("Kind"), "text", lambda row: outreach_word("campaign kind", row.kind)),
            Field("clients", N_("Listed")), Field("reached", N_("Reached")), Field("answered", N_("Replied")),
            Field("due", N_("Planned")), Field("author", N_("Who")), Field("made", N_("Date")),
        ),
        lambda desk, _view: desk.outreach.campaigns(),
    ),
    "campaign_calendar": sums(
        (
            Field("day", N_("Date"), "text", _place(0)), Field("name", N_("Campaign"), "text", _place(1)),
            Field("kind", N_("Kind"), "text", lambda row: outreach_word("campaign kind", row[2])),
            Field("sent", N_("sent"), "text", _place(3)),
        ),
        _calendar,
    ),
    "cadence": sums(
        (
            Field("title", N_("Segment")), Field("clients", N_("Clients")), Field("promos", N_("In a month")),
            Field("wanted", N_("Wanted")), Field("reached", N_("Heard")), Field("last", N_("Last one")),
            Field("enough", N_("enough")),
        ),
        lambda desk, _view: desk.campaign_figures.figures().cadence,
    ),
    "campaign_answers": sums(
        (
            Field("segment", N_("Segment"), "text", lambda row: row.segment or _("everybody")),
            Field("channel", N_("Channel"), "text", lambda row: outreach_word("campaign channel", row.channel)),
            Field("sent", N_("Reached")), Field("answered", N_("Replied")), Field("rate", N_("Share")),
            Field("doubtful", N_("doubtful")),
        ),
        lambda desk, _view: desk.campaign_figures.figures().rates,
    ),
    "contact_costs": sums(
        (
            Field("side", N_("By what"), "text", _place(0)),
            Field("contacts", N_("Contacts"), "text", _cost("contacts")),
            Field("money", N_("Money"), "text", _cost("money")), Field("sales", N_("Sales"), "text", _cost("sales")),
            Field("margin", N_("Margin"), "text", _cost("margin")),
            Field("per_contact", N_("Cost of a contact"), "text", _cost("per_contact")),
            Field("margin_per_contact", N_("Margin of a contact"), "text", _cost("margin_per_contact")),
            Field("margin_per_money", N_("Margin to money"), "text", _cost("margin_per_money")),
        ),
        _costs,
    ),
    "log": sums(
        (
            Field("seq", N_("No.")), Field("at", N_("When")), _WHO,
            Field("kind", N_("What"), "text", lambda row: kind_name(row.kind)), Field("client", "ID"),
            Field("sealed", N_("sealed")),
        ),
        _log,
        "who", "client", "kind", "since",
    ),
    "watch": sums(
        (
            Field("day", N_("Day")), Field("login", N_("Login")), Field("name", N_("Full name")),
            Field("rule", N_("What"), "text", lambda row: rule_name(row.rule)), Field("reason", N_("Why")),
            Field("value", N_("Value")), Field("usual", N_("Usual")),
        ),
        lambda desk, view: desk.audit.watch(whole(view, "days") or WATCH_DAYS).findings,
        "days",
    ),
    "budgets": sums(
        (
            Field("login", N_("Login")), Field("name", N_("Full name")),
            Field("role", N_("Role"), "text", label("role", "role")),
            Field("budget", N_("Budget"), "text", lambda row: budget_name(row.budget.upper())),
            Field("hours", N_("Hours")), Field("used", N_("Used")), Field("limit", N_("Limit")),
        ),
        lambda desk, _view: desk.audit.budgets(),
    ),
    "colleagues": sums(
        (
            Field("login", N_("Login")), Field("name", N_("Full name")),
            Field("role", N_("Role"), "text", lambda row: labels.short_label("role", row.role)),
            Field("state", N_("State"), "text", lambda row: state_word(row.state)),
            Field("portfolios", N_("Portfolios")),
        ),
        lambda desk, _view: desk.people.people(),
    ),
}  # fmt: skip
