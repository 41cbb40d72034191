"""One value inside a sentence, said by its type. Loaded only when a sentence has something to fill in."""

from __future__ import annotations

import datetime as dt

from core.wording import numbers


def spoken(value: object) -> str:
    """Numbers grouped, dates and money as the language has them, everything else as it prints."""
    if isinstance(value, (bool, str)):
        return str(value)
    if isinstance(value, int):
        return numbers.count(value)
    if isinstance(value, float):
        return numbers.trimmed(value)
    if isinstance(value, dt.datetime):
        from core.wording.dates import moment

        return moment(value)
    if isinstance(value, dt.date):
        from core.wording.dates import short_date

        return short_date(value)
    if type(value).__name__ == "Money":
        from core.entities.money import Money
        from core.wording.money import money

        if isinstance(value, Money):
            return money(value)
    return str(value)
