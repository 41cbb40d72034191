"""iCalendar: tasks, reminders and birthdays for a calendar of one's own; no client is named in it (U14).

Who a day is about stands in the workstation: a calendar is copied to telephones and clouds, so its titles hold a kind
and the firm's own number of the client.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Literal

import msgspec

from core.problem import N_
from core.wording import fill, gettext

DayKind = Literal["birthday", "task", "reminder", "promise", "review", "visit", "call"]
TITLES: dict[DayKind, str] = {
    "birthday": N_("Birthday"),
    "task": N_("Task"),
    "reminder": N_("Reminder"),
    "promise": N_("Promise is due"),
    "review": N_("Review of a client"),
    "visit": N_("Visit"),
    "call": N_("Call"),
}
ALARM_DAYS = 3
"""A birthday is told of so long before (spec/exchange §2.2)."""
_LEAP_DAY = (2, 29)


class CalendarDay(msgspec.Struct, frozen=True):
    """One fact of the calendar. `key` names it for good: the same fact has the same UID in every file.

    `number` is the firm's own number of the client, the only thing said of him. `at` makes it an hour of that day in
    the zone it carries; without it the whole day. A birthday comes back every year.
    """

    key: str
    kind: DayKind
    day: dt.date
    number: str = ""
    at: dt.time | None = None
    minutes: int = 30
    alarm_days: int | None = None


def calendar_bytes(days: Iterable[CalendarDay], now: dt.datetime) -> bytes:
    """The whole file. `now` is the moment it is made at, with a zone."""
    from icalendar import Alarm, Calendar, Event

    book = Calendar()
    book.add("prodid", "-//Kartoteka//Kartoteka//EN")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    for each in days:
        event = Event()
        event.add("uid", uid_of(each))
        event.add("dtstamp", now.astimezone(dt.UTC))
        event.add("summary", title_of(each))
        event.add("class", "PRIVATE")
        if each.at is None:
            event.add("dtstart", each.day)
            event.add("transp", "TRANSPARENT")
        else:
            start = dt.datetime.combine(each.day, each.at)
            event.add("dtstart", start)
            event.add("dtend", start + dt.timedelta(minutes=each.minutes))
        if each.kind == "birthday":
            event.add("rrule", _every_year(each.day))
        before = ALARM_DAYS if each.alarm_days is None and each.kind == "birthday" else each.alarm_days
        if before is not None:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", title_of(each))
            alarm.add("trigger", -dt.timedelta(days=before))
            event.add_component(alarm)
        book.add_component(event)
    return bytes(book.to_ical())


def title_of(day: CalendarDay) -> str:
    """Kind and number: nothing that names the client."""
    title = gettext(TITLES[day.kind])
    return fill(gettext("{title}, client {number}"), title=title, number=day.number) if day.number else title


def uid_of(day: CalendarDay) -> str:
    """The lasting name of the fact; the key itself does not show in it."""
    return hashlib.sha256(f"kartoteka/calendar/1/{day.kind}/{day.key}".encode()).hexdigest()[:32] + "@kartoteka"


def _every_year(day: dt.date) -> dict[str, object]:
    """A birthday of 29 February is kept on the last day of February: a plain yearly rule would skip three years."""
    if (day.month, day.day) == _LEAP_DAY:
        return {"FREQ": "YEARLY", "BYMONTH": 2, "BYMONTHDAY": -1}
    return {"FREQ": "YEARLY"}
