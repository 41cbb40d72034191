"""A number with its noun in the right form: `1 клиент`, `2 клиента`, `5 клиентов`, `21 клиент`."""

from __future__ import annotations

from core.wording import fill, gettext, ngettext


def days(n: int) -> str:
    return fill(ngettext("{n} day", "{n} days", n), n=n)


def weeks(n: int) -> str:
    return fill(ngettext("{n} week", "{n} weeks", n), n=n)


def months(n: int) -> str:
    return fill(ngettext("{n} month", "{n} months", n), n=n)


def years(n: int) -> str:
    return fill(ngettext("{n} year", "{n} years", n), n=n)


def minutes(n: int) -> str:
    return fill(ngettext("{n} minute", "{n} minutes", n), n=n)


def clients(n: int) -> str:
    return fill(ngettext("{n} client", "{n} clients", n), n=n)


def purchases(n: int) -> str:
    return fill(ngettext("{n} purchase", "{n} purchases", n), n=n)


def documents(n: int) -> str:
    return fill(ngettext("{n} document", "{n} documents", n), n=n)


def lines(n: int) -> str:
    """Sale lines."""
    return fill(ngettext("{n} line", "{n} lines", n), n=n)


def rows(n: int) -> str:
    """Rows of a file."""
    return fill(ngettext("{n} row", "{n} rows", n), n=n)


def files(n: int) -> str:
    return fill(ngettext("{n} file", "{n} files", n), n=n)


def errors(n: int) -> str:
    return fill(ngettext("{n} error", "{n} errors", n), n=n)


def portfolios(n: int) -> str:
    return fill(ngettext("{n} portfolio", "{n} portfolios", n), n=n)


def people(n: int) -> str:
    return fill(ngettext("{n} person", "{n} people", n), n=n)


def records(n: int) -> str:
    return fill(ngettext("{n} record", "{n} records", n), n=n)


def log_entries(n: int) -> str:
    return fill(ngettext("{n} log entry", "{n} log entries", n), n=n)


def reads(n: int) -> str:
    """Openings of a dossier, as a budget counts them."""
    return fill(ngettext("{n} opening", "{n} openings", n), n=n)


def ago(minutes_: int) -> str:
    """How long ago, in the unit a person would use: `5 минут назад`, `3 часа назад`, `12 дней назад`."""
    if minutes_ < 1:
        return gettext("just now")
    if minutes_ < 60:
        return fill(ngettext("{n} minute ago", "{n} minutes ago", minutes_), n=minutes_)
    hours = minutes_ // 60
    if hours < 48:
        return fill(ngettext("{n} hour ago", "{n} hours ago", hours), n=hours)
    return days_ago(hours // 24)


def days_ago(n: int) -> str:
    """How long ago: `сегодня`, `вчера`, `5 дней назад`. `n` is not negative."""
    if n == 0:
        return gettext("today")
    if n == 1:
        return gettext("yesterday")
    return fill(ngettext("{n} day ago", "{n} days ago", n), n=n)
