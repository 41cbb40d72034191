"""What keeps a recipient from getting a message: asked before the start, and again before every single letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

import msgspec

from core.rules import DEFAULT, Rules

Obstacle = Literal[
    "no_address", "optout", "hold", "no_consent", "already", "twice", "changed", "too_often", "placeholder", "quiet"
]
OBSTACLES: tuple[Obstacle, ...] = (
    "no_address", "optout", "hold", "no_consent", "already", "twice", "changed", "too_often", "placeholder", "quiet",
)  # fmt: skip
PASSING: frozenset[Obstacle] = frozenset({"quiet"})
"""What only time has to settle: the recipient stays in the queue."""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one recipient at this moment."""

    address: str = ""
    tag: bytes = b""
    """Blind value of the address."""
    planned_tag: bytes = b""
    """That of the address he was put on the list with; empty: none was known."""
    agreed: bool = False
    optout: bool = False
    hold: bool = False
    already: bool = False
    """Has, or may have, the letter of this campaign."""
    mailings: int = 0
    """Mailings he had within the days of the cap."""
    missing: tuple[str, ...] = ()
    """Placeholders that cannot be filled in for him."""
    awake: bool = True
    """Whether it is a working hour where he is, or the message may come at any hour."""


def obstacles(candidates: Iterable[Candidate], rules: Rules = DEFAULT) -> list[Obstacle | None]:
    """The first obstacle of every candidate, None for who may be written to.

    `twice`: an address that has the letter already or stands further up the list, whoever it belongs to.
    """
    audience = list(candidates)
    found: list[Obstacle | None] = []
    seen = {each.tag for each in audience if each.already}
    for each in audience:
        obstacle = _of_one(each, rules)
        if obstacle is None or obstacle in PASSING:
            if each.tag in seen:
                obstacle = "twice"
            seen.add(each.tag)
        found.append(obstacle)
    return found


def counted(found: Iterable[Obstacle | None]) -> dict[str, int]:
    """How many meet each obstacle; `ready`: none."""
    tally: Counter[str] = Counter(each or "ready" for each in found)
    return {name: tally[name] for name in ("ready", *OBSTACLES) if tally[name]}


def _of_one(each: Candidate, rules: Rules) -> Obstacle | None:
    met: dict[Obstacle, bool] = {
        "no_address": not each.address,
        "optout": each.optout,
        "hold": each.hold,
        "no_consent": not each.agreed,
        "already": each.already,
        "changed": each.tag != each.planned_tag,
        "too_often": each.mailings >= rules.mail_cap,
        "placeholder": bool(each.missing),
        "quiet": not each.awake,
    }
    return next((name for name in OBSTACLES if met.get(name)), None)
