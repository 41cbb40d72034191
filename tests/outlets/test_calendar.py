"""Calendar files: a fact keeps its name, 29 February comes every year, no client is named (U14)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from icalendar import Calendar

from core.wording import in_language
from storage.outlets.calendar_file import CalendarDay, calendar_bytes

NOW = dt.datetime(2026, 11, 28, 1, 20, tzinfo=dt.UTC)
DAYS = (
    CalendarDay("person/7", "birthday", dt.date(1984, 2, 29), "К-12"),
    CalendarDay("task/1", "task", dt.date(2026, 12, 1), "К-12", dt.time(14, 30), alarm_days=0),
    CalendarDay("promise/1", "promise", dt.date(2026, 12, 2)),
)


def events(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def test_U14_a_fact_has_one_lasting_name_and_tells_no_client() -> None:
    with in_language("ru"):
        data, again = calendar_bytes(DAYS, NOW), calendar_bytes(DAYS[::-1], NOW + dt.timedelta(days=9))
    first = [str(each["UID"]) for each in events(data)]
    assert len(set(first)) == 3 and first == [str(each["UID"]) for each in events(again)][::-1]
    titles = [str(each["SUMMARY"]) for each in events(data)]
    assert titles == ["День рождения, клиент К-12", "Задача, клиент К-12", "Срок обещания"]
    assert b"person" not in data and b"CLASS:PRIVATE" in data


def test_U14_a_birthday_of_29_february_is_kept_on_the_last_of_february() -> None:
    birthday, task, promise = events(calendar_bytes(DAYS, NOW))
    assert birthday["RRULE"].to_ical() == b"FREQ=YEARLY;BYMONTHDAY=-1;BYMONTH=2"
    assert birthday.walk("VALARM")[0]["TRIGGER"].dt == dt.timedelta(days=-3)
    assert birthday["DTSTART"].dt == dt.date(1984, 2, 29) and task["DTSTART"].to_ical() == b"20261201T143000"
    assert task.walk("VALARM")[0]["TRIGGER"].dt == dt.timedelta(0) and not promise.walk("VALARM")
    plain = calendar_bytes([CalendarDay("p", "birthday", dt.date(1984, 3, 1))], NOW)
    assert events(plain)[0]["RRULE"].to_ical() == b"FREQ=YEARLY"
