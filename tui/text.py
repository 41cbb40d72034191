"""Words for screens: the catalogue, and figures written the reader's way.

All strings of the screens are English msgids; they are looked up when painted, so the language is whatever
`core.wording` says then.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from core.problem import N_
from core.wording import P_, _, fill, gettext, ngettext, pgettext, say, set_language

if TYPE_CHECKING:
    from core.entities.money import Money

NOTHING: Final = "—"
"""A figure that is unknown or not computed yet. Never a zero."""

STATE_MARKS: Final = {"late": "~", "sleeping": "!", "lost": "!!", "first": "1"}
"""Beside the colour, never instead of it (U19)."""
STATE_INKS: Final = {"on_rhythm": "good", "late": "warn", "sleeping": "bad", "lost": "bad"}
BUDGETS: Final = {
    "dossiers": N_("dossiers"),
    "reveals": N_("reveals"),
    "probes": N_("probes in other portfolios"),
}
EXPORT_STATES: Final = {
    "asked": N_("waits for approval"),
    "approved": N_("approved"),
    "refused": N_("refused"),
    "made": N_("made"),
    "expired": N_("over"),
}
FIELD_NAMES: Final = {
    "name": N_("Name"),
    "kind": N_("Kind"),
    "external_id": N_("Number"),
    "inn": N_("INN"),
    "kpp": N_("KPP"),
    "ogrn": N_("OGRN"),
    "city": N_("City"),
    "address": N_("Address"),
    "site": N_("Site"),
    "tags": N_("Tags"),
    "note": N_("Note"),
    "loyalty_card": N_("Loyalty card"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "removed": N_("Mark of removal"),
    "birthday": N_("Birth date"),
    "document": N_("Document"),
    "record": N_("Record"),
    "surname": N_("Surname"),
    "given": N_("First name"),
    "patronymic": N_("Patronymic"),
    "latin": N_("In Latin letters"),
    "sex": N_("Sex"),
    "congratulate": N_("Birthday (day, month)"),
    "messenger": N_("Messenger"),
    "title": N_("Position"),
    "department": N_("Department"),
    "rung": N_("Level"),
    "part": N_("Role in the decision"),
    "attitude": N_("Attitude −2…+2"),
    "power": N_("Weight 0…3"),
    "reports_to": N_("Reports to"),
    "since": N_("Since"),
    "until": N_("Until"),
    "hobbies": N_("Hobbies"),
    "cuisine": N_("Cuisine"),
    "peculiarities": N_("Peculiarities"),
    "family": N_("Family"),
    "gifts": N_("Gifts"),
    "documents": N_("Documents"),
    "citizenship": N_("Citizenship"),
    "country": N_("Country"),
    "language": N_("Language of the form"),
    "scheme": N_("Letters by"),
    "field_name": N_("Name of the field"),
    "way": N_("Translation"),
    "common": N_("Comes from"),
    "variants": N_("Variants, by ;"),
    "ru": N_("In Russian"),
    "en": N_("In English"),
    "fr": N_("In French"),
    "ticket": N_("Air ticket"),
    "points": N_("Phones and e-mails"),
    "birth_month": N_("Birthday (day, month)"),
    "product_name": N_("What"),
    "quantity": N_("Quantity"),
    "first_day": N_("First day (of a service)"),
    "last_day": N_("Last day"),
    "deputy": N_("Deputy"),
    "on_call": N_("On call"),
    "escalation": N_("Worst case"),
    "wallet": N_("Spends a quarter"),
    "rivals": N_("Also buys from"),
    "text": N_("Text"),
    "due": N_("Due"),
    "owner": N_("Owner"),
    "minutes": N_("Minutes"),
    "network": N_("Network"),
    "people": N_("People"),
    "result": N_("Result"),
    "satisfaction": N_("Satisfied, 1–5"),
    "obstacle": N_("What hinders"),
    "number": N_("Number"),
    "subject": N_("Subject"),
    "amount": N_("Amount"),
    "state": N_("State"),
    "stage": N_("Stage"),
    "expected": N_("Expected on"),
    "reason": N_("Reason"),
    "whom": N_("Named to"),
    "day": N_("Day"),
    "consent": N_("May be written to"),
    "told": N_("Client was told"),
    "agreed": N_("Client agrees"),
    "unasked": N_("Nobody asked for it"),
    "order": N_("Order"),
    "after": N_("What comes next"),
    "plan": N_("Plan"),
    "answer": N_("Answer"),
    "what": N_("What"),
    "product": N_("Product"),
    "goods": N_("1 Goods, service"),
    "staff": N_("2 Our people"),
    "sale": N_("3 At the sale"),
    "solution": N_("Solution"),
    "stays": N_("Client stays"),
    "decision": N_("Decided"),
    "now": N_("Now, a month"),
    "low": N_("Goal from"),
    "high": N_("Goal to"),
    "steps": N_("Steps"),
    "company_text": N_("Company"),
    "buying_text": N_("How they buy"),
    "terms_text": N_("Terms of work"),
    "market_text": N_("Market, rivals"),
    "customs_text": N_("Customs"),
    "of": N_("About whom"),
    "choices": N_("Values"),
    "listed": N_("Column of the list"),
    "file": N_("File"),
    "person": N_("About whom"),
    "contract": N_("Contract"),
    "private": N_("Private"),
    "strategy_text": N_("Our strategy"),
}


def field_name(field: str) -> str:
    """The reader's word for a field of the card; an unknown field (a newer store) as it stands."""
    return gettext(FIELD_NAMES[field]) if field in FIELD_NAMES else field


