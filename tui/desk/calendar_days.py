"""Holidays of the country and days off of a person: when a task may fall due (U14)."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Container
from typing import TYPE_CHECKING, cast

from core.entities.deals import DayOff
from core.problem import N_, Problem
from core.relations.working_days import next_working
from storage.vault.books.deals import DAY_OFF
from tui.desk.figures import date_of, day_number

if TYPE_CHECKING:
    from tui.desk.desk import Desk

COUNTRY = "RU"


@functools.cache
def holidays_of(country: str = COUNTRY) -> Container[dt.date]:
    """Public holidays, years added as they are asked for. The library is loaded by whoever needs a working day."""
    import holidays

    # Every date is asked with `in`, which fills in its year.
    return cast("Container[dt.date]", holidays.country_holidays(country))


def days_off(desk: Desk) -> list[tuple[dt.date, dt.date]]:
    """First and last day of every absence of the person of this session."""
    found = desk.session.registers.all(DAY_OFF)
    return [(date_of(each.fields.first), date_of(each.fields.last)) for each in found if not each.fields.removed]


def next_working_day(desk: Desk, day: dt.date) -> dt.date:
    """The day itself, or the first one after it that is neither weekend nor holiday nor off."""
    return next_working(day, holidays_of(), days_off(desk))


def take_off(desk: Desk, first: dt.date, last: dt.date, text: str = "") -> None:
    """Note an absence of one's own. Raises Problem for one that ends before it begins."""
    if last < first:
        raise Problem(N_("Days off cannot end before they begin."))
    registers = desk.session.registers
    with registers.writing() as writing:
        fields = DayOff(first=day_number(first), last=day_number(last), text=text)
        registers.add(writing, DAY_OFF, desk.session.entered.identity.person_id, fields)
    desk.touched()
