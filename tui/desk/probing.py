"""Beyond the own portfolios: one probe a finished value, one entry for a file of queries (U08, spec/store §7)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.problem import N_, Problem
from core.wording import fill
from core.wording import gettext as _
from tui.desk.port_find import Elsewhere, Found

if TYPE_CHECKING:  # normalising identifiers brings the libraries that know them
    from core.identity.blind_values import ProbeKind, Value
    from tui.desk.desk import Desk

WHOLE = 1.0
"""Score of an identifier that was typed whole."""
_MAIL = re.compile(r"[^\s@]+@[^\s@]+")


def value_of(text: str, *, names: bool = True) -> Value | None:
    """The finished value a query stands for: an identifier, else the whole name if `names`; None for neither."""
    from core.identity.blind_values import normal

    kinds: tuple[ProbeKind, ...] = ("email",) if _MAIL.fullmatch(text.strip()) else ("inn", "phone")
    if not re.search(r"[^\W\d_]", text) or "@" in text:
        return next(((kind, value) for kind in kinds if (value := normal(kind, text))), None)
    value = normal("name", text) if names else ""
    return ("name", value) if value else None


def known_here(value: Value, found: Found) -> bool:
    """Whether somebody of the answer has the very value: then nobody else needs to be asked."""
    from core.identity.blind_values import normal

    kind, wanted = value
    if kind == "name":
        return any(normal("name", hit.name) == wanted for hit in found.hits)
    return any(hit.matched == kind and hit.score >= WHOLE for hit in found.hits)


def probe(desk: Desk, text: str, found: Found, *, names: bool) -> Elsewhere:
    """One query. A used-up limit says so and stops nobody."""
    value = value_of(text, names=names)
    if value is None or known_here(value, found):
        return Elsewhere()
    try:
        answer = desk.session.probes.probe(*value)
    except Problem as problem:
        if not problem.facts.get("budget"):
            raise
        return Elsewhere(unasked=True)
    return Elsewhere(answer.elsewhere, answer.ask, text)


def probe_many(desk: Desk, asked: Sequence[tuple[str, Found]]) -> list[Elsewhere]:
    """Many queries under one entry with their number; those above the limit of the day stay unasked."""
    answers = [Elsewhere() for _each in asked]
    rows = {at: value for at, (text, found) in enumerate(asked) if (value := value_of(text)) is not None}
    open_rows = {at: value for at, value in rows.items() if not known_here(value, asked[at][1])}
    if not open_rows:
        return answers
    places = list(open_rows)
    said = desk.session.probes.probe_rows([[open_rows[at]] for at in places])
    left_out = len(places) - said.unasked
    for number, at in enumerate(places):
        answers[at] = Elsewhere(number in said.elsewhere, said.ask, unasked=number >= left_out)
    return answers


def request(desk: Desk, text: str) -> tuple[str, ...]:
    """Ask the heads who hold whoever was looked for; their names. Raises Problem where nobody elsewhere is he."""
    value = value_of(text)
    if value is None:
        raise Problem(N_("Nobody elsewhere has this value any more."))
    reason = fill(_("Please give me access to the client: {text}"), text=" ".join(text.split()))
    return desk.session.probes.request_access(*value, reason)
