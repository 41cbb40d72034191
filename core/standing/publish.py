"""Publishing firm figures, and making them from one portfolio where the firm has published none (store §5)."""

from __future__ import annotations

import numpy as np

from core.entities.firm_figures import FIGURES_VERSION, FirmFigures
from core.recovery.gate import defaults, tune
from core.recovery.stake import margin_basis, value_at_stake
from core.rhythm.client_days import ClientDays
from core.rhythm.history import company_gap, history
from core.rhythm.model import priors
from core.rhythm.second_order import curve
from core.rules import DEFAULT, Rules
from core.standing.abc import cuts
from core.standing.months import firm_months, month_index


def publish(days: ClientDays, month_end: ClientDays, log_size: int, rules: Rules = DEFAULT) -> FirmFigures:
    """Figures of a session that opens every portfolio. Imports scipy; takes about two seconds.

    `days` is the ledger at the date of the figures, `month_end` the same lines at the end of the last full month
    (`pyramid.month_end_before`). Models and thresholds are fitted on `days` alone, so the figures of any past date
    come out the same whenever they are asked for (U10).
    """
    return _figures(days, month_end, log_size, True, rules)


def portfolio_figures(days: ClientDays, month_end: ClientDays, log_size: int, rules: Rules = DEFAULT) -> FirmFigures:
    """Figures "по портфелю": shipped priors and untuned thresholds, cuts from the portfolio opened. numpy only."""
    return _figures(days, month_end, log_size, False, rules)


def _figures(days: ClientDays, month_end: ClientDays, log_size: int, whole_firm: bool, rules: Rules) -> FirmFigures:
    m0 = round(company_gap(days, rules), 6)
    seen = history(days, m0, rules)
    if whole_firm:
        from core.rhythm.fit import fit
        from core.rhythm.learning import learn

        parameters = fit(seen, rules)
        correction = learn(days, parameters, m0, rules)
        limits = tune(days, parameters, m0, rules)
    else:
        parameters, limits, correction = priors(rules), defaults(rules), None
    from_margin, share = margin_basis(days, rules)
    share = round(share, 9)
    stake = value_at_stake(days, seen, from_margin, share, rules)
    positive = stake[stake > 0]
    months = firm_months(days, rules)
    return FirmFigures(
        v=FIGURES_VERSION,
        day=days.as_of,
        log_size=log_size,
        whole_firm=whole_firm,
        clients=days.clients,
        buyers=int(np.count_nonzero(seen.events)),
        parameters=parameters,
        fitted=whole_firm and bool(seen.events.any()),
        m0=m0,
        from_margin=from_margin,
        margin_share=share,
        cuts=cuts(days, from_margin, share, rules),
        previous=cuts(month_end, from_margin, share, rules),
        stake_median=int(np.median(positive)) if len(positive) else 0,
        queue_probability=limits.queue,
        sleeping_probability=limits.sleeping,
        lost_probability=limits.lost,
        alarms_tuned=limits.tuned,
        completed_gaps=limits.completed_gaps,
        positive_net=int(days.client_net[days.client_net > 0].sum()),
        months=months,
        month_index=month_index(months, rules),
        correction=correction,
        second_orders=curve(days, rules),
    )
