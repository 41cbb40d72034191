"""What is missing to the target level A-X: money a month and evenness (S03.13)."""

from __future__ import annotations

import msgspec

from core.entities.firm_figures import FirmFigures
from core.recovery.stake import money, year_value
from core.rhythm.client_days import ClientDays
from core.rules import DEFAULT, Rules
from core.standing.axes import Axes
from core.standing.xyz import LETTERS

MONTHS = 12


class Missing(msgspec.Struct, frozen=True):
    """Between a client and A-X; None or False: nothing of that kind is missing."""

    monthly: int | None
    """Minor units a month to the letter A."""
    from_margin: bool
    cv: float | None
    """His coefficient of variation where it is over the limit of X."""
    limit: float
    young: bool
    """Too little history for a letter of evenness."""

    @property
    def there(self) -> bool:
        """He is at the target level."""
        return self.monthly is None and self.cv is None and not self.young


class Distances:
    """Reckons the distance of single clients; the yearly money of everybody is summed once."""

    def __init__(
        self, days: ClientDays, axes: Axes, figures: FirmFigures, by_turnover: bool, rules: Rules = DEFAULT
    ) -> None:
        self._axes, self._rules = axes, rules
        self._from_margin = figures.from_margin and not by_turnover
        if self._from_margin:
            self._value = year_value(days, money(days, True, figures.margin_share), days.as_of, rules)
            self._cut = figures.cuts.abc_a
        else:
            self._value, self._cut = axes.turnover_12m, figures.cuts.turnover_a

    def of(self, client: int) -> Missing:
        """What one client lacks."""
        short = self._cut - int(self._value[client])
        letter = LETTERS[int(self._axes.xyz[client])]
        cv = float(self._axes.cv[client]) if letter in ("Y", "Z") else None
        return Missing(
            -(-short // MONTHS) if short > 0 else None,
            self._from_margin,
            cv,
            self._rules.xyz_x,
            letter in ("N", None),
        )
