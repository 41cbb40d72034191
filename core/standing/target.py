"""Target clients: two ticks, purpose and sum, and the half-year clock (S02.10, S02.11)."""

from __future__ import annotations

import msgspec

from core.entities.standing import RESALE, TargetNote
from core.rules import DEFAULT, Rules


class Target(msgspec.Struct, frozen=True):
    """Both ticks of one client with their figures; money in minor units of the base currency a quarter."""

    is_target: bool
    purpose: str | None
    purpose_fits: bool | None
    """None: nobody has said what he buys for."""
    quarterly: int | None
    """Purchases from all suppliers; None: unknown."""
    stated: bool
    """The sum is a stated or estimated need; else it is what he buys from us alone, which is a lower bound."""
    limit: int | None
    """None: no rate of the dollar is recorded."""
    sum_fits: bool | None
    first_contact: int | None
    """Day the clock started."""
    clock_ends: int | None
    expected: int | None
    by_expectation: bool
    recheck: bool
    """The clock has run out and he is no target client yet."""


def target(
    note: TargetNote | None,
    ours: int,
    stated: int | None,
    limit: int | None,
    first_contact: int | None,
    as_of: int,
    rules: Rules = DEFAULT,
) -> Target:
    """`ours`: mean of our last four quarters; `stated`: the need from all suppliers, where somebody knows it.

    Own use makes no target client. What he buys from us proves the sum when it is large enough by itself.
    """
    fits = None if note is None else note.purpose in RESALE
    quarterly = stated if stated is not None and stated >= ours else ours if ours > 0 else None
    enough = None if limit is None or quarterly is None else quarterly >= limit
    if enough is False and stated is None:
        enough = None
    ends = None if first_contact is None else first_contact + rules.target_start_days
    expected = note.expected if note is not None and note.expected else None
    soon = fits is True and expected is not None and ends is not None and expected <= ends
    ran_out = ends is not None and as_of >= ends
    is_target = fits is True and (enough is True or (soon and not ran_out))
    return Target(
        is_target=is_target,
        purpose=None if note is None else note.purpose,
        purpose_fits=fits,
        quarterly=quarterly,
        stated=stated is not None and quarterly == stated,
        limit=limit,
        sum_fits=enough,
        first_contact=first_contact,
        clock_ends=ends,
        expected=expected,
        by_expectation=is_target and enough is not True,
        recheck=note is not None and fits is True and ran_out and not is_target,
    )


def limit_in_base(rules: Rules, rate: float | None) -> int | None:
    """The limit of a quarter in minor units of the base currency by the recorded rate of the dollar."""
    return None if rate is None else round(rules.target_quarter * 100 * rate)
