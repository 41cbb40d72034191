"""The rules a firm may set, in words: the document "Эволюция клиента" (S02.12, S02.14)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from core.problem import N_
from core.wording import P_, fill, gettext, pgettext

SECTIONS: Final[tuple[tuple[str, tuple[tuple[str, str], ...]], ...]] = (
    (
        N_("Purchases and returns"),
        (("cancel_days", N_("A purchase taken back whole within so many days never happened")),),
    ),
    (
        N_("Rhythm"),
        (
            ("gap_prior_weight", N_("Weight of the company's interval while a client has few purchases")),
            ("gap_company_default_days", N_("Interval of a firm without a history")),
            ("gap_own_over_days", N_("Intervals longer than this are taken as they are")),
            ("horizon_gaps", N_("Horizon of the lapse probability, in own intervals")),
            ("horizon_min_days", N_("Horizon, at least")),
            ("horizon_max_days", N_("Horizon, at most")),
            ("history_days", N_("History that counts for the rhythm")),
            ("correction_min_rows", N_("Past cases needed before the probability is corrected by them")),
            ("late_survival", N_("A pause is late when it happens more seldom than this")),
        ),
    ),
    (
        N_("States"),
        (
            ("rhythm_min_purchases", N_("Purchase days needed for a rhythm")),
            ("sleeping_probability_floor", N_("Sleeping from this probability, at least")),
            ("lost_probability_floor", N_("Lost from this probability, at least")),
            ("lost_min_days", N_("Nobody is lost before so many silent days")),
            ("lost_gaps", N_("Nor before so many own intervals")),
            ("lost_silent_days", N_("After so many silent days everybody is lost")),
            ("seasonal_max_silent_days", N_("A season excuses silence up to")),
            ("unverified_days", N_("A card is to be verified again after")),
            ("returned_gaps", N_("Returned is said for so many own intervals")),
        ),
    ),
    (
        N_("Recovery queue"),
        (
            ("queue_probability", N_("Probability that brings a client into the queue, untuned")),
            ("queue_min_purchases", N_("Purchase days before a client can stand in the queue")),
            ("alarms_queue", N_("False alarms accepted a month, of 100 clients")),
            ("alarms_lost", N_("False verdicts of lost accepted a month, of 100 clients")),
            ("shrinking_ratio", N_("Buying less: the last half-year under this share of the same one a year ago")),
            ("stake_min_tenure_days", N_("Yearly money is reckoned from at least so many days")),
            ("recovery_timer_hours", N_("A key account or an anchor is invited within")),
            ("recovery_follow_first_months", N_("First call after parting")),
            ("recovery_follow_second_months", N_("Second call after parting")),
            ("recovery_follow_third_months", N_("Third call after parting")),
            ("recovery_check_days", N_("Whether the queue was right is looked at so many days back")),
        ),
    ),
    (
        N_("White space"),
        (
            ("wallet_stale_days", N_("An estimate of purchases is old after")),
            ("white_short_list", N_("Items on the short list of a client")),
            ("white_peers", N_("Alike clients needed to judge by")),
            ("white_offer_days", N_("A key account without an offer is noticed after")),
            ("white_novelty_days", N_("A new product is offered to key accounts within")),
        ),
    ),
    (
        N_("Pyramid and letters"),
        (
            ("size_large_share", N_("Large clients together make up this share of the turnover")),
            ("size_medium_share", N_("Large and medium together")),
            ("real_days", N_("A purchase within so many days makes a real client")),
            ("real_purchases", N_("So many purchases ever do too")),
            ("regular_purchases", N_("Purchases of a regular")),
            ("top_share_clients", N_("Share of the clients marked as the best")),
            ("abc_a_share", N_("Letter A up to this cumulative share")),
            ("abc_b_share", N_("Letter B up to this cumulative share")),
            ("xyz_x", N_("Letter X up to this coefficient of variation")),
            ("xyz_y", N_("Letter Y up to this coefficient of variation")),
            ("xyz_min_periods", N_("Full periods needed for a letter")),
        ),
    ),
    (
        N_("Anchors"),
        (
            ("anchor_active_share", N_("An anchor buys in at least this share of the periods")),
            ("anchor_cv", N_("Its volume varies no more than this")),
            ("anchor_score", N_("Its score is at least")),
            ("anchor_tenure_months", N_("It has bought for so many months")),
            ("anchor_provisional_months", N_("A provisional one for so many")),
            ("pays_share", N_("It pays at least this share of its money in time")),
            ("pays_grace_days", N_("In time is up to so many days after the due day")),
            ("pays_min_invoices", N_("Payments are judged from so many invoices")),
        ),
    ),
    (
        N_("Key, target and noted clients"),
        (
            ("manual_level_days", N_("What a person states of a level counts for")),
            ("adherent_share", N_("An adherent buys at least this share of his need from us")),
            ("wallet_days", N_("His share must have been confirmed within")),
            ("key_steady_months", N_("Steady buying that stands for loyalty")),
            ("key_share", N_("Key by volume from this share of the sales")),
            ("key_per_manager", N_("Key clients one manager may lead")),
            ("key_review_days", N_("A key client is reviewed after")),
            ("innovator_share", N_("More innovators than this are a warning")),
            ("target_quarter", N_("A target client buys from all suppliers, USD a quarter")),
            ("target_start_days", N_("Or the need can arise after the first contact within")),
            ("base_review_days", N_("The base is reviewed after")),
            ("regulars_goal", N_("Regulars that are a success")),
            ("fast_growth_ratio", N_("Fast growth: a quarter brings so many times the one before")),
        ),
    ),
    (
        N_("Base and dependency"),
        (
            ("activity_days", N_("A client is active for so many days after a purchase, at least")),
            ("ltv_residual_months", N_("Future months counted in the lifetime value, at most")),
            ("balance_acquired_ratio", N_("Alarm when acquisition falls under this share of its mean")),
            ("balance_repeat_low", N_("Alarm when repeat sales bring less than this share")),
            ("balance_repeat_high", N_("Alarm when repeat sales bring more than this share")),
            ("stage_skew", N_("Warning when attraction takes more than this share of the effort")),
            ("fast_ratio", N_("Fast growth: turnover of the last months, times that of the months before")),
            ("fast_months", N_("Fast growth is judged over so many months")),
            ("untouched_days", N_("A client is left unattended after so many days without a contact")),
            ("dependency_leave_periods", N_("A band of dependency is left after so many months below it")),
            ("dependency_note", N_("Dependency: take note over")),
            ("dependency_warning", N_("Dependency: warning over")),
            ("dependency_high", N_("Dependency: high over")),
            ("dependency_critical", N_("Dependency: critical over")),
            ("next_step_days", N_("Next step after a first purchase within")),
        ),
    ),
    (
        N_("Contacts and people"),
        (
            ("minutes_call", N_("A call takes")),
            ("minutes_meeting", N_("A meeting takes")),
            ("minutes_visit", N_("A visit takes")),
            ("minutes_other", N_("Any other contact takes")),
            ("attention_floor_days", N_("No client waits for attention before so many days")),
            ("relationship_people", N_("People we must know for a whole relationship")),
            ("news_idle_days", N_("A client's news are old after")),
            ("contract_notice_days", N_("A contract that ends becomes a task so many days before")),
            ("birthday_notice_days", N_("A birthday is announced so many days before")),
            ("need_uplift_claimed", N_("Growth that asking about needs is said to bring")),
        ),
    ),
    (
        N_("Promises and cases"),
        (
            ("promise_soon_days", N_("A promise is due soon so many days before")),
            ("notice_working_days", N_("Working days a client may not know of a difficulty")),
            ("answer_working_days", N_("Working days a client's question may wait")),
            ("review_days", N_("A risk calls for a review within so many days")),
            ("no_attention_claimed", N_("Share of losses by lack of attention, as the source says")),
        ),
    ),
    (
        N_("Campaigns"),
        (
            ("mail_cap", N_("Mailings one person gets at most")),
            ("mail_cap_days", N_("The number of mailings to a person is counted over")),
            ("mail_hour_from", N_("Mailings start in the recipient's day at")),
            ("mail_hour_until", N_("Mailings end in the recipient's day at")),
            ("mail_per_minute", N_("Letters sent in a minute at most")),
            ("mail_per_hour", N_("Letters sent in an hour at most")),
            ("mail_soft_limit", N_("An address is put on hold after so many passing refusals")),
            ("promo_per_month", N_("Promotions a segment hears of at least")),
            ("promo_days", N_("Promotions of a segment are counted over")),
            ("reply_rate_low", N_("A channel is doubted below this share of the best one's answers")),
            ("reply_min_sent", N_("Channels are compared from so many messages")),
            ("control_min", N_("A campaign is compared from so many clients on either side")),
            ("campaign_sales_days", N_("Sales after a message count for it within")),
        ),
    ),
    (
        N_("Team"),
        (
            ("team_days", N_("Time and orders of a manager are counted over")),
            ("team_small_orders", N_("Many small orders for who leads key accounts, from")),
            ("team_small_share", N_("A quick worker: this share of his orders is small")),
            ("head_visit_days", N_("The head visits a key account every")),
            ("group_notice_days", N_("A step of a group task stands on TODAY so long before its day")),
        ),
    ),
    (
        N_("Orders"),
        (
            ("order_days", N_("Orders are compared with accounting over")),
            ("order_grace_days", N_("An order may be on its way into accounting for")),
            ("order_match_days", N_("A document of the same sum is that of an order so many days away, at most")),
            ("order_match_share", N_("Sums are the same when they differ by less than")),
        ),
    ),
    (
        N_("What we know of a client: weight of each answer, 0 does not ask"),
        (
            ("known_wallet", N_("What he spends")),
            ("known_needs", N_("His needs")),
            ("known_decision_maker", N_("Who decides")),
            ("known_owner", N_("The owner")),
            ("known_director", N_("The director")),
            ("known_accountant", N_("The accountant")),
            ("known_buyer", N_("The buyer")),
            ("known_birthdays", N_("Birthdays")),
            ("known_rivals", N_("His other suppliers")),
        ),
    ),
    (
        N_("Loyalty"),
        (
            ("loyalty_days", N_("A programme is judged over so long before and after joining, at most")),
            ("loyalty_least_days", N_("A member counts in the report after")),
            ("loyalty_least_clients", N_("A figure of a programme needs at least")),
        ),
    ),
    (
        N_("Files"),
        (
            ("file_mb", N_("A file in a dossier has at most")),
            ("client_files_mb", N_("All files of one client have at most")),
        ),
    ),
)
"""Section, then rule and title, in the order of the screen. A rule not named here is a constant of the program."""
_UNITS: Final[dict[str, str]] = {
    "days": P_("unit of a rule", "days"),
    "months": P_("unit of a rule", "months"),
    "gaps": P_("unit of a rule", "intervals"),
    "purchase days": P_("unit of a rule", "purchase days"),
    "periods": P_("unit of a rule", "periods"),
    "hours": P_("unit of a rule", "hours"),
    "letters": P_("unit of a rule", "letters"),
    "refusals": P_("unit of a rule", "refusals"),
    "items": P_("unit of a rule", "items"),
    "clients": P_("unit of a rule", "clients"),
    "minutes": P_("unit of a rule", "minutes"),
    "people": P_("unit of a rule", "people"),
    "invoices": P_("unit of a rule", "invoices"),
    "key clients": P_("unit of a rule", "key clients"),
    "orders": P_("unit of a rule", "orders"),
    "MB": P_("unit of a rule", "MB"),
    "USD a quarter": P_("unit of a rule", "USD a quarter"),
}
UNIT: Final = "unit of a rule"
_SHARES = ("share", "cumulative share", "probability")


def titles() -> dict[str, str]:
    """Title by rule, in the reader's language."""
    return {name: gettext(title) for _, rules in SECTIONS for name, title in rules}


