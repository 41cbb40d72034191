"""The clauses of the document "Эволюция клиента": what the program says until the firm words them (S02.12, S02.14).

Every clause names the rules it rests on, so that the words and the thresholds are read and changed together.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from core.problem import N_
from core.wording import gettext


class ClauseText(NamedTuple):
    """One clause: key, section, title, text (msgids) and the rules it rests on."""

    key: str
    section: str
    title: str
    text: str
    rules: tuple[str, ...] = ()


_TYPES: Final = N_("Definitions")
_STEPS: Final = N_("Steps of loyalty")
_APPROACH: Final = N_("Approach by size")
_PROCESS: Final = N_("Work process")
_CRITERIA: Final = N_("How work with the base is judged")
_DIRECTION: Final = N_("Direction of the work")

CLAUSES: Final[tuple[ClauseText, ...]] = (
    ClauseText(
        "key",
        _TYPES,
        N_("Key"),
        N_(
            "Loyal to us, buys regularly and for much, and the partnership is a value in itself. All three are shown by"
            " evidence; the last one is said by a person, in words and with a date."
        ),
        ("key_steady_months", "adherent_share", "abc_a_share", "xyz_y", "manual_level_days"),
    ),
    ClauseText(
        "real",
        _TYPES,
        N_("Real"),
        N_("Buys now, or has bought more than once. Large, medium and small differ by the share of the turnover."),
        ("real_days", "real_purchases", "size_large_share", "size_medium_share"),
    ),
    ClauseText(
        "prospective",
        _TYPES,
        N_("Prospective"),
        N_("Could gain from us, can be won soon, and has decided to spend: with the reason and the expected day."),
        ("manual_level_days",),
    ),
    ClauseText(
        "probable",
        _TYPES,
        N_("Probable"),
        N_("Would gain by our location, service, prices or terms, and does not know of us yet."),
        ("manual_level_days",),
    ),
    ClauseText(
        "potential",
        _TYPES,
        N_("Potential"),
        N_("Everybody whose needs our goods meet, within our goods and our geography."),
        ("manual_level_days",),
    ),
    ClauseText(
        "target",
        _TYPES,
        N_("Target client"),
        N_(
            "Buys to resell, as it is or inside his own product or service, and enough a quarter from all suppliers;"
            " or the need can arise within half a year from the first contact."
        ),
        ("target_quarter", "target_start_days"),
    ),
    ClauseText(
        "anchor",
        _TYPES,
        N_("Anchor"),
        N_("Buys in almost every period, about equally much, and pays in time. Size does not matter."),
        ("anchor_active_share", "anchor_cv", "anchor_score", "anchor_tenure_months", "pays_share"),
    ),
    ClauseText(
        "key_criteria",
        _TYPES,
        N_("Candidate for a key client"),
        N_(
            "By volume, potential, fame, as an innovator or as a demanding client. Who leads him is decided by a"
            " person; one manager leads few."
        ),
        ("key_share", "key_per_manager", "key_review_days", "innovator_share"),
    ),
    ClauseText("buyer", _STEPS, N_("Buyer"), N_("Has bought once."), ()),
    ClauseText("client", _STEPS, N_("Client"), N_("Has bought again."), ()),
    ClauseText(
        "regular",
        _STEPS,
        N_("Regular"),
        N_("Buys at a rhythm, from us and from rivals."),
        ("regular_purchases", "late_survival"),
    ),
    ClauseText("adherent", _STEPS, N_("Adherent"), N_("Buys only from us."), ("adherent_share", "wallet_days")),
    ClauseText("advocate", _STEPS, N_("Advocate"), N_("Buys only from us and recommends us."), ("adherent_share",)),
    ClauseText(
        "approach_large",
        _APPROACH,
        N_("Large"),
        N_("A named manager, meetings in person, terms of his own, a plan for the year, people known on every level."),
        ("size_large_share",),
    ),
    ClauseText(
        "approach_medium",
        _APPROACH,
        N_("Medium"),
        N_("A call before the expected purchase, offers from his white space, a meeting every quarter."),
        ("size_medium_share",),
    ),
    ClauseText(
        "approach_small",
        _APPROACH,
        N_("Small"),
        N_("Common letters and promotions, quick orders; a call when he is late or grows fast."),
        ("fast_growth_ratio",),
    ),
    ClauseText(
        "process_first",
        _PROCESS,
        N_("After the first purchase"),
        N_("The next step is agreed within a week and stands in the tasks."),
        ("next_step_days",),
    ),
    ClauseText(
        "process_review",
        _PROCESS,
        N_("Review of the base"),
        N_("Everybody who is not a regular is asked, better in person, what must be done; the answer becomes a need."),
        ("base_review_days", "regulars_goal"),
    ),
    ClauseText(
        "process_recovery",
        _PROCESS,
        N_("Silent clients"),
        N_("Who is silent longer than his rhythm allows stands in the queue; the case asks for the reason first."),
        ("queue_probability", "alarms_queue"),
    ),
    ClauseText(
        "criteria_base",
        _CRITERIA,
        N_("Health of the base"),
        N_("Share of regulars, anchors gained and lost, coverage of the fixed costs, retention, dependency."),
        ("regulars_goal", "activity_days", "dependency_note"),
    ),
    ClauseText(
        "criteria_balance",
        _CRITERIA,
        N_("Old and new"),
        N_("Neither side is let go: acquisition goes on while the old base is developed."),
        ("balance_acquired_ratio", "balance_repeat_low"),
    ),
    ClauseText(
        "direction",
        _DIRECTION,
        N_("What the sales person works for"),
        N_(
            "First those who already buy: more goods, a better rhythm, the next step of loyalty. Then target clients"
            " who resemble the key ones."
        ),
        (),
    ),
)
CLAUSE_OF: Final = {each.key: each for each in CLAUSES}


def default_text(key: str) -> str:
    """What the program says of a clause."""
    return gettext(CLAUSE_OF[key].text)
