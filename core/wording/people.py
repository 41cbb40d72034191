"""Words about people and keys: states, why keys wait, what an offboarding still lacks."""

from __future__ import annotations

from core.wording import gettext as _


def state_word(state: str) -> str:
    """State of a colleague or of a grant."""
    return {
        "active": _("in force"),
        "suspended": _("suspended"),
        "left": _("left"),
        "future": _("later"),
        "expired": _("expired"),
    }[state]


def reason_word(reason: str) -> str:
    """Why the keys of a portfolio wait to be renewed; empty: they do not."""
    return {
        "": _("in order"),
        "running": _("being renewed"),
        "revoked": _("to be renewed: access was taken away"),
        "expired": _("to be renewed: a grant has ended"),
    }[reason]


def missing_word(word: str) -> str:
    """What an offboarding still lacks."""
    return {
        "keys": _("Still to do: a head or the owner gives the same command, for the keys."),
        "portfolios": _("Still to do: portfolios you do not hold wait for their own head."),
        "index": _("Still to do: some portfolios keep tags of the old index key until their head comes in."),
        "log": _("Still to do: an owner comes in once, for the keys that read the log."),
    }[word]


def seen_word(what: str) -> str:
    """What was done with a client."""
    return {
        "opened": _("opened"),
        "revealed": _("revealed"),
        "copied": _("copied"),
        "exported": _("exported"),
        "probed": _("probed"),
    }[what]
