"""Thresholds of what the figures say of clients: rhythm, states, standing, worth (S02.12)."""

from __future__ import annotations

import dataclasses

from core.rule import rule as _rule


@dataclasses.dataclass(frozen=True, kw_only=True)
class FigureRules:
    """The first half of `Rules`, in the order of the screen SET."""

    # Events and netting
    cancel_days: int = _rule(30, "days", "analytics §3 Event", 0, 365)
    return_share_warning: float = _rule(0.10, "share of gross", "analytics §3 Event", 0.01, 1)

    # Rhythm
    gap_prior_weight: float = _rule(3.0, "gaps", "analytics §3 Rhythm", 0, 20)
    gap_company_default_days: float = _rule(30.0, "days", "analytics §3 Rhythm", 1, 365)
    gap_company_min_clients: int = _rule(30, "clients", "analytics §3 Rhythm", 1, 1000)
    gap_own_over_days: float = _rule(180.0, "days", "analytics §3 Rhythm, S03.03", 30, 730)
    horizon_gaps: float = _rule(3.0, "gaps", "analytics §3 Rhythm", 1, 12)
    horizon_min_days: int = _rule(45, "days", "analytics §3 Rhythm", 7, 365)
    horizon_max_days: int = _rule(365, "days", "analytics §3 Rhythm", 30, 1095)
    history_days: int = _rule(1095, "days", "analytics §3 Rhythm", 365, 7300)
    history_gaps: float = _rule(8.0, "gaps", "analytics §3 Rhythm", 2, 50)
    late_survival: float = _rule(0.10, "probability", "analytics §3 Rhythm", 0.001, 0.5)
    fit_sample_clients: int = _rule(8000, "clients", "analytics §2", 300, 100_000)
    fit_seed: int = _rule(20110909, "seed", "analytics §2", 0, 2**31 - 1)
    prior_sd_log: float = _rule(1.0, "sd on log scale", "analytics §1.4", 0.1, 10)
    prior_r: float = _rule(0.6, "shape", "analytics §1.4", 0.01, 50)
    prior_alpha_days: float = _rule(25.0, "days", "analytics §1.4", 0.1, 5000)
    prior_a: float = _rule(0.4, "shape", "analytics §1.4", 0.001, 50)
    prior_b: float = _rule(2.0, "shape", "analytics §1.4", 0.001, 50)
    prior_k: float = _rule(1.5, "shape", "analytics §1.4", 0.2, 20)

    # Correction of the lapse probability
    correction_slices: int = _rule(3, "evenings a month apart", "analytics §0.3", 1, 12)
    correction_ridge: float = _rule(7.0, "penalty a slice", "analytics §3 Rhythm (measured)", 0.1, 10_000)
    correction_min_rows: int = _rule(100, "clients' evenings", "analytics §0.3", 30, 100_000)
    correction_window_days: int = _rule(180, "days", "analytics §1 (ours)", 30, 365)
    correction_window_min_days: int = _rule(45, "days", "analytics §1 (ours)", 14, 365)
    correction_window_share: float = _rule(0.4, "share of the history", "analytics §1 (ours)", 0.1, 0.6)
    correction_trend_days: int = _rule(90, "days", "analytics §3 Rhythm", 30, 182)

    # States
    rhythm_min_purchases: int = _rule(3, "purchase days", "analytics §3 States", 2, 10)
    sleeping_probability: float = _rule(0.5, "probability", "analytics §3 States", 0.05, 0.95)
    lost_probability: float = _rule(0.8, "probability", "analytics §3 States", 0.1, 0.99)
    sleeping_probability_floor: float = _rule(0.35, "probability", "analytics §3 States (ours)", 0.05, 0.95)
    lost_probability_floor: float = _rule(0.5, "probability", "analytics §3 States (ours)", 0.05, 0.95)
    lost_min_days: int = _rule(60, "days", "analytics §3 States", 7, 365)
    lost_gaps: float = _rule(2.0, "gaps", "analytics §3 States", 1, 10)
    lost_silent_days: int = _rule(365, "days", "analytics §3 States", 90, 3650)
    seasonal_max_silent_days: int = _rule(240, "days", "analytics §3 States", 30, 365)
    unverified_days: int = _rule(180, "days", "S03.36 (ours)", 30, 730)
    seasonal_shift_days: int = _rule(15, "days", "analytics §3 States (ours)", 0, 60)
    seasonal_gap_ratio: float = _rule(1.5, "gaps", "analytics §3 States (ours)", 1, 5)
    year_days: int = _rule(365, "days", "analytics §3", 360, 366)
    half_year_days: int = _rule(182, "days", "analytics §3 Queue", 180, 184)
    month_days: float = _rule(365.25 / 12, "days", "analytics §3", 28, 31)

    # Recovery queue
    queue_probability: float = _rule(0.5, "probability", "analytics §3 Queue, U10", 0.05, 0.95)
    queue_min_purchases: int = _rule(3, "purchase days", "analytics §1.1, U10", 2, 10)
    stake_min_tenure_days: int = _rule(90, "days", "analytics §3 Queue", 30, 365)
    stake_rare_gaps: float = _rule(3.0, "gaps", "S03.03", 1, 10)
    stake_cost_coverage: float = _rule(0.5, "share of turnover", "analytics §3 Queue", 0, 1)
    shrinking_ratio: float = _rule(0.6, "share of the same half-year before", "analytics §3 Queue", 0.1, 1)
    alarms_queue: float = _rule(5.0, "false alarms per 100 client-months", "analytics §0.4", 0.5, 50)
    alarms_lost: float = _rule(2.0, "false alarms per 100 client-months", "analytics §3 States", 0.1, 50)
    alarms_min_gaps: int = _rule(200, "completed gaps", "analytics §3 States", 50, 10_000)
    alarms_months: int = _rule(24, "months", "analytics §3 States", 6, 60)
    alarms_sample_gaps: int = _rule(100_000, "completed gaps", "analytics §2", 1000, 10_000_000)
    alarms_lost_gaps: float = _rule(4.0, "gaps", "analytics §1.3", 2, 10)
    alarms_lost_min_days: int = _rule(182, "days", "analytics §1.3", 30, 365)
    alarms_lost_max_days: int = _rule(365, "days", "analytics §1.3", 60, 1095)

    # Recovery cases
    recovery_timer_hours: int = _rule(24, "hours", "S03.104 (ours)", 1, 240)
    recovery_follow_first_months: int = _rule(3, "months", "S03.108 (ours)", 1, 24)
    recovery_follow_second_months: int = _rule(6, "months", "S03.108 (ours)", 1, 36)
    recovery_follow_third_months: int = _rule(12, "months", "S03.108 (ours)", 1, 60)
    recovery_check_days: int = _rule(90, "days", "analytics §3 Queue (ours)", 14, 365)

    # White space
    wallet_stale_days: int = _rule(365, "days", "analytics §3 Share of wallet", 30, 1095)
    white_short_list: int = _rule(20, "items", "S02.17", 5, 200)
    white_peers: int = _rule(5, "clients", "S02.03 (ours)", 2, 1000)
    white_offer_days: int = _rule(30, "days", "S03.93 (ours)", 7, 365)
    white_novelty_days: int = _rule(1, "days", "S03.90", 1, 30)

    # Standing
    abc_a_share: float = _rule(0.80, "cumulative share before", "analytics §3 ABC, S03.13", 0.1, 0.99)
    abc_b_share: float = _rule(0.95, "cumulative share before", "analytics §3 ABC, S03.13", 0.2, 1)
    size_large_share: float = _rule(0.50, "cumulative share before", "analytics §3 Pyramid, S02.06", 0.1, 0.9)
    size_medium_share: float = _rule(0.80, "cumulative share before", "analytics §3 Pyramid, S02.06", 0.2, 0.99)
    real_days: int = _rule(365, "days", "analytics §3 Pyramid, S02.06", 30, 1095)
    real_purchases: int = _rule(2, "purchase days", "analytics §3 Pyramid, S02.06", 1, 10)
    regular_purchases: int = _rule(3, "purchase days", "analytics §3 Ladder, S03.04", 2, 20)
    returned_gaps: float = _rule(2.0, "gaps", "store §8", 0.5, 12)
    top_share_clients: float = _rule(0.20, "share of clients", "S03.23", 0.01, 0.5)
    month_totals: int = _rule(36, "months", "store §5", 12, 120)

    # XYZ
    xyz_x: float = _rule(0.25, "coefficient of variation", "analytics §3 XYZ, S03.13", 0.05, 1)
    xyz_y: float = _rule(0.50, "coefficient of variation", "analytics §3 XYZ, S03.13", 0.1, 3)
    xyz_periods: int = _rule(12, "periods", "analytics §3 XYZ", 6, 36)
    xyz_min_periods: int = _rule(6, "periods", "analytics §3 XYZ", 3, 12)
    xyz_min_nonzero: int = _rule(3, "periods", "analytics §3 XYZ", 1, 12)
    xyz_max_months: int = _rule(36, "months", "analytics §3 XYZ", 12, 120)
    xyz_month_gap_days: float = _rule(30.0, "days", "analytics §3 XYZ", 7, 60)
    xyz_period_gaps: float = _rule(1.5, "gaps", "analytics §3 XYZ", 1, 4)
    xyz_half_year_gap_days: float = _rule(120.0, "days", "analytics §3 XYZ", 60, 240)
    xyz_rare_gap_days: float = _rule(240.0, "days", "analytics §3 XYZ", 120, 730)
    month_index_months: int = _rule(24, "months", "analytics §3 XYZ", 12, 60)
    month_index_closed: int = _rule(3, "months a year", "issue 5 Bad input (ours)", 0, 6)
    month_index_own_share: float = _rule(0.25, "share", "analytics §3 XYZ", 0, 1)

    # Anchors
    anchor_periods: int = _rule(12, "periods", "analytics §3 Anchor, S00.03", 6, 36)
    anchor_min_periods: int = _rule(6, "periods", "analytics §3 Anchor", 3, 12)
    anchor_active_share: float = _rule(10 / 12, "share of periods", "analytics §3 Anchor, S00.03", 0.1, 1)
    anchor_cv: float = _rule(0.5, "coefficient of variation", "analytics §3 Anchor, S00.03", 0.05, 3)
    anchor_score: float = _rule(70.0, "points of 100", "analytics §3 Anchor (ours)", 0, 100)
    anchor_tenure_months: float = _rule(12.0, "months", "analytics §3 Anchor", 1, 60)
    anchor_provisional_months: float = _rule(6.0, "months", "analytics §3 Anchor, S00.13", 1, 60)
    anchor_weight_regular: float = _rule(0.35, "weight", "analytics §3 Anchor", 0, 1)
    anchor_weight_even: float = _rule(0.30, "weight", "analytics §3 Anchor", 0, 1)
    anchor_weight_tenure: float = _rule(0.10, "weight", "analytics §3 Anchor", 0, 1)
    anchor_weight_pays: float = _rule(0.25, "weight", "analytics §3 Anchor", 0, 1)
    pays_share: float = _rule(0.80, "share of money", "S00.03", 0.1, 1)
    pays_grace_days: int = _rule(5, "days", "S00.03", 0, 60)
    pays_days: int = _rule(365, "days", "S00.03 (ours)", 90, 1095)
    pays_min_invoices: int = _rule(6, "invoices", "analytics §3 Anchor", 1, 100)
    pays_prior_invoices: float = _rule(3.0, "invoices", "analytics §3 Anchor", 0, 50)
    pays_prior_share: float = _rule(0.80, "share of money", "analytics §3 Anchor", 0, 1)

    # Evidence by hand, key and target clients
    manual_level_days: int = _rule(183, "days", "glossary base_status (six months)", 30, 730)
    wallet_days: int = _rule(183, "days", "analytics §3 Ladder (six months)", 30, 730)
    adherent_share: float = _rule(0.90, "share of the purchases", "analytics §3 Ladder, S03.04", 0.5, 1)
    key_steady_months: float = _rule(12.0, "months", "S02.05", 3, 60)
    key_share: float = _rule(0.10, "share", "S03.81", 0.01, 1)
    key_per_manager: int = _rule(3, "key clients", "S03.88", 1, 20)
    key_review_days: int = _rule(365, "days", "glossary KeyAppointment", 30, 1095)
    innovator_share: float = _rule(0.025, "share of clients", "S03.85", 0.001, 0.5)
    target_quarter: int = _rule(4500, "USD a quarter", "S02.10", 1, 10_000_000)
    target_start_days: int = _rule(183, "days", "S02.11 (half a year)", 30, 730)
    base_review_days: int = _rule(60, "days", "S00.07", 7, 365)
    regulars_goal: float = _rule(0.10, "share of clients", "S00.09", 0.01, 1)
    fast_growth_ratio: float = _rule(2.0, "times the quarter before", "S00.12 (ours)", 1.1, 20)
    fast_growth_days: int = _rule(91, "days", "S00.12 (ours)", 30, 182)

    # Worth
    activity_days: int = _rule(90, "days", "analytics §3 CRR, S03.16", 7, 1095)
    activity_max_days: int = _rule(730, "days", "analytics §3 CRR (ours)", 90, 3650)
    activity_quantile: float = _rule(0.90, "share of gaps", "analytics §3 CRR", 0.5, 0.99)
    activity_min_gaps: int = _rule(30, "gaps", "analytics §3 CRR (ours)", 2, 10_000)
    ltv_min_months: float = _rule(3.0, "months", "analytics §3 LTV", 1, 12)
    ltv_residual_months: int = _rule(60, "months", "analytics §3 LTV", 12, 240)
    balance_periods: int = _rule(3, "periods", "S00.10", 2, 12)
    balance_acquired_ratio: float = _rule(0.5, "share of the mean before", "S00.10", 0.05, 1)
    balance_repeat_low: float = _rule(0.5, "share of money", "S00.10 (ours)", 0, 1)
    balance_repeat_high: float = _rule(1.0, "share of money", "S00.10 (ours)", 0, 1)
    stage_skew: float = _rule(0.60, "share", "S01.04 (ours)", 0.1, 1)
    fast_ratio: float = _rule(2.0, "times", "S00.12 (ours)", 1.1, 10)
    fast_months: int = _rule(3, "months", "S00.12 (ours)", 1, 12)
    untouched_days: int = _rule(90, "days", "S04.08", 7, 730)
    dependency_leave_periods: int = _rule(2, "periods", "S03.100", 1, 12)
    dependency_note: float = _rule(0.20, "share", "S03.100", 0.01, 1)
    dependency_warning: float = _rule(0.30, "share", "S03.100", 0.01, 1)
    dependency_high: float = _rule(0.40, "share", "S03.100", 0.01, 1)
    dependency_critical: float = _rule(0.50, "share", "S03.99, S03.100", 0.01, 1)
