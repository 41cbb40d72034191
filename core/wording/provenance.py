"""Where a probability comes from: the model and the day of the firm figures (store §5, U35)."""

from __future__ import annotations

import datetime as dt

from core.wording import fill, gettext
from core.wording.dates import long_date


def reckoned_by(model: str, figures_date: dt.date | None) -> str:
    """`model` as the desk names it: corrected | fitted | priors. Without a date the figures are of one portfolio."""
    if figures_date is None:
        return gettext("usual rhythms of trade, by the portfolio")
    day = long_date(figures_date)
    if model == "corrected":
        return fill(gettext("own rhythm, corrected by the firm's past; firm figures of {day}"), day=day)
    if model == "fitted":
        return fill(gettext("own rhythm by the firm's model; firm figures of {day}"), day=day)
    return fill(gettext("usual rhythms of trade; firm figures of {day}"), day=day)
