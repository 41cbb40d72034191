"""Why somebody stands on the watch list, and what is wrong with the log, in one sentence each (U25, S01.18, R25)."""

from __future__ import annotations

from core.problem import N_
from core.wording import fill, gettext, ngettext
from core.wording.counted import clients

RULES = {
    "norm": N_("More dossiers than usual"),
    "peers": N_("More clients than colleagues"),
    "night": N_("Reading at night"),
    "sequence": N_("One client after another"),
    "share": N_("Clients long untouched"),
    "reveals": N_("More phones than usual"),
    "probes": N_("Probing by numbers"),
    "exports": N_("Exports one after another"),
}
BUDGETS = {
    "DOSSIERS": N_("Dossiers"),
    "REVEALS": N_("Phones and e-mails"),
    "PROBES": N_("Probes elsewhere"),
}


def rule_name(rule: str) -> str:
    """The rule as a heading."""
    return gettext(RULES[rule])


def budget_name(budget: str) -> str:
    """The budget as a heading."""
    return gettext(BUDGETS.get(budget, budget))


def reason(rule: str, value: int, usual: float) -> str:
    """The finding as a sentence without a full stop: the value, and what it was compared with."""
    around = f"{usual:.0f}"
    if rule == "norm":
        return fill(ngettext("{n} dossier in a day, usually {usual}", "{n} dossiers in a day, usually {usual}", value),
                    n=value, usual=around)  # fmt: skip
    if rule == "peers":
        return fill(gettext("{clients} in 30 days, colleagues {usual}"), clients=clients(value), usual=around)
    if rule == "night":
        return fill(ngettext("{n} reading between 22 and 6", "{n} readings between 22 and 6", value), n=value)
    if rule == "sequence":
        return fill(gettext("{clients} one right after the other"), clients=clients(value))
    if rule == "share":
        told = gettext("{clients} untouched for a quarter of a year opened in 30 days, of {all}")
        return fill(told, clients=clients(value), all=around)
    if rule == "reveals":
        told = ngettext(
            "{n} number shown in a week, usually {usual}", "{n} numbers shown in a week, usually {usual}", value
        )
        return fill(told, n=value, usual=around)
    if rule == "probes":
        told = ngettext("{n} probe in a week, usually {usual}", "{n} probes in a week, usually {usual}", value)
        return fill(told, n=value, usual=around)
    return fill(ngettext("{n} export in a week", "{n} exports in a week", value), n=value)


def wrong_logins(tries: int, who: tuple[str, ...], *, barred: bool) -> str:
    """Wrong logins as a sentence without a full stop."""
    names = ", ".join(who) or gettext("unknown logins")
    if barred:
        return fill(gettext("{names}: suspended or gone, and tried to come in"), names=names)
    return fill(
        ngettext(
            "{names}: {n} wrong passphrase within minutes", "{names}: {n} wrong passphrases within minutes", tries
        ),
        names=names,
        n=tries,
    )


def contradiction() -> str:
    """The banner of a log that is not what was seen before."""
    return gettext("The log contradicts what was verified before: run audit verify, then settle it with a reason.")


def clock_moved(ahead_minutes: int) -> str:
    """The banner after the clock was moved."""
    if ahead_minutes > 0:
        return fill(
            gettext("The clock of the server jumped ahead by {n} min. Budgets go on counting."), n=ahead_minutes
        )
    return fill(gettext("The clock of the server was put back by {n} min. Budgets go on counting."), n=-ahead_minutes)


def clocks_differ(server_ahead_seconds: int) -> str:
    """The banner where this machine and its database server do not agree about the time."""
    if server_ahead_seconds > 0:
        told = gettext("The clock of this machine is {n} s behind the database server's: call your admin.")
        return fill(told, n=server_ahead_seconds)
    told = gettext("The clock of this machine is {n} s ahead of the database server's: call your admin.")
    return fill(told, n=-server_ahead_seconds)


def witness_silent(days: int) -> str:
    """The banner of a witness that has not cosigned."""
    return fill(
        ngettext(
            "No witness has cosigned the log for {n} day: see what stops it.",
            "No witness has cosigned the log for {n} days: see what stops it.",
            days,
        ),
        n=days,
    )


def no_witness() -> str:
    """The banner of a shared store without a witness."""
    return gettext("The log has no witness: cutting its end off would not be noticed. See docs/admin-witness.md.")


def sink_fails(kind: str) -> str:
    """The banner of a target that checkpoints do not reach."""
    if kind == "configuration":
        return gettext("The file of checkpoint targets is not root's alone or not understood: nothing is sent.")
    return fill(gettext("Checkpoints do not reach their target ({kind}): see the server."), kind=kind)
