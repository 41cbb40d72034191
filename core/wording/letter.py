"""The morning letter to oneself: counts and times alone, so that no mail server learns a client (U33)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from core.wording import fill, gettext, ngettext
from core.wording.dates import short_date
from core.wording.numbers import count


def subject(day: dt.date) -> str:
    """Of the letter: the day alone."""
    return fill(gettext("Kartoteka, {day}"), day=short_date(day))


def morning(day: dt.date, counts: Mapping[str, int], red: int, minutes: Sequence[int]) -> str:
    """Lines of the letter. `counts`: by the reader's word for the kind; `minutes`: of the day, of own timed tasks."""
    total = sum(counts.values())
    lines = [subject(day), ""]
    if not total:
        return "\n".join([*lines, gettext("Nothing is due today.")])
    told = ngettext(
        "{n} line calls for you, {red} must not wait.", "{n} lines call for you, {red} must not wait.", total
    )
    lines.append(fill(told, n=total, red=red))
    lines += [f"- {name}: {count(number)}" for name, number in counts.items()]
    if minutes:
        times = ", ".join(f"{each // 60}:{each % 60:02d}" for each in sorted(minutes))
        lines.append(fill(gettext("Times of your tasks: {times}"), times=times))
    return "\n".join([*lines, "", gettext("Who it is about, the workstation says.")])
