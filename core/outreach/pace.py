"""How fast letters may leave: so many a minute and so many an hour (exchange §4)."""

from __future__ import annotations

from collections import deque

from core.rules import DEFAULT, Rules

SECOND_US = 1_000_000
_MINUTE_US, _HOUR_US = 60 * SECOND_US, 3600 * SECOND_US


class Pace:
    """Remembers when letters left, within the last hour."""

    def __init__(self, rules: Rules = DEFAULT) -> None:
        self._limits = ((rules.mail_per_minute, _MINUTE_US), (rules.mail_per_hour, _HOUR_US))
        self._left: deque[int] = deque(maxlen=max(limit for limit, _ in self._limits))

    def left(self, at_us: int) -> None:
        """A letter left at this moment."""
        self._left.append(at_us)

    def room(self, now_us: int) -> int:
        """How many may leave at this moment, one after another."""
        return min(limit - sum(1 for each in self._left if each > now_us - length) for limit, length in self._limits)

    def next_us(self, now_us: int) -> int:
        """The first moment, now or later, at which one more may leave."""
        allowed = now_us
        for limit, length in self._limits:
            if len(self._left) >= limit:
                allowed = max(allowed, self._left[-limit] + length)
        return allowed
