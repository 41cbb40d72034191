"""Who can open what with every key ever seen: 2,000 steps here, as many as there is time in scripts/torture (U02)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from storage.keys import turnover
from storage.keys.portfolio import PortfolioKey
from tests.attacks import key_model
from tests.attacks.key_model import Keys

SETTINGS = settings(
    max_examples=60, stateful_step_count=50, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)

QUICK = settings(SETTINGS, max_examples=30, phases=[Phase.generate], report_multiple_bugs=False)


def test_U02_keys_open_what_the_model_says_even_with_every_key_ever_seen() -> None:
    Keys.steps = 0
    run_state_machine_as_test(Keys, settings=SETTINGS)
    assert Keys.steps >= 2_000


def test_the_model_notices_a_rotation_that_keeps_the_portfolio_key(monkeypatch: pytest.MonkeyPatch) -> None:
    def same(self: Keys, portfolio: int) -> None:
        old = self.keys[portfolio]
        self.keys[portfolio] = PortfolioKey(old.store_id, old.portfolio_id, old.epoch, old.secret())

    monkeypatch.setattr(Keys, "_start", same)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Keys, settings=QUICK)


def test_the_model_notices_a_rotation_that_keeps_the_keys_of_clients(monkeypatch: pytest.MonkeyPatch) -> None:
    real = turnover.turn_over

    def lazy(receipt, old, new, client_id, epoch, wraps, _random):  # type: ignore[no-untyped-def]
        turned = real(receipt, old, new, client_id, epoch, wraps)
        for part, raw in turned._old.items():
            turned._new[part] = raw
        slots = [
            new.wrapper(part).wrap(new.wrap_context(part, client_id, epoch + 1), raw)
            for part, raw in sorted(turned._old.items())
        ]
        turned.wraps = b"".join(slots)
        return turned

    monkeypatch.setattr(key_model, "turn_over", lazy)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Keys, settings=QUICK)
