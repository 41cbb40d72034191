"""When a recipient may be disturbed: working days and hours where he is (exchange §4).

No law names the hours; they are our convention. A personal congratulation may come on any day and at any hour.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.relations.working_days import is_working
from core.rules import DEFAULT, Rules

_UNKNOWN = "Etc/Unknown"
REGION = "RU"


def zone_of(phones: Iterable[str], own: dt.tzinfo) -> dt.tzinfo:
    """Time zone of a client by the first of his phones whose code names one zone; else that of the sender.

    A mobile number may be anywhere in the country and says nothing.
    """
    import phonenumbers
    from phonenumbers import timezone

    for phone in phones:
        try:
            number = phonenumbers.parse(phone, REGION)
        except phonenumbers.NumberParseException:
            continue
        zones = timezone.time_zones_for_number(number) if phonenumbers.is_possible_number(number) else ()
        if len(zones) == 1 and zones[0] != _UNKNOWN:
            try:
                return ZoneInfo(zones[0])
            except ZoneInfoNotFoundError:
                continue
    return own


def may_disturb(now: dt.datetime, zone: dt.tzinfo, holidays: Container[dt.date], rules: Rules = DEFAULT) -> bool:
    """Whether it is a working hour of a working day there. `now` is aware; a clock change is the zone's business."""
    there = now.astimezone(zone)
    return is_working(there.date(), holidays) and rules.mail_hour_from <= there.hour < rules.mail_hour_until
