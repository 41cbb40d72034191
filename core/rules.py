"""Every threshold of the product: name, default, unit, requirement, allowed range (S02.12, design §1).

A rule is one field of `Rules`; its metadata make the registry that the screen SET lists. Pure functions take
`rules: Rules = DEFAULT`, so a firm's own version of a rule travels as a value and never as a global.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

from core.figure_rules import FigureRules
from core.problem import N_, ExitCode, Problem
from core.rule import Rule
from core.rule import rule as _rule


@dataclasses.dataclass(frozen=True, kw_only=True)
class Rules(FigureRules):
    """All thresholds with their defaults; `Rules.changed` gives a copy with other values."""

    # Workstation
    idle_lock_minutes: int = _rule(5, "minutes", "store §7 Lock", 1, 60)
    idle_lock_alone_minutes: int = _rule(15, "minutes", "store §7 Lock", 1, 120)

    # Log
    login_signatures: int = _rule(20_000, "entries", "security §4 login check (ours)", 100, 10_000_000)
    end_entries: int = _rule(500, "entries", "security §4 login check (ours)", 0, 100_000)
    checkpoint_entries: int = _rule(64, "entries", "security §4 checkpoints", 1, 10_000)
    witness_days: int = _rule(7, "days", "security §4 checkpoints", 1, 365)
    clock_jump_minutes: int = _rule(10, "minutes", "security R25", 1, 1440)

    # Unusual reading
    watch_factor: float = _rule(2.0, "times the usual", "U25 own norm, peers", 1.5, 20)
    watch_norm_least: int = _rule(15, "dossiers a day", "U25 own norm", 5, 1000)
    watch_peers_least: int = _rule(60, "clients in 30 days", "U25 peers", 5, 10_000)
    watch_night_from: int = _rule(22, "hour", "U25 night", 18, 24)
    watch_night_to: int = _rule(6, "hour", "U25 night", 0, 9)
    watch_night_reads: int = _rule(8, "readings a day", "U25 night", 1, 1000)
    watch_run: int = _rule(15, "clients in a row", "U25 sequence", 3, 1000)
    watch_run_gap_s: int = _rule(90, "seconds", "U25 sequence", 5, 3600)
    watch_cold_days: int = _rule(90, "days", "U25 share of the portfolio", 14, 365)
    watch_share_days: int = _rule(30, "days", "U25 share of the portfolio", 7, 365)
    watch_share: float = _rule(0.2, "share of the clients", "U25 share of the portfolio", 0.05, 1)
    watch_share_least: int = _rule(7, "clients", "U25 share of the portfolio", 3, 1000)
    watch_reveals_week: int = _rule(28, "clients in 7 days", "U25 own norm", 5, 1000)
    watch_probes_week: int = _rule(25, "probes in 7 days", "U25 probes", 3, 1000)
    watch_exports_week: int = _rule(3, "exports in 7 days", "U25 (ours)", 1, 100)
    login_alarm_tries: int = _rule(3, "tries", "S01.18", 2, 100)
    login_alarm_minutes: int = _rule(10, "minutes", "S01.18", 1, 1440)

    # Duplicates
    duplicates_link_bits: float = _rule(8.0, "bits", "search §3.2 zones (ours)", 0, 40)
    duplicates_review_bits: float = _rule(-1.0, "bits", "search §3.2 zones (ours)", -20, 20)
    duplicates_warn_bits: float = _rule(-4.0, "bits", "search §3.2 entry (ours)", -20, 20)
    duplicates_group_bits: float = _rule(0.0, "bits", "search §3.2 clusters (ours)", -20, 40)
    duplicates_group_average_bits: float = _rule(-1.0, "bits", "search §3.2 clusters (ours)", -20, 40)
    duplicates_shared_clients: int = _rule(4, "clients", "search §3.2 head office (ours)", 2, 1000)

    # Groups of firms
    firm_group_points: float = _rule(4.0, "points", "U11 (ours)", 1, 40)
    firm_group_firms: int = _rule(30, "firms", "U11 (ours)", 2, 1000)

    # Reminders
    next_step_days: int = _rule(7, "days", "S03.01", 1, 60)

    # Contacts and people
    minutes_call: int = _rule(10, "minutes", "S00.04 (ours)", 1, 480)
    minutes_meeting: int = _rule(60, "minutes", "S00.04 (ours)", 1, 480)
    minutes_visit: int = _rule(120, "minutes", "S00.04 (ours)", 1, 960)
    minutes_other: int = _rule(5, "minutes", "S00.04 (ours)", 0, 480)
    attention_floor_days: int = _rule(30, "days", "S03.32 (ours)", 1, 365)
    relationship_people: int = _rule(3, "people", "S03.89, S03.110 (ours)", 1, 20)
    news_idle_days: int = _rule(30, "days", "S03.111", 1, 365)
    contract_notice_days: int = _rule(30, "days", "S03.114 (ours)", 1, 365)
    birthday_notice_days: int = _rule(7, "days", "U14 (ours)", 0, 60)
    need_uplift_claimed: float = _rule(0.15, "share", "S03.12", 0, 1)

    # What is known of a client
    known_wallet: int = _rule(1, "weight", "S02.16 (ours)", 0, 5)
    known_needs: int = _rule(1, "weight", "S02.16 (ours)", 0, 5)
    known_decision_maker: int = _rule(1, "weight", "S02.16 (ours)", 0, 5)
    known_owner: int = _rule(1, "weight", "S02.16 (ours)", 0, 5)
    known_director: int = _rule(1, "weight", "S02.16 (ours)", 0, 5)
    known_accountant: int = _rule(1, "weight", "S02.16 (ours)", 0, 5)
    known_buyer: int = _rule(1, "weight", "S02.16 (ours)", 0, 5)
    known_birthdays: int = _rule(1, "weight", "S02.16 (ours)", 0, 5)
    known_rivals: int = _rule(1, "weight", "S02.16 (ours)", 0, 5)

    # Promises and cases
    promise_soon_days: int = _rule(3, "days", "S03.79 (ours)", 0, 60)
    notice_working_days: int = _rule(1, "days", "S03.77 (ours)", 1, 30)
    answer_working_days: int = _rule(1, "days", "S03.77 (ours)", 1, 30)
    review_days: int = _rule(7, "days", "S03.103 (ours)", 1, 90)
    no_attention_claimed: float = _rule(0.5, "share", "S03.45", 0, 1)

    # Campaigns
    mail_cap: int = _rule(2, "letters", "exchange §4 (ours)", 1, 100)
    mail_cap_days: int = _rule(30, "days", "exchange §4 (ours)", 1, 365)
    mail_hour_from: int = _rule(9, "hour of the recipient's day", "exchange §4 (ours)", 0, 23)
    mail_hour_until: int = _rule(20, "hour of the recipient's day", "exchange §4 (ours)", 1, 24)
    mail_per_minute: int = _rule(30, "letters", "exchange §4 (ours)", 1, 10_000)
    mail_per_hour: int = _rule(500, "letters", "exchange §4 (ours)", 1, 100_000)
    mail_soft_limit: int = _rule(3, "refusals", "exchange §4", 1, 10)
    control_min: int = _rule(10, "clients", "exchange §4 (ours)", 2, 1000)
    promo_per_month: int = _rule(3, "campaigns", "S03.19 (ours)", 1, 31)
    promo_days: int = _rule(30, "days", "S03.19 (ours)", 7, 92)
    reply_rate_low: float = _rule(1 / 3, "share of the best channel", "S03.18 (ours)", 0.01, 1)
    reply_min_sent: int = _rule(10, "messages", "S03.18 (ours)", 1, 1000)
    campaign_sales_days: int = _rule(30, "days", "S04.09 (ours)", 1, 365)

    # Team
    team_days: int = _rule(90, "days", "S00.04 (ours)", 7, 365)
    team_small_orders: int = _rule(30, "orders", "S03.95 (ours)", 1, 10_000)
    team_small_share: float = _rule(0.6, "share of orders", "S03.95 (ours)", 0.5, 1)
    head_visit_days: int = _rule(90, "days", "S03.92 (ours)", 7, 730)
    group_notice_days: int = _rule(3, "days", "S03.21 (ours)", 0, 60)

    # Orders typed by hand
    order_days: int = _rule(90, "days", "S03.35 (ours)", 7, 730)
    order_grace_days: int = _rule(3, "days", "S03.35 (ours)", 0, 60)
    order_match_days: int = _rule(7, "days", "S03.46 (ours)", 0, 60)
    order_match_share: float = _rule(0.005, "share", "S03.46 (ours)", 0, 0.2)

    # Loyalty
    loyalty_days: int = _rule(180, "days", "S03.24 (ours)", 30, 730)
    loyalty_least_days: int = _rule(30, "days", "S03.24 (ours)", 7, 365)
    loyalty_least_clients: int = _rule(10, "clients", "S03.24 (ours)", 5, 1000)

    # Door and budgets
    login_free_tries: int = _rule(3, "tries", "security R27", 1, 10)
    login_delay_max_s: int = _rule(900, "seconds", "security R27", 10, 86_400)
    dossiers_hour: int = _rule(40, "dossiers", "security §4, U04", 1, 10_000)
    dossiers_day: int = _rule(120, "dossiers", "security §4, U04", 1, 100_000)
    reveals_day: int = _rule(60, "reveals", "security §4, U05", 1, 100_000)
    reveal_seconds: int = _rule(20, "seconds", "security §6, U05", 5, 120)
    call_minutes: int = _rule(15, "minutes", "store §7, U05", 1, 60)
    break_glass_hours: int = _rule(4, "hours", "security §3.3, U24", 1, 24)
    night_from: int = _rule(22, "hour of the firm's day", "security §3.3 exposure (ours)", 0, 23)
    night_until: int = _rule(6, "hour of the firm's day", "security §3.3 exposure (ours)", 0, 23)
    probes_day: int = _rule(30, "probes", "security §4, U08", 1, 100_000)
    probe_rows_day: int = _rule(200, "imported rows", "store §7, U08", 1, 1_000_000)
    head_budget_factor: int = _rule(5, "times the rule", "security §3.4", 1, 100)
    removal_quorum: int = _rule(20, "clients a day", "S01.12", 1, 10_000)
    backup_late_days: int = _rule(7, "days", "S01.12 (ours)", 1, 365)
    backup_keep_days: int = _rule(90, "days", "store §2, U36 (ours)", 1, 3650)
    lookups_hour: int = _rule(20, "identifier look-ups", "store §7", 0, 10_000)
    export_valid_days: int = _rule(7, "days", "U06 (ours)", 1, 90)
    export_runs: int = _rule(3, "runs of one approval", "U06 (ours)", 1, 10)
    canaries_least: int = _rule(3, "planted rows", "security §6, U06", 1, 100)
    canaries_one_in: int = _rule(25, "rows for one planted row", "security §6, U06", 2, 1000)
    export_rows: int = _rule(50, "rows", "security §4, store §7", 1, 1_000_000)

    # Files in a dossier
    file_mb: int = _rule(20, "MB", "U13 (ours)", 1, 100)
    client_files_mb: int = _rule(200, "MB", "U13 (ours)", 1, 1000)

    def changed(self, **values: float) -> Rules:
        """A copy with other values. Raises Problem for an unknown rule or a value out of its range."""
        known = {rule.name: rule for rule in registry()}
        for name, value in values.items():
            rule = known.get(name)
            if rule is None:
                raise Problem(
                    N_("There is no rule {rule}; the list of rules shows the names."), ExitCode.BAD_INPUT, rule=name
                )
            if not rule.low <= value <= rule.high:
                raise Problem(
                    N_("Rule {rule} takes values from {low} to {high}."),
                    ExitCode.BAD_INPUT,
                    rule=name,
                    low=f"{rule.low:g}",
                    high=f"{rule.high:g}",
                )
        typed: dict[str, Any] = {
            name: int(value) if isinstance(getattr(self, name), int) else float(value) for name, value in values.items()
        }
        return dataclasses.replace(self, **typed)


@functools.cache
def registry() -> tuple[Rule, ...]:
    """Every rule in the order of the screen SET."""
    return tuple(
        Rule(
            field.name,
            field.default,  # type: ignore[arg-type]  # every field is made by `_rule` with a number
            field.metadata["unit"],
            field.metadata["source"],
            field.metadata["low"],
            field.metadata["high"],
        )
        for field in dataclasses.fields(Rules)
    )


DEFAULT = Rules()
