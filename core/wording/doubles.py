"""Why two records may be one client, why a value was kept, why firms may be a group: in words (search §3.2).

The same sentences at all entrances: the warning while a client is typed, the import, the whole base, the commands.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from core.wording import P_, fill, gettext, ngettext, pgettext
from core.wording.numbers import count, decimal, share

if TYPE_CHECKING:  # the modules of the facts bring numpy, and a sentence needs none
    from core.identity.duplicates_match import Contribution, Match, Zone
    from core.identity.firm_groups import Clue
    from core.identity.firm_groups_clues import Tie
    from core.identity.merge import Reason

FIELDS: Final[dict[str, str]] = {
    "name": P_("compared field", "Name"),
    "form": P_("compared field", "Legal form"),
    "inn": P_("compared field", "INN"),
    "kpp": P_("compared field", "KPP"),
    "ogrn": P_("compared field", "OGRN"),
    "phone": P_("compared field", "Phone"),
    "mail": P_("compared field", "E-mail or site"),
    "city": P_("compared field", "City"),
    "address": P_("compared field", "Address"),
    "loyalty_card": P_("compared field", "Loyalty card"),
    "birth_date": P_("compared field", "Birth date"),
    "document": P_("compared field", "Document"),
    "firm": P_("compared field", "Firm"),
    "": P_("compared field", "Before any comparison"),
}
"""Fields of the schemas of clients and people; the empty name is the odds a candidate starts with."""

LEVELS: Final[dict[str, str]] = {
    "both valid, differ": P_("likeness", "two different valid numbers"),
    "differs": P_("likeness", "differs"),
    "far": P_("likeness", "hardly alike"),
    "some": P_("likeness", "partly the same"),
    "most": P_("likeness", "mostly the same"),
    "like": P_("likeness", "alike"),
    "next": P_("likeness", "next to it"),
    "near": P_("likeness", "close"),
    "very near": P_("likeness", "very close"),
    "typo": P_("likeness", "one slip of typing"),
    "same domain": P_("likeness", "same domain"),
    "equal": P_("likeness", "the same"),
}

ZONES: Final[dict[str, str]] = {
    "link": P_("zone", "surely one client"),
    "review": P_("zone", "for a person to decide"),
    "distinct": P_("zone", "different clients"),
}

REASONS: Final[dict[str, str]] = {
    "chosen": P_("kept value", "chosen by hand"),
    "only one": P_("kept value", "the only one"),
    "equal": P_("kept value", "the same in both"),
    "all kept": P_("kept value", "all are kept"),
    "check digit": P_("kept value", "its check digit is right"),
    "well formed": P_("kept value", "written with care"),
    "newer": P_("kept value", "newer"),
    "longer": P_("kept value", "fuller"),
    "first": P_("kept value", "of the main record"),
}

TIES: Final[dict[str, str]] = {
    "payer": P_("tie of firms", "one INN, different KPP"),
    "parent": P_("tie of firms", "one parent firm"),
    "owner": P_("tie of firms", "one owner"),
    "director": P_("tie of firms", "one director"),
    "phone": P_("tie of firms", "one phone"),
    "mail": P_("tie of firms", "one e-mail"),
    "domain": P_("tie of firms", "one domain"),
    "address": P_("tie of firms", "one address"),
    "brand": P_("tie of firms", "a rare word of the name"),
    "city": P_("tie of firms", "one town"),
}


def field_words(name: str) -> str:
    """A compared field; a field of another schema by its own name."""
    return pgettext("compared field", FIELDS[name]) if name in FIELDS else name


def level_words(level: str) -> str:
    return pgettext("likeness", LEVELS[level])


def zone_words(zone: Zone) -> str:
    return pgettext("zone", ZONES[zone.value])


def reason_words(reason: Reason) -> str:
    """Why a value is the one the joined record shows."""
    return pgettext("kept value", REASONS[reason.value])


def tie_words(tie: Tie) -> str:
    return pgettext("tie of firms", TIES[tie.value])


def clue_words(clue: Clue) -> str:
    """One shared value of a suggested group: «один телефон: +7 495 …»."""
    return f"{tie_words(clue.tie)}: {clue.shown}"


def shown_bits(match: Match) -> tuple[tuple[float, ...], float]:
    """Contributions and their total in whole tenths, rounded together so that what is shown adds up.

    Each is less than a tenth away from what was computed.
    """
    exact = [each.bits * 10 for each in match.contributions]
    whole = [math.floor(each) for each in exact]
    total = round(match.total * 10)
    missing = total - sum(whole)
    for at in sorted(range(len(exact)), key=lambda at: whole[at] - exact[at])[:missing]:
        whole[at] += 1
    return tuple(each / 10 for each in whole), total / 10


def bits_words(bits: float) -> str:
    """Bits with their sign: +19,0 or −6,0."""
    return ("−" if bits < 0 else "+") + decimal(abs(bits))


def why(match: Match) -> tuple[str, ...]:
    """One line a field, conflicts first, what it starts with before the total, the total last."""
    bits, total = shown_bits(match)
    lines = [_line(part, each) for part, each in zip(match.contributions, bits, strict=True)]
    lines.append(
        fill(
            gettext("Total {bits}: {chance}, {zone}"),
            bits=bits_words(total),
            chance=share(_shown_chance(match.probability), 1),
            zone=zone_words(match.zone),
        )
    )
    return tuple(lines)


def why_in_short(match: Match) -> str:
    """The weightiest fields for and against, in one line."""
    parts = [part for part in match.contributions if part.field and abs(part.bits) >= 0.5]
    told = sorted(parts, key=lambda part: -abs(part.bits))[:3]
    return "; ".join(_said(part) for part in sorted(told, key=lambda part: part.bits >= 0))


def _shown_chance(chance: float) -> float:
    """Nothing is promised: never shown as a round 0 or 100 %."""
    return min(max(chance, 0.001), 0.999)


def _said(part: Contribution) -> str:
    return f"{field_words(part.field)}: {level_words(part.level)}"


def _line(part: Contribution, bits: float) -> str:
    if not part.field:
        return f"{field_words('')} {bits_words(bits)}"
    told = f"{_said(part)} {bits_words(bits)}"
    if part.others < 1:
        return told
    more = ngettext("{n} other client shares it", "{n} other clients share it", part.others)
    return f"{told}; {fill(more, n=count(part.others))}"