def section_of(name: str) -> str:
    """Section of a rule, in the reader's language."""
    return next(gettext(section) for section, rules in SECTIONS if any(rule == name for rule, _ in rules))


def value_text(value: float, unit: str) -> str:
    """A value with its unit: shares as percent, counts with their word."""
    from core.wording.numbers import share, trimmed

    if unit.startswith(_SHARES):
        return share(value, 0 if abs(value * 100 - round(value * 100)) < 1e-9 else 1)
    word = _UNITS.get(unit)
    return f"{trimmed(value)} {pgettext('unit of a rule', word)}" if word else trimmed(value)


_MOVES: Final[dict[str, str]] = {
    "state": N_("State of the rhythm changes for {n}."),
    "level": N_("Level of the pyramid changes for {n}."),
    "step": N_("Step of the ladder changes for {n}."),
    "abc": N_("Letter ABC changes for {n}."),
    "xyz": N_("Letter XYZ changes for {n}."),
    "anchor": N_("Anchor or not changes for {n}."),
}


def moved_sentences(counts: Mapping[str, int], queue_before: int, queue_after: int) -> list[str]:
    """What a change of a rule moves, a sentence an axis; one sentence when it moves nobody."""
    from core.wording.counted import clients

    told = [fill(gettext(_MOVES[axis]), n=clients(n)) for axis, n in counts.items() if n]
    if queue_before != queue_after:
        told.append(fill(gettext("The queue goes from {before} to {after}."), before=queue_before, after=queue_after))
    return told or [gettext("It moves nobody today.")]


def typed_number(text: str) -> float | None:
    """What was typed as a number: comma or point, percent as a share; None for anything else, infinity included."""
    typed = text.strip().replace(",", ".")
    percent = typed.endswith("%")
    try:
        value = float(typed.removesuffix("%").strip())
    except ValueError:
        return None
    if not math.isfinite(value):
        return None
    return value / 100 if percent else value