def label(kind: str, value: str | None, *, short: bool = False) -> str:
    """A value of a closed vocabulary; one this version does not know, as it stands."""
    from core.wording import labels

    try:
        return labels.short_label(kind, value) if short else labels.label(kind, value)
    except KeyError:
        return value or NOTHING


def money(value: Money | None) -> str:
    """Whole units for a column."""
    from core.wording.money import whole

    return NOTHING if value is None else whole(value)


def exact_money(value: Money) -> str:
    from core.wording.money import money as exact

    return exact(value)


def short_money(value: Money | None) -> str:
    """Few characters: `1,2 млн ₽`."""
    from core.wording.money import short

    return NOTHING if value is None else short(value)


def count(value: int | None) -> str:
    from core.wording import numbers

    return NOTHING if value is None else numbers.count(value)


def ago(minutes: int) -> str:
    """How long ago."""
    from core.wording import counted

    return counted.ago(minutes)


def percent(value: float | None, digits: int = 0) -> str:
    """A value already in percent."""
    from core.wording import numbers

    return NOTHING if value is None else numbers.percent(value, digits)


def share(fraction: float | None, digits: int = 0) -> str:
    """A share or probability as percent."""
    from core.wording import numbers

    return NOTHING if fraction is None else numbers.share(fraction, digits)


def probability(value: float | None) -> str:
    """A probability of the model as percent: 1 to 99, for no model is certain of what people will do."""
    return NOTHING if value is None else share(max(0.01, min(0.99, value)))


def date(day: dt.date | None) -> str:
    from core.wording.dates import short_date

    return NOTHING if day is None else short_date(day)


def day_month(day: dt.date) -> str:
    from core.wording import dates

    return dates.day_month(day)


def month_short(month: int) -> str:
    from core.wording import dates

    return dates.month_short(month)


def moment(at: dt.datetime) -> str:
    from core.wording import dates

    return dates.moment(at)


def days(n: int | None) -> str:
    """`12 days` in the right plural form."""
    from core.wording import counted

    return NOTHING if n is None else counted.days(n)


def clients(n: int) -> str:
    """`12 clients` in the right plural form."""
    from core.wording import counted

    return counted.clients(n)


__all__ = ["N_", "P_", "_", "fill", "gettext", "ngettext", "pgettext", "say", "set_language"]
