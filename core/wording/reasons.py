"""Why a client was found, in a few words (spec/search §2.4, vocabulary of spec/store §8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.wording import P_, fill, pgettext
from core.wording import gettext as _

CONTEXT: Final = "found by"
WORDS: Final = {
    "exact": P_("found by", "exact"),
    "prefix": P_("found by", "beginning"),
    "typo": P_("found by", "typo"),
    "translit": P_("found by", "in Latin letters"),
    "layout": P_("found by", "other layout"),
    "phonetic": P_("found by", "sounds alike"),
    "initials": P_("found by", "initials"),
    "company": P_("found by", "firm"),
    "inn": P_("found by", "ИНН"),
    "phone": P_("found by", "phone"),
    "email": P_("found by", "mail"),
    "domain": P_("found by", "domain"),
}
"""Matched → msgid in CONTEXT."""


def reason(matched: str, *, city: bool = False, typed: str = "", meant: str = "", mask: str = "") -> str:
    """The reason of one hit: `typo: romashkka → romashka`, `phone +7 9** ***-**-67`.

    `city`: the second field matched and is a city. `typed` and `meant`: the misspelt word and the right one. `mask`:
    of the identifier that was looked for, never the digits that matched. An unknown `matched` is given as it stands.
    """
    if matched == "company" and city:
        return _("city")
    word = pgettext(CONTEXT, WORDS[matched]) if matched in WORDS else matched
    if typed and meant:
        return fill(_("{reason}: {typed} → {meant}"), reason=word, typed=typed, meant=meant.lower())
    return f"{word} {mask}" if mask else word


def asked_text(heads: Sequence[str]) -> str:
    """A client of another portfolio: whom to ask, never whose he is (U08)."""
    if not heads:
        return _("Exists in another portfolio: ask the head.")
    return fill(_("Exists in another portfolio, ask {heads}."), heads=", ".join(heads))
